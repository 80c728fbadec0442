"""The page of models: what staff see of each server, and what trying one says."""

import re

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry, Site, User
from knowledge.llm import configured
from knowledge.llm.chat import ModelFailed
from knowledge.models import BudgetAlarm, ModelCall, ModelPrice
from tests.desk import free_port
from tests.ollama_double import running_double

pytestmark = pytest.mark.django_db
PAGE = "/admin/knowledge/modelcall/models/"


@pytest.fixture
def at_dora(client: Client, dora: User) -> Client:
    client.force_login(dora)
    return client


@pytest.fixture
def at_head(client: Client, roles: None) -> Client:
    user = User.objects.create_user("ada", is_staff=True)
    user.groups.add(Group.objects.get(name="Administrator"))
    client.force_login(user)
    return client


@pytest.fixture(autouse=True)
def one_ollama(settings):
    settings.CHAT_PROVIDERS = ["ollama", "openai_compatible", "extractive"]
    settings.OLLAMA_URL = settings.OPENAI_COMPATIBLE_URL = ""
    settings.OLLAMA_MODEL = "llama3.2"


@pytest.fixture
def double(settings):
    with running_double(context=4096) as running:
        settings.OLLAMA_URL = running.url
        yield running


def text_of(response) -> str:
    """The words of the page, one space between them."""
    main = response.content.decode().partition('id="content"')[2]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def test_without_a_server_the_page_says_how_to_set_one(at_dora):
    shown = text_of(at_dora.get(PAGE))

    assert "No model server is set" in shown
    assert "OLLAMA_URL=http://127.0.0.1:11434" in shown
    assert "No model was asked yet" in shown


def test_a_server_is_shown_with_all_that_is_known_of_it(at_dora, double, settings):
    settings.OLLAMA_PARALLEL = 2

    shown = text_of(at_dora.get(PAGE))

    assert "1. Ollama: llama3.2 ✓ is asked" in shown
    assert "no: the next question loads it" in shown
    assert "8,192 tokens" in shown
    assert "0 of 2 at once" in shown
    assert "all-minilm:latest , llama3.2:latest , qwen3:4b" in shown
    assert "2. Quotes" in shown


def test_trying_it_shows_the_answer_and_the_time_of_its_first_token(at_head, double):
    double.reply("Yes, I am here.")

    response = at_head.post(PAGE, {"provider": "ollama", "question": "Are you there?"})

    shown = text_of(response)
    assert "Yes, I am here." in shown
    assert re.search(r"First token after \d+ ms, all of it after \d+ ms", shown)
    asked = [each.body for each in double.requests if each.path == "/api/chat"][-1]
    assert asked["messages"] == [{"role": "user", "content": "Are you there?"}]
    assert asked["options"]["num_ctx"] == 8192
    kept = ModelCall.objects.get()
    assert (kept.purpose, kept.outcome, kept.site) == ("test", "answered", None)


def test_trying_a_server_that_is_away_shows_why(at_head, settings):
    settings.OLLAMA_URL = f"http://127.0.0.1:{free_port()}"

    shown = text_of(at_head.post(PAGE, {"provider": "ollama", "question": "Hello?"}))

    assert "✕ does not answer" in shown
    assert "✕ unreachable" in shown
    assert ModelCall.objects.get().outcome == "unreachable"


def test_a_model_that_rests_says_for_how_long_and_why(at_dora, double, settings):
    settings.CHAT_BREAKER_FAILURES = 2
    (server,) = configured.servers()
    for _ in range(2):
        server.breaker.failed(ModelFailed("server", "no luck"), silent=False)

    shown = text_of(at_dora.get(PAGE))

    assert re.search(r"✕ rests, asked again in \d+ s", shown)
    assert "server, no luck 2 in a row" in shown


def test_a_model_that_is_not_pulled_says_how_to_pull_it(at_dora, double, settings):
    settings.OLLAMA_MODEL = "nope"

    shown = text_of(at_dora.get(PAGE))

    assert "✕ not pulled" in shown
    assert "ollama pull nope" in shown


def test_a_model_of_the_cloud_is_refused_in_words(at_dora, double, settings):
    settings.OLLAMA_MODEL = "gpt-oss:120b-cloud"

    shown = text_of(at_dora.get(PAGE))

    assert "gpt-oss:120b-cloud runs on Ollama's cloud" in shown.replace("&#x27;", "'")
    assert list(double.requests) == []


def test_who_may_only_look_gets_no_form_and_cannot_try(at_dora, double):
    page = at_dora.get(PAGE).content.decode()
    tried = at_dora.post(PAGE, {"provider": "ollama", "question": "Hello?"})

    assert "models-try" not in page
    assert tried.status_code == 403
    assert not [one for one in double.requests if one.path == "/api/chat"]


def test_an_empty_question_asks_nothing(at_head, double):
    page = at_head.post(PAGE, {"provider": "ollama", "question": " "})

    assert "This field is required." in text_of(page)
    assert not ModelCall.objects.exists()


def test_budgets_stand_with_what_is_spent_of_them(at_dora, site: Site):
    Site.objects.update(monthly_budget=20)

    shown = text_of(at_dora.get(PAGE))

    assert "Shop 0.00 20.00 0 %" in shown


def test_the_page_costs_few_queries(at_dora, double, django_assert_max_num_queries):
    at_dora.get(PAGE)

    with django_assert_max_num_queries(14):
        at_dora.get(PAGE)


def test_a_price_begins_with_the_model_that_has_none(at_head, double):
    page = at_head.get(PAGE).content.decode()
    link = re.search(r'href="([^"]+modelprice/add/[^"]+)"', page)
    assert link
    form = at_head.get(link[1].replace("&amp;", "&")).context["adminform"].form

    assert form.initial == {"provider": "ollama", "model": "llama3.2"}


def test_a_price_is_kept_and_audited(at_head):
    sent = {
        "provider": "ollama", "model": "llama3.2", "per_machine_hour": "0.5",
        "per_million_read": "", "per_million_written": "",
    }  # fmt: skip
    at_head.post(reverse("admin:knowledge_modelprice_add"), sent)

    assert ModelPrice.objects.get().per_machine_hour == pytest.approx(0.5)
    assert AuditEntry.objects.filter(verb="added").exists()


def test_half_a_price_is_refused_where_it_was_typed(at_head):
    sent = {"provider": "ollama", "model": "llama3.2", "per_million_read": "1"}
    page = at_head.post(reverse("admin:knowledge_modelprice_add"), sent)

    assert "Give both prices of a million tokens" in page.content.decode()


def test_calls_are_told_in_words_and_found_by_them(at_dora):
    said = {"provider": "ollama", "model": "llama3.2", "counted": True, "cut": False}
    figures = {"prompt_tokens": 1, "answer_tokens": 1, "waited_ms": 0, "total_ms": 1}
    for purpose, outcome in (("rewrite", "not_pulled"), ("classify", "answered")):
        ModelCall.objects.create(
            at=timezone.now(), purpose=purpose, outcome=outcome, **said, **figures
        )

    log = reverse("admin:knowledge_modelcall_changelist")
    whole = text_of(at_dora.get(log))
    narrowed = at_dora.get(log, {"purpose": "classify"})

    assert "follow-ups in full ✕ not pulled" in whole
    assert "triage ✓ answered" in whole
    assert [call.purpose for call in narrowed.context["cl"].result_list] == ["classify"]
    assert "llama3.2 ollama follow-ups in full 1 1" in text_of(at_dora.get(PAGE))


def test_the_log_says_what_it_is_for_when_it_is_empty(at_dora):
    page = at_dora.get(reverse("admin:knowledge_modelcall_changelist"))

    assert "No call of a model is kept here" in page.content.decode()


def test_the_front_page_says_what_answers_cost_and_whose_budget_is_spent(
    at_dora, site: Site
):
    front = text_of(at_dora.get("/admin/"))
    assert "No model has a price" in front
    ModelPrice.objects.create(provider="ollama", model="x", per_machine_hour=1)
    month = timezone.localdate().replace(day=1)
    for share in (80, 100):
        BudgetAlarm.objects.create(site=site, month=month, share=share)

    front = text_of(at_dora.get("/admin/"))

    assert "Shop has spent its budget for models of this month" in front
    assert "A resolved conversation" in front


def test_agents_see_nothing_of_costs(client: Client, alice: User):
    client.force_login(alice)

    assert "cost-title" not in client.get("/admin/").content.decode()
    assert client.get(PAGE).status_code == 403

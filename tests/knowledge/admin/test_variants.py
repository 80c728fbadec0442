"""Variants in the admin: made, looked at, refused with what is wrong."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Site, User
from knowledge.answering.instructions import BUILT_IN
from knowledge.models import Collection, Evidence, Variant
from tests.knowledge.admin.pages import html_of
from tests.knowledge.evaluation.golden import stock
from tests.knowledge.services.test_variants import made

pytestmark = pytest.mark.django_db
ADD = "/admin/knowledge/variant/add/"
SENT = {
    "name": "Kind", "instructions": BUILT_IN, "provider": "", "model": "", "passages": "4",
    "temperature": "0.2", "answer_tokens": "512", "answer_floor": "", "reason": "",
    "question": "", "site": "",
}  # fmt: skip


@pytest.fixture
def root(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("root"))
    return client


def send(root: Client, **changed: str) -> Any:
    return root.post(ADD, SENT | changed)


def test_the_form_begins_with_what_is_built_in(root: Client) -> None:
    response = root.get(ADD)

    assert "You are {bot}, the assistant of {site}." in html_of(response)


def test_a_version_is_made_of_another_one(root: Client) -> None:
    first = made("Kind", passages=2)
    assert 'value="2"' in html_of(root.get(f"{ADD}?of={first.pk}"))

    response = root.post(f"{ADD}?of={first.pk}", SENT | {"passages": "3"})

    second = Variant.objects.get(number=2)
    assert response["Location"] == reverse(
        "admin:knowledge_variant_change", args=[second.pk]
    )
    assert (second.name, second.before, second.passages) == ("Kind", first, 3)


def test_its_page_says_what_it_changed(root: Client) -> None:
    first = made("Kind")
    root.post(f"{ADD}?of={first.pk}", SENT | {"temperature": "0.9"})
    second = Variant.objects.get(number=2)

    text = html_of(
        root.get(reverse("admin:knowledge_variant_change", args=[second.pk]))
    )

    assert "What is other than in Kind v1" in text
    assert "<td>Temperature</td><td>0.2</td><td>0.9</td>" in text


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("instructions", "{bot} {site}", "{rules} is missing"),
        ("instructions", "{bot} {site} {rules}\n{x}", "Line 2: {x} is not known"),
        ("name", "", "This field is required"),
        ("passages", "9", "less than or equal to 8"),
        ("temperature", "2", "less than or equal to 1.5"),
        ("answer_tokens", "2000", "less than or equal to 1024"),
        ("model", "llama3.2", "Say which server has this model"),
        ("provider", "ollama", "OLLAMA_URL"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_nothing_is_lost(
    root: Client, field: str, value: str, words: str
) -> None:
    response = send(root, **{"reason": "Because I can", field: value})

    assert response.status_code == 422
    assert words in html_of(response)
    assert "Because I can" in html_of(response)
    assert not Variant.objects.exists()


def test_a_model_of_the_cloud_is_refused(root: Client, settings: Any) -> None:
    settings.OLLAMA_URL = "http://127.0.0.1:11434"

    response = send(root, provider="ollama", model="gpt-oss:120b-cloud")

    assert "runs in the cloud" in html_of(response)


@pytest.mark.django_db(transaction=True)
def test_the_prompt_of_a_real_question_is_shown_and_nothing_is_kept(
    root: Client, site: Site, manual: Collection
) -> None:
    manual.sites.add(site)
    stock(manual)
    words = BUILT_IN + "\nSay please."

    response = send(
        root,
        instructions=words,
        question="How long are files kept?",
        site=str(site.pk),
        _preview="1",
    )

    seen = response.context["seen"]
    system, data = seen.prompt.messages
    assert system.content.startswith("You are Atomdesk, the assistant of Shop.")
    assert system.content.endswith("Say please.")
    assert '<source n="1"' in data.content
    assert not Variant.objects.exists()


def test_a_version_is_neither_changed_nor_deleted(root: Client) -> None:
    variant = made()
    url = reverse("admin:knowledge_variant_change", args=[variant.pk])

    root.post(url, SENT | {"name": "Other"})

    variant.refresh_from_db()
    assert variant.name == "Kind"
    assert root.post(url.replace("change", "delete")).status_code == 403


def test_the_list_says_what_to_do_next_when_it_is_empty(root: Client) -> None:
    assert "No variant yet" in html_of(root.get("/admin/knowledge/variant/"))


def test_a_record_names_the_variant_of_its_answer(root: Client, site: Site) -> None:
    evidence = Evidence.objects.create(
        turn="7d9f3b0e-8a38-4f4e-9f7d-3f2f6a0b9c11", site=site, question="Why?",
        outcome="answered", record={}, variant=made(),
    )  # fmt: skip

    page = root.get(reverse("admin:knowledge_evidence_change", args=[evidence.pk]))

    assert "Kind v1</a>" in html_of(page)

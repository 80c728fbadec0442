"""What authors and reviewers are shown of like texts, and what they decide about them."""

import pytest
from django.conf import Settings
from django.contrib.auth.models import Group
from django.test import Client

from accounts.models import User
from knowledge.models import Atom, AtomVersion, BothRight, Collection
from knowledge.services import atoms
from tests.knowledge.admin.pages import (
    address,
    asked,
    atom_in,
    done,
    html_of,
    shown,
)
from tests.ollama_double import running_double

pytestmark = pytest.mark.django_db

KEPT = "Deleted invoices are kept for {} days in the bin.\n"
NEW = "/admin/knowledge/atom/alike/"


def kept(collection: Collection, title: str, days: int) -> AtomVersion:
    return atom_in(collection, f"title: {title}\ntype: article\n", KEPT.format(days))


@pytest.fixture
def bin_(manual: Collection) -> AtomVersion:
    version = kept(manual, "The bin", 30)
    return atoms.publish(atom=version.atom, user=None)


@pytest.fixture
def mine(manual: Collection) -> AtomVersion:
    return kept(manual, "Deleted invoices", 60)


@pytest.fixture
def distinct(manual: Collection) -> Collection:
    manual.distinct_required = True
    manual.save()
    return manual


def sent(client: Client, atom: Atom, **changes: str) -> dict[str, str]:
    return shown(client, address(atom)) | changes


def does(client: Client, atom: Atom, deed: str, **more: object) -> str:
    url = address(atom, "alike")
    return html_of(client.post(url, {"deed": deed, **more}, follow=True))


def test_the_two_sentences_stand_beside_each_other_with_what_differs_marked(
    at_erin: Client, bin_: AtomVersion, mine: AtomVersion
) -> None:
    url = address(mine.atom, "alike_draft")
    page = html_of(at_erin.post(url, sent(at_erin, mine.atom)))

    assert "May contradict" in page
    assert f'href="{address(bin_.atom)}">The bin</a>' in page
    assert "kept for <mark>60</mark> days" in page
    assert "kept for <mark>30</mark> days" in page


def test_what_is_typed_counts_not_what_was_saved(
    at_erin: Client, bin_: AtomVersion, mine: AtomVersion
) -> None:
    typed = sent(at_erin, mine.atom, body="Something else.\n")

    assert not html_of(at_erin.post(address(mine.atom, "alike_draft"), typed)).strip()


def test_a_new_atom_is_told_before_it_is_saved(
    at_erin: Client, bin_: AtomVersion, manual: Collection
) -> None:
    typed = shown(at_erin, "/admin/knowledge/atom/add/") | {
        "title": "The bin again", "body": KEPT.format(30),
    }  # fmt: skip

    page = html_of(at_erin.post(NEW, typed))

    assert "Says nearly the same as" in page
    assert "Decide" not in page


def test_another_text_of_the_same_title_is_named_in_the_editor_and_the_review(
    at_erin: Client, bin_: AtomVersion, mine: AtomVersion, manual: Collection
) -> None:
    header = "id: twin\ntitle: the Bin\ntype: article\n"
    twin = atom_in(manual, header, "Holidays are asked for by mail.\n").atom

    typed = sent(at_erin, twin)
    editor = html_of(at_erin.post(address(twin, "alike_draft"), typed))
    review = html_of(at_erin.get(address(twin, "review")))

    for page in (editor, review):
        assert "Has the same title as" in page
        assert f'href="{address(bin_.atom)}">The bin</a>' in page


def test_a_restricted_title_is_on_no_page(
    at_rita: Client, secret: Collection, mine: AtomVersion
) -> None:
    hidden = kept(secret, "Top secret plan", 30)
    atoms.publish(atom=hidden.atom, user=None)
    typed = sent(at_rita, mine.atom, title="Top secret plan", related="Top secret plan")
    BothRight.objects.create(one=mine, other=hidden)

    pages = [
        at_rita.get(address(mine.atom, "alike")),
        at_rita.get(address(mine.atom, "review")),
    ]
    typed["title"] = "Other"
    fragment = html_of(at_rita.post(address(mine.atom, "alike_draft"), typed))

    assert not any("Top secret" in html_of(page) for page in pages)
    assert "May contradict" not in fragment
    assert "Top secret" not in fragment


def test_markup_of_an_atom_stays_text(at_erin: Client, manual: Collection) -> None:
    body = "Deleted <b>bold</b> invoices are kept for {} days in the bin.\n"
    for title, days in (("<i>One</i>", 1), ("Two", 2)):
        atom_in(manual, f"title: {title}\ntype: article\n", body.format(days))
    atom = Atom.objects.get(latest_version__title="Two")

    page = html_of(at_erin.get(address(atom, "alike")))

    assert "May contradict" in page
    assert "&lt;i&gt;One&lt;/i&gt;</a>" in page
    assert "<i>One" not in page
    assert "<b>bold" not in page


def test_the_page_of_a_review_shows_them(
    at_rita: Client, bin_: AtomVersion, mine: AtomVersion
) -> None:
    assert "May contradict" in html_of(at_rita.get(address(mine.atom, "review")))


def test_both_right_is_kept_shown_and_taken_back(
    at_erin: Client, bin_: AtomVersion, mine: AtomVersion
) -> None:
    page = does(at_erin, mine.atom, "both_right", which=bin_.pk, seen_version=1)

    assert "May contradict" not in page
    assert "version 1, decided by Erin" in page
    decision = BothRight.objects.get()

    page = does(at_erin, mine.atom, "take_back", which=decision.pk)

    assert "May contradict" in page
    assert not BothRight.objects.exists()


def test_a_decision_about_an_older_text_is_not_kept(
    at_erin: Client, bin_: AtomVersion, mine: AtomVersion
) -> None:
    page = does(at_erin, mine.atom, "both_right", which=bin_.pk, seen_version=7)

    assert "Version 1 was saved meanwhile" in page
    assert not BothRight.objects.exists()


@pytest.mark.parametrize(
    ("deed", "which"), [("both_right", "x"), ("nonsense", "1"), ("take_back", "")]
)
def test_nonsense_is_refused(
    at_erin: Client, mine: AtomVersion, deed: str, which: str
) -> None:
    sent = {"deed": deed, "which": which}

    assert at_erin.post(address(mine.atom, "alike"), sent).status_code == 403


def test_nobody_decides_about_a_text_that_they_may_not_read(
    at_rita: Client, secret: Collection, mine: AtomVersion
) -> None:
    hidden = kept(secret, "Top secret plan", 30)
    wanted = {"deed": "both_right", "which": hidden.pk, "seen_version": 1}

    assert at_rita.post(address(mine.atom, "alike"), wanted).status_code == 404
    assert not BothRight.objects.exists()


def test_a_reader_sees_them_and_decides_nothing(
    client: Client, bin_: AtomVersion, mine: AtomVersion, roles: None
) -> None:
    agent = User.objects.create_user("agent", is_staff=True)
    agent.groups.add(Group.objects.get(name="Agent"))
    client.force_login(agent)

    page = html_of(client.get(address(mine.atom, "alike")))
    answer = client.post(
        address(mine.atom, "alike"), {"deed": "both_right", "which": bin_.pk}
    )

    assert "May contradict" in page
    assert "These are both right" not in page
    assert answer.status_code == 403


def test_a_page_with_nothing_says_so(at_erin: Client, mine: AtomVersion) -> None:
    page = html_of(at_erin.get(address(mine.atom, "alike")))

    assert "No other text that you may read says nearly the same" in page


@pytest.mark.parametrize("page", ["change", "publishing", "review"])
def test_what_hinders_publishing_is_named_on_each_page(
    at_rita: Client,
    distinct: Collection,
    bin_: AtomVersion,
    mine: AtomVersion,
    page: str,
) -> None:
    if page == "change":
        wanted = sent(at_rita, mine.atom, _publish="1")
    elif page == "publishing":
        wanted = {"deed": "publish", "seen_version": "1"}
    else:
        at_rita.post(address(mine.atom, "review"), {"deed": "ask", "seen_version": 1})
        wanted = {"deed": "approve_and_publish", "seen_version": "1"}

    answer = html_of(at_rita.post(address(mine.atom, page), wanted, follow=True))

    assert "It contradicts “The bin”." in answer
    assert "Change one of them, or say under “Like texts”" in answer
    assert Atom.objects.get(pk=mine.atom_id).live_version is None


def test_the_list_leaves_what_is_alike_unpublished_and_says_so(
    at_rita: Client, distinct: Collection, bin_: AtomVersion, mine: AtomVersion
) -> None:
    preview = asked(at_rita, "publish", mine.atom)

    page = html_of(done(at_rita, preview))

    assert "it is like another text" in page
    assert Atom.objects.get(pk=mine.atom_id).live_version is None


def test_the_model_is_asked_and_its_word_shown_beside_the_rules(
    at_erin: Client, bin_: AtomVersion, mine: AtomVersion, settings: Settings
) -> None:
    with running_double() as double:
        double.reply("neither")
        settings.OLLAMA_URL, settings.OLLAMA_MODEL = double.url, "llama3.2"

        page = does(at_erin, mine.atom, "ask_model")

        asked = double.requests[-1].body["messages"][-1]["content"]

    assert "May contradict" in page
    assert "The model says: they go well together." in page
    assert "kept for 60 days" in asked
    assert "kept for 30 days" in asked


def test_a_model_that_is_away_leaves_the_rules_word(
    at_erin: Client, bin_: AtomVersion, mine: AtomVersion, settings: Settings
) -> None:
    settings.OLLAMA_URL, settings.OLLAMA_MODEL = "http://127.0.0.1:9", "llama3.2"

    page = does(at_erin, mine.atom, "ask_model")

    assert "May contradict" in page
    assert "The model gave no answer" in page


def test_without_a_model_there_is_no_button_to_ask_it(
    at_erin: Client, bin_: AtomVersion, mine: AtomVersion, settings: Settings
) -> None:
    settings.OLLAMA_URL = settings.OPENAI_COMPATIBLE_URL = ""

    assert "Ask the model" not in html_of(at_erin.get(address(mine.atom, "alike")))

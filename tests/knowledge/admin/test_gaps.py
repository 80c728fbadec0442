"""Gaps in the admin: ranked, explained, and each with what can be done about it."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Site, User
from knowledge.models import Atom, AtomVersion, Collection, Evidence, Gap
from knowledge.services import care, gaps
from knowledge.services.gaps import Answer
from knowledge.services.index import index_batch
from tests.knowledge.admin.pages import ADD, address, atom_in, html_of, shown
from tests.knowledge.asking import EMBEDDER, asked, sort

pytestmark = pytest.mark.django_db

LIST = "/admin/knowledge/gap/"
EXPORT = "how do I export my invoices"


@pytest.fixture
def shop(site: Site, manual: Collection) -> Site:
    """The site answers from the manual."""
    manual.sites.add(site)
    return site


@pytest.fixture
def gap(shop: Site) -> Gap:
    for text in (EXPORT, EXPORT, "how do I export the invoices"):
        asked(shop, text)
    sort()
    return Gap.objects.get()


def page_of(gap: Gap) -> str:
    return reverse("admin:knowledge_gap_change", args=[gap.pk])


def deed(client: Client, gap: Gap, name: str, **more: object) -> Any:
    return client.post(page_of(gap), {"deed": name, **more}, follow=True)


def test_what_is_asked_most_lately_comes_first(at_erin: Client, shop: Site) -> None:
    for _ in range(5):
        asked(shop, "old shoes long ago", days_ago=60)
    for _ in range(2):
        asked(shop, EXPORT)
    sort()

    found = at_erin.get(LIST).context["cl"].result_list

    assert [(gap.title, gap.lately, gap.times) for gap in found] == [
        (EXPORT, 2, 2),
        ("old shoes long ago", 0, 5),
    ]


def test_the_trend_counts_each_week(at_erin: Client, shop: Site) -> None:
    for days in (0, 1, 8, 50):
        asked(shop, EXPORT, days_ago=days)
    sort()

    assert "by week: 1, 0, 0, 0, 0, 0, 1, 2" in html_of(at_erin.get(LIST))


def test_one_customer_who_repeats_himself_is_one_chat(
    at_erin: Client, shop: Site
) -> None:
    chat = uuid4()
    for _ in range(3):
        asked(shop, EXPORT, source=chat)
    sort()

    found = at_erin.get(LIST).context["cl"].result_list

    assert [(gap.times, gap.people) for gap in found] == [(3, 1)]


def test_the_list_asks_the_database_no_more_for_more_gaps(
    at_erin: Client, shop: Site, django_assert_max_num_queries: Any
) -> None:
    for word in ("apples", "bricks", "clouds", "dragons", "engines", "flutes"):
        asked(shop, f"{word} {word} {word}")
    sort()
    assert Gap.objects.count() == 6

    with django_assert_max_num_queries(14):
        at_erin.get(LIST)


def test_decided_gaps_are_found_by_their_state(
    at_erin: Client, gap: Gap, erin: User
) -> None:
    gaps.dismiss(gap=gap, user=erin, reason="")

    assert not at_erin.get(LIST).context["cl"].result_list
    assert list(at_erin.get(LIST, {"state": "dismissed"}).context["cl"].result_list)
    assert list(at_erin.get(LIST, {"state": "all"}).context["cl"].result_list)


def test_without_gaps_the_list_says_what_will_come(at_erin: Client) -> None:
    assert "Nothing is asked in vain" in html_of(at_erin.get(LIST))


def test_a_page_shows_every_question_with_what_was_missing(
    at_rita: Client, gap: Gap
) -> None:
    page = html_of(at_rita.get(page_of(gap)))

    assert page.count("The desk did not know") == 3
    record = Evidence.objects.first()
    assert record is not None
    assert reverse("admin:knowledge_evidence_change", args=[record.pk]) in page


def test_many_questions_are_shown_page_by_page(at_erin: Client, shop: Site) -> None:
    for _ in range(30):
        asked(shop, EXPORT)
    sort()

    first = at_erin.get(page_of(Gap.objects.get()))
    second = at_erin.get(page_of(Gap.objects.get()), {"page": "2"})
    beyond = at_erin.get(page_of(Gap.objects.get()), {"page": "x99"})

    assert [len(p.context["occurrences"]) for p in (first, second, beyond)] == [
        25,
        5,
        25,
    ]


def test_write_it_opens_the_editor_with_the_questions_and_saving_attaches(
    at_erin: Client, gap: Gap, manual: Collection
) -> None:
    fields = shown(at_erin, f"{ADD}?type=faq&gap={gap.pk}")
    assert fields["body"].startswith("> Q: how do I export")
    assert fields["body"].count("> Q:") == 2
    assert fields["body"].endswith("> A: \n")

    body = fields["body"].replace("> A: ", "> A: Press Export.")
    at_erin.post(ADD, fields | {"body": body, "collection": manual.pk, "_save": "1"})

    atom = Atom.objects.get()
    kept = Gap.objects.get()
    assert (kept.state, kept.atom) == ("writing", atom)
    assert atom.latest_version is not None
    assert atom.latest_version.pairs.get().answer == "Press Export."


def test_another_type_keeps_its_sections_above_the_questions(
    at_erin: Client, gap: Gap
) -> None:
    fields = shown(at_erin, f"{ADD}?type=pitfall&gap={gap.pk}")

    assert fields["body"].index("## Pitfall") < fields["body"].index("> Q:")


def test_an_answer_that_is_missing_still_is_refused_and_the_gap_kept(
    at_erin: Client, gap: Gap, manual: Collection
) -> None:
    fields = shown(at_erin, f"{ADD}?type=faq&gap={gap.pk}")

    response = at_erin.post(ADD, fields | {"collection": manual.pk, "_save": "1"})

    assert response.status_code == 422
    assert response.context["form"]["gap"].value() == str(gap.pk)
    assert Gap.objects.get().state == "open"


def test_a_near_text_is_offered_and_taken(
    at_erin: Client, gap: Gap, live: AtomVersion
) -> None:
    near = at_erin.get(page_of(gap)).context["near"]
    assert [each["title"] for each in near] == ["Export invoices"]

    deed(at_erin, gap, "attach", atom=live.atom_id)

    kept = Gap.objects.get()
    assert (kept.state, kept.atom) == ("writing", live.atom)
    assert "Put the questions into its text" in html_of(at_erin.get(page_of(gap)))
    fields = shown(at_erin, f"{address(live.atom)}?gap={gap.pk}")
    assert fields["body"].startswith("Open the list.")
    assert fields["body"].count("> Q:") == 2


@pytest.fixture
def live(atom: Atom) -> AtomVersion:
    """The atom answers, and is in the index of the embedder of the gaps."""
    version = atom.versions.get()
    Atom.objects.filter(pk=atom.pk).update(live_version=version)
    index_batch(embedder=EMBEDDER, seconds=30)
    return version


def test_an_atom_is_attached_by_its_title(
    at_erin: Client, gap: Gap, atom: Atom
) -> None:
    deed(at_erin, gap, "attach", title="export  INVOICES")

    assert Gap.objects.get().atom == atom


@pytest.mark.parametrize("sent", [{"title": "Nothing"}, {"atom": "1e9"}, {"atom": "²"}])
def test_an_atom_that_is_not_there_is_named_and_nothing_happens(
    at_erin: Client, gap: Gap, sent: dict[str, str]
) -> None:
    page = html_of(deed(at_erin, gap, "attach", **sent))

    assert "There is no atom called" in page
    assert Gap.objects.get().state == "open"


def test_what_was_typed_stands_in_the_page_that_refuses_it(
    at_erin: Client, gap: Gap
) -> None:
    page = deed(at_erin, gap, "attach", title="Export <b>")

    assert page.status_code == 422
    assert 'name="title" value="Export &lt;b&gt;"' in html_of(page)


def test_of_several_atoms_of_one_title_the_id_says_which(
    at_erin: Client, gap: Gap, manual: Collection, atom: Atom
) -> None:
    other = atom_in(manual, "id: second\ntitle: Export invoices\ntype: article\n").atom

    page = html_of(deed(at_erin, gap, "attach", title="Export invoices"))
    assert "Several atoms are called “Export invoices”" in page
    assert "export-invoices, second" in page
    assert Gap.objects.get().state == "open"

    deed(at_erin, gap, "attach", title="second")
    assert Gap.objects.get().atom == other


def test_an_atom_that_is_put_away_is_to_answer_nothing(
    at_erin: Client, gap: Gap, atom: Atom, erin: User
) -> None:
    care.archive(atom=atom, user=erin)

    page = html_of(deed(at_erin, gap, "attach", title="Export invoices"))

    assert "There is no atom called" in page


@pytest.mark.parametrize("name", ["attach", "close"])
def test_a_character_that_no_text_can_hold_is_left_out(
    at_erin: Client, gap: Gap, atom: Atom, name: str
) -> None:
    sent = {"title": "Export\0 invoices", "reason": "Told\0 by phone"}

    assert deed(at_erin, gap, name, **sent).status_code == 200
    assert Gap.objects.get().state != "open"


def test_an_atom_of_a_foreign_collection_is_as_good_as_not_there(
    at_erin: Client, gap: Gap, atom: Atom, secret: Collection
) -> None:
    Atom.objects.update(collection=secret)

    page = html_of(deed(at_erin, gap, "attach", title="Export invoices"))

    assert "There is no atom called" in page


@pytest.mark.parametrize(
    ("name", "state"), [("close", "closed"), ("dismiss", "dismissed")]
)
def test_a_gap_is_ended_with_a_reason_and_opened_again(
    at_erin: Client, gap: Gap, name: str, state: str
) -> None:
    deed(at_erin, gap, name, reason=" Told by phone ")
    kept = Gap.objects.get()
    assert (kept.state, kept.reason) == (state, "Told by phone")

    deed(at_erin, gap, "reopen")
    assert Gap.objects.get().state == "open"


def test_the_page_says_how_many_are_answered_now(at_erin: Client, gap: Gap) -> None:
    deed(at_erin, gap, "check")
    assert "being asked again" in html_of(at_erin.get(page_of(gap)))

    first, *others = gap.occurrences.all()
    found = {first.pk: Answer(True), **{each.pk: Answer(False) for each in others}}
    gaps.keep_check(gap=gap, answers=found)

    assert "1 of 3 questions are answered now" in html_of(at_erin.get(page_of(gap)))


def test_what_is_no_deed_is_refused(at_erin: Client, gap: Gap) -> None:
    assert deed(at_erin, gap, "explode").status_code == 403

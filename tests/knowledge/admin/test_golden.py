"""Golden questions in the admin: who writes which, and what a form refuses."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from guardian.shortcuts import assign_perm

from accounts.models import Site, User
from knowledge.models import Atom, Collection, GoldenQuestion
from knowledge.services import golden
from tests.knowledge.admin.pages import atom_in, html_of
from tests.knowledge.evaluation.golden import keep

pytestmark = pytest.mark.django_db
LIST = "/admin/knowledge/goldenquestion/"


@pytest.fixture
def drawn(manual: Collection, site: Site) -> Site:
    manual.sites.add(site)
    return site


def sent(**more: Any) -> dict[str, Any]:
    return {"text": "Why so?", "expects": "answer", "before": "", "site": "", **more}


def change(question: GoldenQuestion) -> str:
    return reverse("admin:knowledge_goldenquestion_change", args=[question.pk])


def test_a_question_is_added_changed_and_deleted(
    at_erin: Client, atom: Atom, drawn: Site
) -> None:
    at_erin.post(f"{LIST}add/", sent(text="Why  so?", atoms=[atom.pk]))
    question = GoldenQuestion.objects.get()
    assert (question.text, list(question.atoms.all())) == ("Why so?", [atom])
    assert question.added_by == User.objects.get(username="erin")

    at_erin.post(change(question), sent(expects="silence", site=drawn.pk))
    question.refresh_from_db()
    assert (question.expects, question.site) == ("silence", drawn)
    assert not question.atoms.exists()

    at_erin.post(f"{LIST}{question.pk}/delete/", {"post": "yes"})
    assert not GoldenQuestion.objects.exists()


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({}, "Choose the atoms that may answer it."),
        ({"expects": "silence"}, "Choose the site where it is asked."),
        ({"expects": "silence", "atoms": True}, "Only an answer comes from atoms"),
        ({"text": "x" * 1001, "atoms": True}, "At most 1000 characters."),
        ({"text": "Known?", "atoms": True}, "This question is a golden one already."),
    ],
)
def test_what_does_not_go_together_is_refused_and_stays(
    at_erin: Client, atom: Atom, asked: dict[str, Any], told: str
) -> None:
    keep("Known?", atom)
    if asked.get("atoms"):
        asked = asked | {"atoms": [atom.pk]}

    page = at_erin.post(f"{LIST}add/", sent(**asked))

    assert told in html_of(page)
    assert asked.get("text", "Why so?") in html_of(page)
    assert GoldenQuestion.objects.count() == 1


@pytest.mark.parametrize("key", ["x", "-1", "9" * 30, "\u0663", ""])
def test_a_key_that_no_atom_has_is_refused_and_the_page_is_there(
    at_erin: Client, atom: Atom, key: str
) -> None:
    page = at_erin.post(f"{LIST}add/", sent(atoms=[key, atom.pk]))

    assert page.status_code == 200
    assert "Why so?" in html_of(page)
    assert not GoldenQuestion.objects.exists()


def test_a_full_atom_is_told(
    at_erin: Client, atom: Atom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knowledge.admin.golden_form.MOST_OF_AN_ATOM", 1)
    keep("Known?", atom)

    page = at_erin.post(f"{LIST}add/", sent(atoms=[atom.pk]))

    assert "has 1 golden questions: take one out first." in html_of(page)


def test_atoms_and_sites_out_of_reach_cannot_be_named(
    at_erin: Client, atom: Atom, secret: Collection
) -> None:
    hidden = atom_in(secret, "title: Hidden\ntype: article\n").atom
    elsewhere = Site.objects.create(key="else", name="Elsewhere")
    secret.sites.add(elsewhere)

    of_atom = at_erin.post(f"{LIST}add/", sent(atoms=[hidden.pk]))
    of_site = at_erin.post(f"{LIST}add/", sent(expects="silence", site=elsewhere.pk))

    assert of_atom.context["adminform"].form.errors.keys() == {"atoms"}
    assert of_site.context["adminform"].form.errors.keys() == {"site"}
    assert not GoldenQuestion.objects.exists()


def test_silence_of_a_site_needs_the_right_to_write_in_all_that_it_answers_from(
    at_erin: Client, drawn: Site, secret: Collection
) -> None:
    secret.sites.add(drawn)

    page = at_erin.post(f"{LIST}add/", sent(expects="silence", site=drawn.pk))

    assert "You may not write in every collection of this site." in html_of(page)


def test_only_what_may_be_read_is_listed(
    at_erin: Client, atom: Atom, secret: Collection, drawn: Site
) -> None:
    hidden = atom_in(secret, "title: Hidden\ntype: article\n").atom
    elsewhere = Site.objects.create(key="else", name="Elsewhere")
    secret.sites.add(elsewhere)
    keep("Mine?", atom)
    keep("Of both?", atom, hidden)
    keep("Of the site?", site=drawn)
    foreign = keep("Of another site?", site=elsewhere)

    listed = html_of(at_erin.get(LIST))

    assert "Mine?" in listed
    assert "Of the site?" in listed
    assert "Of both?" not in listed
    assert "Of another site?" not in listed
    assert at_erin.get(change(foreign)).status_code == 302


def test_a_reader_sees_a_question_and_changes_nothing(
    client: Client, atom: Atom, roles: None
) -> None:
    question = keep("Mine?", atom)
    reader = User.objects.create_user("reader", is_staff=True)
    assign_perm("view_collection", reader, atom.collection)
    client.force_login(reader)

    assert "Mine?" in html_of(client.get(change(question)))
    assert client.post(change(question), sent(text="Other?")).status_code == 403
    assert client.post(f"{LIST}{question.pk}/delete/").status_code == 403


def test_deleting_several_leaves_those_without_the_right(
    at_erin: Client, atom: Atom, drawn: Site, secret: Collection
) -> None:
    keep("Mine?", atom)
    secret.sites.add(drawn)
    foreign = keep("Of the site?", site=drawn)
    chosen = list(GoldenQuestion.objects.values_list("pk", flat=True))

    at_erin.post(
        LIST,
        {"action": "delete_selected", "_selected_action": chosen, "post": "yes"},
    )

    # Django asks for the right to all of them first.
    assert GoldenQuestion.objects.filter(pk=foreign.pk).exists()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?expects__exact=silence", ["Of the site?"]),
        ("?atom=export-invoices", ["Mine?"]),
        ("?collection=manual", ["Mine?"]),
        ("?type=article", ["Mine?"]),
        ("?type=faq", []),
        ("?last=never", ["Mine?", "Of the site?"]),
        ("?last=wrong", []),
        ("?q=site", ["Of the site?"]),
    ],
)
def test_the_list_is_narrowed_down(
    at_erin: Client, atom: Atom, drawn: Site, query: str, found: list[str]
) -> None:
    keep("Mine?", atom)
    keep("Of the site?", site=drawn)

    rows = html_of(at_erin.get(f"{LIST}{query}")).partition('id="result_list"')[2]

    assert [text for text in ("Mine?", "Of the site?") if text in rows] == found


def test_what_a_colleague_did_a_moment_ago_is_told(
    at_erin: Client, atom: Atom, erin: User
) -> None:
    golden.add_for(atom=atom, text="Why so?", user=erin)

    page = at_erin.post(f"{LIST}add/", sent(atoms=[atom.pk]))

    assert "This question is a golden one already." in html_of(page)


def test_the_list_asks_few_queries(
    at_erin: Client, atom: Atom, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        keep(f"Why {number}?", atom)
    at_erin.get(LIST)

    with django_assert_max_num_queries(25):
        at_erin.get(LIST)


def test_an_empty_list_says_what_to_do_once(at_erin: Client) -> None:
    page = html_of(at_erin.get(LIST))

    assert "No golden questions yet" in page
    assert "No results found" not in page


def test_only_whoever_sees_evidence_is_sent_there(at_erin: Client, rita: User) -> None:
    of_an_author = html_of(at_erin.get(LIST))
    at_erin.force_login(rita)
    of_a_reviewer = html_of(at_erin.get(LIST))

    assert "Write the first, or import a file." in of_an_author
    assert "Evidence" not in of_an_author
    assert "open an answer under Evidence" in of_a_reviewer


def test_a_search_without_a_hit_says_so(at_erin: Client, atom: Atom) -> None:
    keep("Why so?", atom)

    assert "No golden question matches" in html_of(at_erin.get(f"{LIST}?q=printer"))

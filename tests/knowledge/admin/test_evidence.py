"""Evidence is shown to those who may see what the site answers from, and changed by nobody."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Site, User
from knowledge.models import Atom, Collection, Evidence
from knowledge.services import atoms
from tests.knowledge.admin.pages import address, atom_in, atom_text, html_of
from tests.knowledge.admin.test_bench import RECORD

pytestmark = pytest.mark.django_db
LIST = "/admin/knowledge/evidence/"


@pytest.fixture
def evidence(site: Site, manual: Collection) -> Evidence:
    site.collections.add(manual)
    version = atom_in(manual)
    return Evidence.objects.create(
        turn=uuid4(), site=site, question="How do <I> export?", outcome="answered",
        score=0.9, provider="ollama", model="m", record=RECORD, versions=[version.pk],
    )  # fmt: skip


def test_a_record_shows_question_candidates_gate_and_prompt(
    client: Client, rita: User, evidence: Evidence
) -> None:
    client.force_login(rita)

    listed = html_of(client.get(LIST))
    page = html_of(client.get(f"{LIST}{evidence.pk}/change/"))

    assert "How do &lt;I&gt; export?" in listed
    for text in ("● Answered", "How do &lt;I&gt; export?", "✓ passed", "0.66",
                 "Answer &lt;only&gt; from sources."):  # fmt: skip
        assert text in page
    assert address(Atom.objects.get(), "version", 1) in page


def test_a_cited_text_that_changed_leads_to_then_and_now(
    client: Client, rita: User, evidence: Evidence
) -> None:
    atom = Atom.objects.get()
    client.force_login(rita)
    page = f"{LIST}{evidence.pk}/change/"
    assert "answers no more" in html_of(client.get(page))

    atoms.publish(atom=atom, user=None)
    assert "still the live text" in html_of(client.get(page))

    atoms.save_version(
        atom=atom, parsed=atom_text("New.\n"), seen_version=1, author=None
    )
    atoms.publish(atom=atom, user=None)
    assert f"{address(atom, 'version', 1)}?with=2" in html_of(client.get(page))


def test_the_list_shows_a_score_with_two_digits(
    client: Client, rita: User, evidence: Evidence
) -> None:
    Evidence.objects.update(score=0.49236245300808207)
    client.force_login(rita)

    listed = html_of(client.get(LIST))

    assert ">0.49<" in listed
    assert "0.492" not in listed


def test_no_record_says_where_records_come_from(at_rita: Client) -> None:
    assert "Nothing was answered yet" in html_of(at_rita.get(LIST))
    assert "No record matches" in html_of(at_rita.get(f"{LIST}?q=invoice"))


def test_records_of_other_collections_are_not_there(
    client: Client,
    rita: User,
    evidence: Evidence,
    secret: Collection,
    manual: Collection,
) -> None:
    evidence.site.collections.remove(manual)
    evidence.site.collections.add(secret)
    client.force_login(rita)

    assert "export" not in html_of(client.get(LIST)).partition('id="content"')[2]
    assert client.get(f"{LIST}{evidence.pk}/change/").status_code == 404


def test_texts_of_a_collection_that_one_may_not_read_are_not_in_the_record(
    client: Client, rita: User, evidence: Evidence, secret: Collection
) -> None:
    evidence.site.collections.add(secret)
    hidden = atom_in(secret, "id: hidden\ntitle: Hidden\ntype: article\n")
    known = dict(RECORD["candidates"][0])
    mine = Atom.objects.exclude(pk=hidden.atom_id).get()
    own = known | {"atom": mine.slug, "title": "Mine"}
    theirs = known | {"atom": "hidden", "title": "Theirs"}
    Evidence.objects.update(record=RECORD | {"candidates": [own, theirs]})
    client.force_login(rita)

    page = html_of(client.get(f"{LIST}{evidence.pk}/change/"))

    assert ">Mine<" in page
    assert "Theirs" not in page
    assert "Answer &lt;only&gt; from sources." not in page
    assert "✓ passed" in page


def test_an_author_may_not_read_evidence(
    client: Client, erin: User, evidence: Evidence
) -> None:
    client.force_login(erin)

    assert client.get(LIST).status_code == 403
    assert client.get(f"{LIST}{evidence.pk}/change/").status_code in {403, 404}


def test_nobody_changes_or_deletes_evidence(client: Client, evidence: Evidence) -> None:
    client.force_login(User.objects.create_superuser("root"))

    client.post(f"{LIST}{evidence.pk}/change/", {"question": "other"})
    client.post(f"{LIST}{evidence.pk}/delete/", {"post": "yes"})

    assert client.get(reverse("admin:index")).status_code == 200
    assert Evidence.objects.get().question == "How do <I> export?"


def test_small_talk_is_not_called_a_question_back(
    client: Client, rita: User, evidence: Evidence
) -> None:
    client.force_login(rita)
    Evidence.objects.update(outcome="askedback", score=0.2)
    assert "Asked back" in html_of(client.get(LIST))

    Evidence.objects.update(score=None)

    assert "· Nothing looked up" in html_of(client.get(LIST))
    assert "Asked back" not in html_of(client.get(f"{LIST}{evidence.pk}/change/"))


def test_the_list_is_narrowed_down_by_words(
    client: Client, rita: User, evidence: Evidence
) -> None:
    client.force_login(rita)

    listed = client.get(f"{LIST}?outcome=abstained").context["cl"]

    assert list(listed.result_list) == []
    offered = [choice["display"] for choice in listed.filter_specs[0].choices(listed)]
    assert "● Answered" in offered
    assert "answered" not in offered

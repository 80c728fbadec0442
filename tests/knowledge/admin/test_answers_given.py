"""From an atom to every answer that used it."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from accounts.models import Customer, Site, Team, User
from conversations.models import Conversation
from knowledge.models import AskedQuestion, Atom, Collection, Evidence
from knowledge.services import atoms
from tests.knowledge.admin.pages import address, atom_in, atom_text, html_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def drawn(manual: Collection, site: Site) -> Site:
    manual.sites.add(site)
    return site


def answered(
    site: Site,
    question: str,
    *versions: int,
    vote: bool | None = None,
    source: UUID | None = None,
) -> Evidence:
    evidence = Evidence.objects.create(
        turn=uuid4(), site=site, question=question, outcome="answered", record={},
        versions=list(versions),
    )  # fmt: skip
    AskedQuestion.objects.create(
        site=site, audience="public", text=question, outcome="answered", vote=vote,
        source=source or uuid4(), turn=evidence.turn, versions=list(versions),
    )  # fmt: skip
    return evidence


def test_each_answer_stands_there_with_version_and_vote(
    at_rita: Client, atom: Atom, drawn: Site, manual: Collection
) -> None:
    first = atom.versions.get()
    second = atoms.save_version(
        atom=atom, parsed=atom_text("New.\n"), seen_version=1, author=None
    )
    other = atom_in(manual, "title: Other\ntype: article\n")
    answered(drawn, "Of the first?", first.pk, vote=True)
    answered(drawn, "Of both?", first.pk, second.pk, other.pk, vote=False)
    answered(drawn, "Of another?", other.pk)

    page = at_rita.get(address(atom, "answers"))

    rows = {row["evidence"].question: row["versions"] for row in page.context["rows"]}
    assert rows == {"Of both?": [1, 2], "Of the first?": [1]}
    assert "✓ helped" in html_of(page)
    assert "✕ did not help" in html_of(page)


def test_the_way_to_the_chat_is_shown_to_those_who_may_see_it(
    client: Client, atom: Atom, drawn: Site, roles: None
) -> None:
    version = atom.versions.get().pk
    customer = Customer.objects.create(site=drawn, key="v:1")
    theirs = Conversation.objects.create(
        site=drawn, customer=customer, team=Team.objects.create(name="Others")
    )
    answered(drawn, "Why?", version, source=theirs.public_id)
    agent = User.objects.create_user("agent", is_staff=True)
    agent.groups.add(*_groups("Agent"))
    client.force_login(agent)
    chat = f"/admin/inbox/{theirs.public_id}"
    assert "Why?" in html_of(client.get(address(atom, "answers")))
    assert chat not in html_of(client.get(address(atom, "answers")))

    theirs.team = None
    theirs.save()
    assert chat in html_of(client.get(address(atom, "answers")))


def _groups(*names: str) -> Any:
    return Group.objects.filter(name__in=names)


def test_answers_of_sites_that_one_does_not_see_are_not_there(
    at_rita: Client, atom: Atom, drawn: Site, secret: Collection
) -> None:
    other = Site.objects.create(key="other", name="Other")
    secret.sites.add(other)
    answered(other, "Elsewhere?", atom.versions.get().pk)

    assert "Elsewhere?" not in html_of(at_rita.get(address(atom, "answers")))


def test_an_author_who_may_not_see_evidence_is_refused(
    at_erin: Client, atom: Atom
) -> None:
    assert at_erin.get(address(atom, "answers")).status_code == 403
    assert "/answers/" not in html_of(at_erin.get(address(atom)))


def test_an_atom_out_of_reach_is_not_there(at_rita: Client, secret: Collection) -> None:
    hidden = atom_in(secret, "title: Hidden\ntype: article\n").atom

    assert at_rita.get(address(hidden, "answers")).status_code == 302


def test_many_answers_are_paged_with_few_queries(
    at_rita: Client, atom: Atom, drawn: Site, django_assert_max_num_queries: Any
) -> None:
    version = atom.versions.get().pk
    for number in range(60):
        answered(drawn, f"Why {number}?", version)
    at_rita.get(address(atom, "answers"))

    with django_assert_max_num_queries(30):
        first = at_rita.get(address(atom, "answers"))

    assert len(first.context["rows"]) == 50
    assert len(at_rita.get(f"{address(atom, 'answers')}?p=2").context["rows"]) == 10


def test_nothing_used_it_yet(at_rita: Client, atom: Atom) -> None:
    assert "No answer used it yet" in html_of(at_rita.get(address(atom, "answers")))

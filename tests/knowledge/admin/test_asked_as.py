"""The editor's offer of what customers asked: for whom, and of which sites."""

import pytest
from django.test import Client

from accounts.models import Site, User
from knowledge.llm.configured_embedder import embedder
from knowledge.models import Atom, Collection
from tests.knowledge.admin.pages import address, atom_in
from tests.knowledge.asking import asked
from tests.knowledge.evaluation.golden import KEEP, stock

pytestmark = pytest.mark.django_db
NEAR = "How long are my invoices kept?"


@pytest.fixture
def kept(manual: Collection, site: Site) -> Atom:
    manual.sites.add(site)
    asked(site, NEAR, embedder=embedder())
    return Atom.objects.get(pk=stock(manual)[0].pk)


def test_the_writer_is_offered_what_customers_asked(
    at_erin: Client, kept: Atom
) -> None:
    told = at_erin.get(address(kept, "asked_as")).json()

    assert told == {
        "found": [
            {
                "text": NEAR,
                "pair": KEEP,
                "times": "asked 1 time",
                "label": f"Add “{NEAR}”",
            }
        ]
    }


def test_a_text_that_nobody_can_ask_yet_is_offered_nothing(
    at_erin: Client, kept: Atom, manual: Collection
) -> None:
    draft = atom_in(manual, "title: Later\ntype: article\n").atom

    assert at_erin.get(address(draft, "asked_as")).json() == {"found": []}


def test_who_only_reads_is_refused(client: Client, kept: Atom, alice: User) -> None:
    client.force_login(alice)

    assert client.get(address(kept, "asked_as")).status_code == 403

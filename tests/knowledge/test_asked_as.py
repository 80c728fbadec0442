"""Questions of customers that a pair could be also asked as, and those that are none."""

import pytest

from accounts.models import Site
from knowledge import asked_as as module
from knowledge.asked_as import AskedAs, asked_as
from knowledge.llm.configured_embedder import embedder
from knowledge.models import Atom, AtomVersion, Collection
from tests.knowledge.asking import asked
from tests.knowledge.evaluation.golden import KEEP, stock

pytestmark = pytest.mark.django_db
NEAR = "How long are my invoices kept?"


@pytest.fixture
def version(manual: Collection, site: Site) -> AtomVersion:
    manual.sites.add(site)
    live = Atom.objects.get(pk=stock(manual)[0].pk).live_version
    assert live is not None
    return live


def test_what_customers_ask_in_other_words_is_offered_with_how_often(
    version: AtomVersion, site: Site
) -> None:
    for said in (NEAR, f"  {NEAR.upper()} ", KEEP, "Do you sell bicycles?"):
        asked(site, said, embedder=embedder())

    [found] = asked_as(version, {site.pk})

    assert (found.text.casefold(), found.times, found.pair) == (
        NEAR.casefold(),
        2,
        KEEP,
    )


@pytest.mark.parametrize(
    "said",
    [
        "And how long is it kept?",
        "How long do you keep the invoices of ada@example.org?",
        f"Hello! {KEEP}",
        f"{KEEP.rstrip('?')};",
        NEAR + " really" * 40,
    ],
    ids=[
        "leans on what was said",
        "names somebody",
        "is known",
        "is known and a part",
        "is long",
    ],
)
def test_what_is_no_phrasing_is_not_offered(
    version: AtomVersion, site: Site, said: str
) -> None:
    asked(site, said, embedder=embedder())

    assert asked_as(version, {site.pk}) == []


def test_what_was_asked_elsewhere_is_not_offered(
    version: AtomVersion, site: Site
) -> None:
    other = Site.objects.create(key="other", name="Other")
    asked(other, NEAR, embedder=embedder())

    assert asked_as(version, {site.pk}) == []
    assert asked_as(version, set()) == []


def test_a_pair_is_offered_a_few(version: AtomVersion, site: Site) -> None:
    for year in range(module.MOST_OF_A_PAIR + 3):
        asked(
            site,
            f"How long do you keep my {2020 + year} invoices?",
            embedder=embedder(),
        )

    found = asked_as(version, {site.pk})

    assert len(found) == module.MOST_OF_A_PAIR
    assert all(isinstance(each, AskedAs) for each in found)

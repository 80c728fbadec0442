"""Questions of customers that pairs of all texts could be also asked as, and those that are none."""

from uuid import uuid4

import pytest

from accounts.models import Site
from knowledge.llm.configured_embedder import embedder
from knowledge.models import (
    AskedQuestion,
    Atom,
    Collection,
    Evidence,
    PhrasingDecision,
)
from knowledge.phrasings_heard import mark_of
from knowledge.phrasings_offered import Offered, offered
from knowledge.services import atoms
from tests.knowledge.asking import asked
from tests.knowledge.evaluation.golden import KEEP, RETURN, edit, stock

pytestmark = pytest.mark.django_db
NEAR = "How long are my invoices kept?"
NEAR_TOO = "For how many years are invoices kept?"


@pytest.fixture
def kept(manual: Collection, site: Site) -> Atom:
    manual.sites.add(site)
    return stock(manual)[0]


def say(site: Site, *texts: str, outcome: str = "abstained") -> None:
    for text in texts:
        asked(site, text, embedder=embedder(), outcome=outcome)


def decide(atom: Atom, text: str, *, accepted: bool) -> None:
    mark = mark_of(text)
    PhrasingDecision.objects.create(atom=atom, mark=mark, accepted=accepted)


def offers(site: Site, manual: Collection, most: int = 50) -> list[Offered]:
    return offered([site], {manual.pk}, most)


def words(site: Site, manual: Collection) -> list[str]:
    return [offer.heard.text for offer in offers(site, manual)]


def test_what_most_chats_asked_comes_first_with_how_many_had_no_answer(
    kept: Atom, site: Site, manual: Collection
) -> None:
    say(site, NEAR_TOO, "Do you sell bicycles?", KEEP)
    say(site, NEAR, f"  {NEAR.upper()} ", f"Hello! {NEAR}", outcome="answered")
    say(site, NEAR)

    first, second = offers(site, manual)

    assert (first.heard.text.casefold(), second.heard.text) == (
        NEAR.casefold(),
        NEAR_TOO,
    )
    assert (first.heard.chats, first.heard.in_vain) == (4, 1)
    assert (first.atom, first.pair.phrasings) == (kept, [KEEP])


@pytest.mark.parametrize(
    ("candidates", "is_offered"),
    [
        ([("how-long-invoices-are-kept", 0, {})], True),
        ([("sending-things-back", 0, {}), ("how-long-invoices-are-kept", 0, {})], False),
        ([("sending-things-back", 1, {}), ("how-long-invoices-are-kept", 0, {})], True),
        ([("sending-things-back", 0, {"part": 2}),
          ("how-long-invoices-are-kept", 0, {"part": 1})], True),
        ([("gone", 0, {}), ("how-long-invoices-are-kept", 0, {})], True),
    ],
    ids=["found", "found second", "by what was said before", "by another part", "gone"],
)  # fmt: skip
def test_what_the_search_had_found_comes_before_what_is_near(
    kept: Atom,
    site: Site,
    manual: Collection,
    candidates: list[tuple[str, int, dict[str, int]]],
    is_offered: bool,
) -> None:
    say(site, NEAR)
    found = [{"atom": atom, "query": query, **part} for atom, query, part in candidates]
    Evidence.objects.update(record={"candidates": found})

    assert [offer.atom for offer in offers(site, manual)] == [kept] * is_offered


def test_a_chat_that_asks_often_counts_once(
    kept: Atom, site: Site, manual: Collection
) -> None:
    chat = uuid4()
    for _ in range(5):
        asked(site, NEAR, embedder=embedder(), source=chat)

    [offer] = offers(site, manual)

    assert offer.heard.chats == 1


def test_a_slip_is_offered_as_it_was_meant(
    kept: Atom, site: Site, manual: Collection
) -> None:
    # What is kept beside a question is the vector of what was looked up.
    say(site, "How long are my inovices kept?")
    vector = embedder().embed([NEAR])[0].tolist()
    AskedQuestion.objects.update(vector=vector)

    assert words(site, manual) == [NEAR]


@pytest.mark.parametrize(
    "said",
    [
        "And how long is it kept?",
        "How long do you keep the invoices of ada@example.org?",
        f"Hello! {KEEP}",
        NEAR + " really" * 40,
    ],
    ids=["leans on what was said", "names somebody", "is known", "is long"],
)
def test_what_is_no_phrasing_is_not_offered(
    kept: Atom, site: Site, manual: Collection, said: str
) -> None:
    say(site, said)

    assert offers(site, manual) == []


def test_what_begins_a_chat_may_point_to_what_it_says_itself(
    kept: Atom, site: Site, manual: Collection
) -> None:
    said = "My invoices of last year, how long are they kept?"
    chat = uuid4()
    asked(site, "Do you sell bicycles?", embedder=embedder(), source=chat)
    asked(site, said, embedder=embedder(), source=chat)
    assert words(site, manual) == []

    say(site, said)

    assert words(site, manual) == [said]


def test_what_was_refused_is_offered_to_the_next_text_and_no_further(
    kept: Atom, site: Site, manual: Collection
) -> None:
    say(site, NEAR)
    decide(kept, f"hi, {NEAR.lower()}", accepted=False)
    assert kept not in [offer.atom for offer in offers(site, manual)]

    other = Atom.objects.get(slug="sending-things-back")
    decide(other, NEAR, accepted=False)

    assert offers(site, manual) == []


def test_what_was_accepted_is_not_offered_for_another_text_before_it_is_searchable(
    kept: Atom, site: Site, manual: Collection
) -> None:
    say(site, NEAR)
    decide(Atom.objects.get(slug="sending-things-back"), NEAR, accepted=True)

    assert offers(site, manual) == []


def test_what_a_draft_has_already_is_not_offered_again(
    kept: Atom, site: Site, manual: Collection
) -> None:
    say(site, NEAR)
    edit(kept, f"> Q: {KEEP}\n> Q: {NEAR}\n> A: Ten years.\n")
    assert offers(site, manual) == []

    edit(kept, f"> Q: {RETURN}\n> A: Ten years.\n")
    assert offers(site, manual) == [], "the draft has no such pair"

    edit(kept, f"> Q: {RETURN}\n> A: No.\n\n> Q: {KEEP}\n> A: Ten years.\n")
    [offer] = offers(site, manual)
    assert offer.pair.ordinal == 1


def test_only_texts_that_the_sites_customers_read_and_somebody_writes_count(
    kept: Atom, site: Site, manual: Collection, secret: Collection
) -> None:
    say(site, NEAR)
    other = Site.objects.create(key="other", name="Other")
    say(other, NEAR)
    assert offered([site], {secret.pk}, 50) == []
    assert offered([other], {manual.pk}, 50) == []
    assert offered([], {manual.pk}, 50) == []

    other.collections.add(manual)
    [one] = offered([site, other], {manual.pk}, 50)
    assert one.atom == kept

    atoms.unpublish(atom=kept, user=None)
    assert kept not in [offer.atom for offer in offers(site, manual)]


def test_no_more_are_offered_than_were_asked_for(
    kept: Atom, site: Site, manual: Collection
) -> None:
    say(site, NEAR, NEAR_TOO)

    assert len(offers(site, manual, most=1)) == 1

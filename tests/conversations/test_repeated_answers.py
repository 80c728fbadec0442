"""Answers that are given again: to whom, after which changes not, and what is kept of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.database import in_database
from accounts.identity import Identity
from accounts.models import Site, User
from conversations.models import Event
from knowledge.llm.chat import Finished, Text
from knowledge.models import Atom, CachedAnswer, CacheHit, Collection
from knowledge.pipeline import Pipeline
from knowledge.services import atoms, care, schedule
from knowledge.services.traces import record_vote
from tests.conversations.compared import running, variant
from tests.conversations.repeating import (
    QUESTION,
    Clerk,
    ask,
    customer,
    newer,
    remembering,
    stock,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def clerk() -> Clerk:
    return Clerk()


@pytest.fixture
def shop(clerk: Clerk) -> Pipeline:
    return remembering(clerk)


async def test_the_next_customer_is_answered_without_a_model(
    site: Site, clerk: Clerk, shop: Pipeline
) -> None:
    await in_database(stock, site)
    first, _ = await ask(site, QUESTION, shop)

    again, evidence = await ask(site, "hi! how long does a refund TAKE", shop)

    hit = await CacheHit.objects.aget()
    assert (again, clerk.asked) == (first, 1)
    assert evidence.provider == "cache"
    assert evidence.record["repeated"]["question"] == QUESTION
    assert (hit.near, hit.tokens, hit.question) == (False, 709, "")


async def test_it_is_a_message_with_its_sources_like_any_other(
    site: Site, shop: Pipeline
) -> None:
    refund = await in_database(stock, site)
    await ask(site, QUESTION, shop)

    await ask(site, QUESTION, shop)

    said = [
        event.payload async for event in Event.objects.filter(actor__startswith="turn")
    ]
    assert [cited["version_id"] for cited in said[1]["citations"]] == [refund.pk]
    assert {**said[0], "turn": ""} == {**said[1], "turn": ""}


async def test_other_words_for_the_same_are_answered_again_and_kept_to_be_looked_at(
    site: Site, clerk: Clerk, shop: Pipeline
) -> None:
    await in_database(stock, site)
    await ask(site, QUESTION, shop)

    _, evidence = await ask(site, "How long does my refund take?", shop)

    hit = await CacheHit.objects.aget()
    assert (clerk.asked, evidence.provider) == (1, "cache")
    assert hit.near
    assert (hit.made_for, hit.text) == (QUESTION, "A refund takes 14 days [1].")
    assert evidence.record["candidates"][0]["atom"] == "refund"


async def test_a_slip_is_no_other_question(
    site: Site, clerk: Clerk, shop: Pipeline
) -> None:
    await in_database(stock, site)
    await ask(site, QUESTION, shop)

    _, evidence = await ask(site, "Hello, how long does a refnud take?", shop)

    hit = await CacheHit.objects.aget()
    assert (clerk.asked, evidence.provider, hit.near) == (1, "cache", True)
    assert evidence.record["queries"] == ["how long does a refund take?"]


async def test_what_was_not_sure_is_given_for_the_same_words_alone(
    site: Site, clerk: Clerk, shop: Pipeline
) -> None:
    await in_database(stock, site)
    await ask(site, QUESTION, shop)
    await CachedAnswer.objects.aupdate(confidence="low")

    await ask(site, "How long does my refund take?", shop)
    await ask(site, QUESTION, shop)

    assert clerk.asked == 2
    assert (await CacheHit.objects.aget()).near is False


async def test_a_change_of_topic_in_another_chat_is_answered_again(
    site: Site, clerk: Clerk, shop: Pipeline
) -> None:
    await in_database(stock, site)
    asked = "How long does a refund take to a card?"
    for text in ("When do you open?", asked):
        visitor = await in_database(customer, site)
        await ask(site, "When do you open?", shop, visitor)
        await ask(site, text, shop, visitor)
    before = clerk.asked

    await ask(site, asked, shop)

    assert clerk.asked == before


@pytest.mark.parametrize(
    "text",
    [
        "How long does a refund not take?",
        "How long does a refund of $5 take?",
        "How long does a parcel take?",
        "Where is my refund for order 123?",
    ],
)
async def test_anything_else_is_asked_of_the_model(
    site: Site, clerk: Clerk, shop: Pipeline, text: str
) -> None:
    await in_database(stock, site)
    await ask(site, QUESTION, shop)

    await ask(site, text, shop)

    assert not await CacheHit.objects.aexists()


async def test_a_turn_that_points_back_is_answered_anew(
    site: Site, clerk: Clerk, shop: Pipeline
) -> None:
    await in_database(stock, site)
    visitor = await in_database(customer, site)
    await ask(site, QUESTION, shop, visitor)
    await ask(site, "How long does it take then?", shop, visitor)

    await ask(site, "How long does it take then?", shop)

    assert not await CacheHit.objects.aexists()
    assert await CachedAnswer.objects.acount() == 1


async def test_what_somebody_told_of_themselves_is_in_no_answer_that_is_kept(
    site: Site, shop: Pipeline
) -> None:
    await in_database(stock, site)

    await ask(site, "I am ben@example.org. How long does a refund take?", shop)

    assert not await CachedAnswer.objects.aexists()


async def test_a_site_that_wants_none_repeats_none(
    site: Site, clerk: Clerk, shop: Pipeline
) -> None:
    await in_database(stock, site)
    await ask(site, QUESTION, shop)
    await Site.objects.filter(pk=site.pk).aupdate(repeats_answers=False)

    await ask(site, QUESTION, shop)

    assert clerk.asked == 2


async def test_another_site_makes_its_own(
    site: Site, clerk: Clerk, shop: Pipeline
) -> None:
    await in_database(stock, site)
    other = await Site.objects.acreate(key="other", name="Other", answer_floor=0.0)
    await in_database((await Collection.objects.aget()).sites.add, other)
    await ask(site, QUESTION, shop)

    await ask(other, QUESTION, shop)

    assert clerk.asked == 2


async def test_another_model_makes_its_own(site: Site, shop: Pipeline) -> None:
    await in_database(stock, site)
    await ask(site, QUESTION, shop)
    other = Clerk(name="ollama/mistral")

    await ask(site, QUESTION, remembering(other))

    assert other.asked == 1


async def test_a_new_text_is_told_to_whoever_asks_next(
    site: Site, clerk: Clerk, shop: Pipeline
) -> None:
    refund = await in_database(stock, site)
    await ask(site, QUESTION, shop)
    await in_database(newer, refund)

    said, _ = await ask(site, QUESTION, shop)

    assert (said, clerk.asked) == ("A refund takes 3 days [1].", 2)


def _unpublished(atom: Atom, user: User) -> None:
    atoms.unpublish(atom=atom, user=user)


def _archived(atom: Atom, user: User) -> None:
    care.archive(atom=atom, user=user)


def _deleted(atom: Atom, user: User) -> None:
    atoms.delete(atom=atom, user=user)


def _moved(atom: Atom, user: User) -> None:
    elsewhere = Collection.objects.create(name="Elsewhere", slug="elsewhere")
    care.move(atom=atom, collection=elsewhere, user=user)


def _ended(atom: Atom, user: User) -> None:
    schedule.expire(atom=atom, user=user, at=timezone.now())
    schedule.run_due(now=timezone.now() + timedelta(seconds=1))


@pytest.mark.parametrize("deed", [_unpublished, _archived, _deleted, _moved, _ended])
async def test_an_answer_goes_with_the_text_it_was_made_of(
    site: Site, shop: Pipeline, alice: User, deed
) -> None:
    refund = await in_database(stock, site)
    await ask(site, QUESTION, shop)
    assert await CachedAnswer.objects.acount() == 1

    await in_database(deed, await Atom.objects.aget(pk=refund.atom_id), alice)

    assert not await CachedAnswer.objects.aexists()


@pytest.mark.parametrize(
    "changed",
    [
        {"live_version": None},
        {"expires_at": timezone.now() - timedelta(seconds=1)},
    ],
)
async def test_a_way_that_forgot_to_take_it_away_shows_nothing_stale(
    site: Site, clerk: Clerk, shop: Pipeline, changed
) -> None:
    refund = await in_database(stock, site)
    await ask(site, QUESTION, shop)
    await Atom.objects.filter(pk=refund.atom_id).aupdate(**changed)

    said, _ = await ask(site, QUESTION, shop)

    assert "14 days" not in said


async def test_a_collection_taken_from_a_site_answers_there_no_more(
    site: Site, shop: Pipeline
) -> None:
    await in_database(stock, site)
    await ask(site, QUESTION, shop)
    await in_database((await Collection.objects.aget()).sites.clear)

    said, _ = await ask(site, QUESTION, shop)

    assert "14 days" not in said


async def test_an_answer_that_did_not_help_is_made_anew(
    site: Site, clerk: Clerk, shop: Pipeline
) -> None:
    await in_database(stock, site)
    await ask(site, QUESTION, shop)
    _, evidence = await ask(site, QUESTION, shop)

    await in_database(record_vote, turn=evidence.turn, helpful=False)
    await ask(site, QUESTION, shop)

    assert clerk.asked == 2


async def test_what_was_said_before_in_the_chat_is_in_no_answer_that_is_kept(
    site: Site, shop: Pipeline
) -> None:
    class Echo(Clerk):
        async def stream(self, prompt):
            yield Text("A refund takes 14 days to the card that paid, Rumpel [1].")
            yield Finished("ollama", "llama3.2", "stop", 700, 9)

    await in_database(stock, site)
    visitor: Identity = await in_database(customer, site)
    await ask(site, "Good morning, Rumpel", remembering(Clerk()), visitor)

    await ask(site, QUESTION, remembering(Echo()), visitor)

    kept = [answer.text async for answer in CachedAnswer.objects.all()]
    assert not [text for text in kept if "Rumpel" in text]


async def test_chats_that_are_compared_get_answers_of_their_own(
    site: Site, clerk: Clerk, shop: Pipeline
) -> None:
    await in_database(stock, site)
    await in_database(running, site, await in_database(variant))

    for _ in range(3):
        await ask(site, QUESTION, shop)

    assert clerk.asked == 3
    assert not await CachedAnswer.objects.aexists()

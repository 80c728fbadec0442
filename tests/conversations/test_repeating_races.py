"""Texts that change, and people who take over, while an answer that was found is on its way."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from asgiref.sync import async_to_sync
from django.db import OperationalError, connection, transaction

from accounts.database import in_database
from accounts.models import Site, User
from conversations.models import Event, Turn
from conversations.services import agents, customers
from knowledge.answering.outcomes import Question
from knowledge.answering.repeating import Known
from knowledge.models import Atom, CachedAnswer, CacheHit
from knowledge.pipeline import Pipeline
from knowledge.reader import Reader
from knowledge.readers import reader_of_customer
from knowledge.services import atoms, cache
from tests.conversations.answering import run_turn
from tests.conversations.repeating import (
    QUESTION,
    Clerk,
    ask,
    customer,
    newer,
    remembering,
    stock,
)
from tests.knowledge.shelf import in_another_thread, on_its_own, wait_until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def clerk() -> Clerk:
    return Clerk()


@pytest.fixture
def shop(clerk: Clerk) -> Pipeline:
    return remembering(clerk)


class Meanwhile:
    """A memory in which something happens between finding an answer and giving it."""

    def __init__(self, memory, deed) -> None:
        self._memory = memory
        self._deed = deed
        self.model = memory.model

    async def exactly(self, question: Question, reader: Reader) -> Known | None:
        found = await self._memory.exactly(question, reader)
        if found:
            await in_database(self._deed)
        return found

    async def nearby(self, *args, **kwargs) -> Sequence[Known]:
        return await self._memory.nearby(*args, **kwargs)


async def test_a_text_published_between_finding_and_giving_is_what_is_said(
    site: Site, clerk: Clerk, shop: Pipeline
) -> None:
    refund = await in_database(stock, site)
    await ask(site, QUESTION, shop)
    late = Meanwhile(shop.memory, lambda: newer(refund))

    said, evidence = await ask(
        site, QUESTION, Pipeline(shop.retrieve, clerk, memory=late)
    )

    assert (said, evidence.provider) == ("A refund takes 3 days [1].", "ollama")
    assert not await CacheHit.objects.aexists()


async def test_a_forgotten_way_between_finding_and_giving_shows_nothing_stale(
    site: Site, clerk: Clerk, shop: Pipeline
) -> None:
    refund = await in_database(stock, site)
    await ask(site, QUESTION, shop)
    gone = Atom.objects.filter(pk=refund.atom_id)
    late = Meanwhile(shop.memory, lambda: gone.update(live_version=None))

    said, _ = await ask(site, QUESTION, Pipeline(shop.retrieve, clerk, memory=late))

    assert "14 days" not in said
    assert await Event.objects.filter(payload__text__icontains="14 days").acount() == 1


def test_nobody_waits_for_a_change_that_takes_long(
    site: Site, clerk: Clerk, shop: Pipeline
) -> None:
    refund = stock(site)
    async_to_sync(ask)(site, QUESTION, shop)

    with transaction.atomic():
        atoms.unpublish(atom=refund.atom, user=None)
        outdated = in_another_thread(lambda: _is_outdated(site))

    assert outdated


def _is_outdated(site: Site) -> bool:
    with transaction.atomic():
        entry = CachedAnswer.objects.get()
        try:
            with transaction.atomic():
                cache.hold(entry.pk, reader=reader_of_customer(site, verified=False))
        except cache.Outdated:
            return True
    return False


def test_whoever_changes_a_text_waits_until_its_answer_is_stored(
    site: Site, clerk: Clerk, shop: Pipeline
) -> None:
    refund = stock(site)
    async_to_sync(ask)(site, QUESTION, shop)
    entry = CachedAnswer.objects.get()

    with transaction.atomic():
        cache.hold(entry.pk, reader=reader_of_customer(site, verified=False))
        waited = in_another_thread(lambda: _has_to_wait(refund.atom))

    assert waited


def _has_to_wait(atom: Atom) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '200ms'")
    try:
        atoms.unpublish(atom=atom, user=None)
    except OperationalError:
        return True
    return False


def test_whoever_waited_for_an_answer_to_be_given_then_takes_it_away(
    site: Site, clerk: Clerk, shop: Pipeline
) -> None:
    refund = stock(site)
    async_to_sync(ask)(site, QUESTION, shop)
    entry = CachedAnswer.objects.get()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            cache.hold(entry.pk, reader=reader_of_customer(site, verified=False))
            CacheHit.objects.create(
                entry=entry,
                site=site,
                turn=uuid4(),
                source=uuid4(),
                near=False,
                tokens=1,
                milliseconds=1,
            )
            deed = lambda: atoms.unpublish(atom=refund.atom, user=None)  # noqa: E731
            unpublishing = pool.submit(on_its_own, deed)
            wait_until(_somebody_waits)
        unpublishing.result(timeout=20)

    assert not CachedAnswer.objects.exists()
    assert CacheHit.objects.get().entry is None


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return bool(cursor.fetchone()[0])


async def test_a_takeover_before_it_is_given_leaves_nothing_of_it(
    site: Site, clerk: Clerk, shop: Pipeline, alice: User
) -> None:
    await in_database(stock, site)
    await ask(site, QUESTION, shop)
    visitor = await in_database(customer, site)
    sent = await in_database(
        customers.send, identity=visitor, cid=uuid4(), text=QUESTION
    )
    turn = await Turn.objects.aget(
        conversation__public_id=sent.conversation, status="queued"
    )
    late = Meanwhile(
        shop.memory,
        lambda: agents.take(user=alice, conversation=sent.conversation, cid=uuid4()),
    )

    await run_turn(turn.pk, Pipeline(shop.retrieve, clerk, memory=late))

    said = Event.objects.filter(
        conversation__public_id=sent.conversation, actor__startswith="turn"
    )
    assert not await said.aexists()
    assert not await CacheHit.objects.aexists()

"""What the customer did reaches the server once and in order, over drops, refusals and reloads."""

import pytest

from tests.widget.conftest import Run

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="package")]

OUTBOX = "outbox.js: Outbox"
BASICS = """
const { Store } = await import('/widget/v1/store.js');
const store = new Store(() => sessionStorage, 'test:');
const box = new Outbox(store);
const say = (text, now = 0) => box.add('send', { text }, now);
const next = (now = 0) => box.next(now)?.text ?? null;
const messages = (of = box) => of.messages().map(({ body, status }) => [body.text, status]);
"""


async def test_the_second_frame_waits_for_the_answer_to_the_first(run: Run) -> None:
    seen = await run(
        OUTBOX,
        BASICS
        + "const one = say('one'); say('two'); const sent = [next(), next()]; box.ack(one); return [...sent, next()]",
    )

    assert seen == ["one", None, "two"]


async def test_after_a_drop_the_same_cid_goes_first(run: Run) -> None:
    seen = await run(
        OUTBOX,
        BASICS
        + """
        const cid = say('one'); say('two');
        const first = box.next(0);
        box.dropped();
        const again = box.next(5);
        return [first.cid === cid, again.cid === cid, again.text];""",
    )

    assert seen == [True, True, "one"]


async def test_a_frame_without_an_answer_is_sent_again_after_ten_seconds(
    run: Run,
) -> None:
    seen = await run(
        OUTBOX,
        BASICS + "say('one'); return [next(0), box.delay(0), next(9999), next(10000)]",
    )

    assert seen == ["one", 10000, None, "one"]


async def test_after_a_refusal_for_now_nothing_newer_overtakes(run: Run) -> None:
    seen = await run(
        OUTBOX,
        BASICS
        + """
        const cid = say('one'); say('two');
        box.next(0);
        box.nack(cid, { code: 'rate', retry: true }, 0, () => 1);
        return [next(0), next(999), box.delay(400), next(1000), messages()];""",
    )

    assert seen == [None, None, 600, "one", [["one", "waiting"], ["two", "waiting"]]]


async def test_a_refusal_for_good_keeps_the_words_and_lets_the_next_go(
    run: Run,
) -> None:
    seen = await run(
        OUTBOX,
        BASICS
        + """
        const cid = say('one'); say('two');
        box.next(0);
        box.nack(cid, { code: 'forbidden', retry: false }, 0);
        return [next(), messages()];""",
    )

    assert seen == ["two", [["one", "failed"], ["two", "waiting"]]]


async def test_a_refused_message_can_be_retried_behind_the_others_or_edited(
    run: Run,
) -> None:
    seen = await run(
        OUTBOX,
        BASICS
        + """
        const refuse = (cid) => (box.next(0), box.nack(cid, { code: 'forbidden', retry: false }, 0));
        const one = say('one'); refuse(one);
        const two = say('two'); refuse(two);
        say('three');
        box.retry(one);
        return [box.take(two), box.take(one), messages()];""",
    )

    assert seen == ["two", None, [["three", "waiting"], ["one", "waiting"]]]


async def test_an_acknowledged_message_is_shown_until_its_event_is_here(
    run: Run,
) -> None:
    seen = await run(
        OUTBOX,
        BASICS
        + """
        const cid = say('one');
        box.next(0); box.ack(cid);
        const acked = [messages(), messages(new Outbox(store)), box.busy];
        return [...acked, box.seen(cid), messages(), box.seen(cid)];""",
    )

    assert seen == [[["one", "stored"]], [], False, True, [], False]


async def test_an_event_that_beats_its_ack_frees_the_way(run: Run) -> None:
    seen = await run(
        OUTBOX,
        BASICS
        + "const cid = say('one'); say('two'); box.next(0); box.seen(cid); const sent = next(); box.ack(cid); return [sent, next()]",
    )

    assert seen == ["two", None]


async def test_unsent_and_refused_words_survive_a_reload(run: Run) -> None:
    await run(
        OUTBOX,
        BASICS
        + "const cid = say('one'); box.next(0); box.nack(cid, { code: 'closed', retry: false }, 0); say('two')",
    )

    seen = await run(OUTBOX, BASICS + "return [messages(), next()]")

    assert seen == [[["one", "failed"], ["two", "waiting"]], "two"]


async def test_where_storage_is_denied_or_full_memory_serves(run: Run) -> None:
    seen = await run(
        OUTBOX,
        """
        const { Store } = await import('/widget/v1/store.js');
        const denied = new Store(() => { throw new DOMException('no', 'SecurityError'); }, 'x:');
        const full = new Store(() => ({ getItem: () => null, setItem() { throw new DOMException('full'); }, removeItem() {} }), 'x:');
        return [denied, full].map((store) => {
          const box = new Outbox(store);
          box.add('send', { text: 'kept' }, 0);
          return new Outbox(store).messages().map(({ body }) => body.text);
        });""",
    )

    assert seen == [["kept"], ["kept"]]


async def test_a_broken_store_does_not_break_the_chat(run: Run) -> None:
    seen = await run(
        OUTBOX, "return new Outbox({ get: () => '{nonsense', set() {} }).messages()"
    )

    assert seen == []

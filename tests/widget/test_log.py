"""The list of events has no hole, no double and the right beginning, whatever arrives in what order."""

import pytest

from tests.widget.conftest import Run

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="package")]

LOG = "log.js: Log"
BASICS = """
const log = new Log();
const ev = (seq, more = {}) => ({ type: 'ev', seq, kind: 'message', author: 'bot', text: `m${seq}`, at: '', ...more });
const welcome = (events, more = {}) =>
  log.welcome({ log: 'A', head: events.at(-1)?.seq ?? 0, floor: 0, events, reset: false, state: 'bot', read: { customer: 0 }, ...more }, 0);
const seqs = () => log.events().map(({ seq }) => seq);
"""


async def test_events_apply_in_order_and_doubles_are_ignored(run: Run) -> None:
    seen = await run(
        LOG,
        BASICS
        + "const said = [1, 2, 2, 1, 3].map((seq) => log.receive(ev(seq), 0)); return [said, seqs()]",
    )

    assert seen == [["applied", "applied", "ignored", "ignored", "applied"], [1, 2, 3]]


async def test_an_event_after_a_hole_is_held_300_ms_and_then_the_hole_is_fetched(
    run: Run,
) -> None:
    seen = await run(
        LOG,
        BASICS
        + """
        log.receive(ev(1), 0);
        const said = log.receive(ev(3), 1000);
        const delays = [log.fetchDelay(1000), log.fetchDelay(1299), log.fetchDelay(1300)];
        const before = seqs();
        log.receive(ev(2), 1310);
        return { said, delays, before, after: seqs(), then: log.fetchDelay(1310) };""",
    )

    assert seen == {
        "said": "held",
        "delays": [300, 1, 0],
        "before": [1],
        "after": [1, 2, 3],
        "then": None,
    }


async def test_a_heartbeat_that_knows_more_leads_to_a_fetch_after_a_second(
    run: Run,
) -> None:
    seen = await run(
        LOG,
        BASICS
        + """
        log.receive(ev(1), 0);
        log.sawHead(1, 0);
        const level = log.fetchDelay(0);
        log.sawHead(2, 5000);
        log.sawHead(2, 5500);
        const behind = [log.fetchDelay(5500), log.fetchDelay(6000)];
        const more = log.page({ log: 'A', head: 2, floor: 0, events: [ev(2)], state: 'bot' }, 6000);
        return { level, behind, more, seqs: seqs(), then: log.fetchDelay(9000) };""",
    )

    assert seen == {
        "level": None,
        "behind": [500, 0],
        "more": False,
        "seqs": [1, 2],
        "then": None,
    }


async def test_pages_are_asked_for_until_the_head_is_reached(run: Run) -> None:
    seen = await run(
        LOG,
        BASICS
        + """
        welcome([ev(1)], { head: 4, more: true });
        const due = log.fetchDelay(0);
        const first = log.page({ log: 'A', head: 4, floor: 0, events: [ev(2), ev(3)] }, 0);
        const second = log.page({ log: 'A', head: 4, floor: 0, events: [ev(4)] }, 0);
        const stuck = (log.sawHead(9, 0), log.page({ log: 'A', head: 9, floor: 0, events: [] }, 0));
        return [due, first, second, stuck, seqs()];""",
    )

    assert seen == [0, True, False, False, [1, 2, 3, 4]]


async def test_hello_goes_on_after_the_last_event_of_the_named_log(run: Run) -> None:
    seen = await run(
        LOG,
        BASICS
        + "const first = log.cursor(); welcome([ev(1), ev(2)]); return [first, log.cursor()]",
    )

    assert seen == [{"last": 0, "tail": 50}, {"last": 2, "log": "A"}]


async def test_the_answer_to_tail_begins_late_and_what_lies_before_can_be_asked_for(
    run: Run,
) -> None:
    seen = await run(
        LOG,
        BASICS
        + """
        log.cursor();
        welcome([ev(8), ev(9)], { floor: 5 });
        const before = log.before();
        log.earlier({ events: [ev(6), ev(7)], floor: 5 });
        return { before, seqs: seqs(), then: log.before(), due: log.fetchDelay(0) };""",
    )

    assert seen == {"before": 8, "seqs": [6, 7, 8, 9], "then": None, "due": None}


@pytest.mark.parametrize(
    "how", ["{ reset: true, log: 'B' }", "{ log: 'B' }", "{ log: null }"]
)
async def test_another_list_empties_this_one(run: Run, how: str) -> None:
    seen = await run(
        LOG,
        BASICS
        + f"""
        log.cursor(); welcome([ev(1), ev(2), ev(3)]);
        const before = log.generation;
        log.cursor(); welcome([ev(1)], {how});
        return [seqs(), log.last, log.generation > before];""",
    )

    assert seen == [[1], 1, True]


async def test_a_page_of_another_list_is_read_again_from_its_beginning(
    run: Run,
) -> None:
    seen = await run(
        LOG,
        BASICS
        + """
        log.cursor(); welcome([ev(1), ev(2)]);
        const more = log.page({ log: 'B', head: 4, floor: 0, events: [ev(3), ev(4)] }, 0);
        const wanted = log.last;
        log.page({ log: 'B', head: 4, floor: 0, events: [ev(1), ev(2), ev(3), ev(4)] }, 0);
        return [more, wanted, seqs()];""",
    )

    assert seen == [True, 0, [1, 2, 3, 4]]


async def test_resync_keeps_the_old_list_in_sight_until_the_new_one_is_here(
    run: Run,
) -> None:
    seen = await run(
        LOG,
        BASICS
        + """
        log.cursor(); welcome([ev(1), ev(2)]);
        log.resync();
        const [cursor, meanwhile] = [log.cursor(), seqs()];
        welcome([ev(1)], { log: 'A' });
        return [cursor, meanwhile, seqs()];""",
    )

    assert seen == [{"last": 0, "tail": 50}, [1, 2], [1]]


async def test_the_floor_moves_the_beginning_without_a_hole(run: Run) -> None:
    seen = await run(
        LOG,
        BASICS
        + """
        log.cursor(); welcome([ev(1)]);
        welcome([ev(5), ev(6)], { floor: 4 });
        return [seqs(), log.last, log.fetchDelay(0)];""",
    )

    assert seen == [[1, 5, 6], 6, None]


async def test_unknown_kinds_and_erased_events_count_but_are_not_unread(
    run: Run,
) -> None:
    seen = await run(
        LOG,
        BASICS
        + """
        log.receive(ev(1), 0);
        log.receive(ev(2, { kind: 'hologram' }), 0);
        log.receive(ev(3, { erased: true }), 0);
        log.receive(ev(4, { author: 'customer' }), 0);
        log.receive(ev(5, { kind: 'partial' }), 0);
        return [log.last, log.unknown, log.unread(), log.markRead(1), log.unread(), log.markRead(1)];""",
    )

    assert seen == [5, 1, 2, True, 1, False]


@pytest.mark.parametrize("kind", ["message", "partial"])
async def test_the_durable_text_ends_the_draft_and_late_deltas_are_ignored(
    run: Run, kind: str
) -> None:
    seen = await run(
        LOG,
        BASICS
        + """
        log.drafts.delta({ turn: 't1', off: 0, text: 'Half an ans' }, 0);
        const before = log.drafts.list().length;
        log.receive(ev(1, { kind: argument, turn: 't1' }), 0);
        log.drafts.delta({ turn: 't1', off: 11, text: 'wer' }, 0);
        log.drafts.turn({ id: 't1', state: 'done', text: 'Half an answer' });
        return [before, log.drafts.list().length];""",
        kind,
    )

    assert seen == [1, 0]


async def test_no_bot_text_stays_when_somebody_else_answers(run: Run) -> None:
    seen = await run(
        LOG,
        BASICS
        + """
        log.drafts.delta({ turn: 't1', off: 0, text: 'The bot says' }, 0);
        log.receive(ev(1, { kind: 'state', state: 'human' }), 0);
        log.drafts.delta({ turn: 't1', off: 12, text: ' more' }, 0);
        log.receive(ev(2, { kind: 'assigned', name: 'Ana' }), 0);
        return [log.drafts.list().length, log.state, log.answering];""",
    )

    assert seen == [0, "human", "Ana"]


async def test_a_welcome_says_what_is_being_written_now(run: Run) -> None:
    seen = await run(
        LOG,
        BASICS
        + """
        log.drafts.delta({ turn: 'old', off: 0, text: 'gone' }, 0);
        welcome([], { turn: { id: 'new', state: 'streaming', text: 'so far' } });
        return log.drafts.list().map(({ turn, text }) => [turn, text]);""",
    )

    assert seen == [["new", "so far"]]

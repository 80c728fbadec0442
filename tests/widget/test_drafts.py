"""Answers being written are put together right from deltas that come late, twice or not at all."""

import pytest

from tests.widget.conftest import Run

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="package")]

PLAY = """
const drafts = new Drafts();
const asked = [];
for (const [now, step] of argument) {
  if (step.off === undefined) drafts.turn(step);
  else asked.push(drafts.delta(step, now));
}
return { texts: drafts.list().map(({ text }) => text), asked: asked.filter(Boolean) };
"""


def delta(off: int, text: str, turn: str = "t1") -> dict[str, object]:
    return {"turn": turn, "off": off, "text": text}


async def test_offsets_count_code_points_and_not_utf16_units(run: Run) -> None:
    steps = [[0, delta(0, "ok 👍🏽 ")], [1, delta(6, "done")]]

    seen = await run("drafts.js: Drafts", PLAY, steps)

    assert seen == {"texts": ["ok 👍🏽 done"], "asked": []}


async def test_what_a_delta_repeats_is_not_written_twice(run: Run) -> None:
    steps = [[0, delta(0, "One 👍")], [1, delta(4, "👍 two")], [2, delta(0, "One")]]

    seen = await run("drafts.js: Drafts", PLAY, steps)

    assert seen["texts"] == ["One 👍 two"]


async def test_a_hole_asks_for_one_snapshot_and_later_deltas_wait_for_it(
    run: Run,
) -> None:
    steps = [
        [0, delta(0, "One ")],
        [10, delta(6, "three ")],
        [20, delta(12, "four")],
        [30, {"id": "t1", "state": "streaming", "text": "One 👍 three "}],
    ]

    seen = await run("drafts.js: Drafts", PLAY, steps)

    assert seen == {"texts": ["One 👍 three four"], "asked": ["t1"]}


async def test_a_lost_snapshot_is_asked_for_again_after_two_seconds(run: Run) -> None:
    steps = [[0, delta(5, "b")], [100, delta(6, "c")], [2100, delta(7, "d")]]

    seen = await run("drafts.js: Drafts", PLAY, steps)

    assert seen["asked"] == ["t1", "t1"]


async def test_an_old_checkpoint_does_not_take_back_what_was_read(run: Run) -> None:
    steps = [
        [0, delta(0, "One two")],
        [1, {"id": "t1", "state": "streaming", "text": "One"}],
    ]

    seen = await run("drafts.js: Drafts", PLAY, steps)

    assert seen["texts"] == ["One two"]


@pytest.mark.parametrize("state", ["cancelled", "failed", "superseded"])
async def test_a_turn_that_came_to_nothing_leaves_no_text_and_takes_no_more(
    run: Run, state: str
) -> None:
    steps = [
        [0, delta(0, "Perhaps")],
        [1, {"id": "t1", "state": state}],
        [2, delta(7, " this")],
    ]

    seen = await run("drafts.js: Drafts", PLAY, steps)

    assert seen["texts"] == []


@pytest.mark.parametrize(
    ("frame", "position"),
    [
        ({"id": "t1", "state": "queued", "position": 2}, 2),
        ({"id": "t1", "state": "queued"}, None),
        ({"id": "t1", "state": "queued", "position": 0}, None),
        ({"id": "t1", "state": "streaming"}, None),
        ({"id": "t1", "state": "streaming", "position": 2}, None),
        ({"id": "t1", "state": "superseded"}, None),
        (delta(4, "one got lost"), None),
    ],
)
async def test_only_a_turn_that_waits_has_a_number(
    run: Run, frame: dict[str, object], position: int | None
) -> None:
    play = f"{PLAY.replace('return', 'const seen =')} return drafts.position();"
    steps = [[0, {"id": "t1", "state": "queued", "position": 3}], [1, frame]]

    assert await run("drafts.js: Drafts", play, steps) == position


async def test_a_new_attempt_replaces_the_draft_of_the_old_one(run: Run) -> None:
    steps = [
        [0, delta(0, "First try")],
        [1, {"id": "t2", "state": "streaming", "text": "Second", "replaces": "t1"}],
        [2, delta(9, " more")],
    ]

    seen = await run("drafts.js: Drafts", PLAY, steps)

    assert seen["texts"] == ["Second"]

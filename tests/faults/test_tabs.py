"""One customer in several tabs and devices, and tabs that are loaded anew in mid-answer."""

import asyncio

import pytest

from tests.faults.answers import QUESTION, talk_long
from tests.faults.conftest import Crowd, nothing_is_broken
from tests.faults.model import Model
from tests.faults.place import Place
from tests.faults.robot import Robot

pytestmark = pytest.mark.slow


async def test_every_tab_of_a_customer_ends_with_the_same_text(
    whole: Place, crowd: Crowd, talker: Model
) -> None:
    """A tab that was there, one that is loaded anew, a second tab, and a second device."""
    await talk_long(whole, talker, times=4, seconds=4)
    (first,) = await crowd(1)
    (reloaded,) = await crowd(1, visitor=first.visitor)
    await first.say(QUESTION)
    turn = await _mid_answer(first)

    await reloaded.drop()
    (late_tab,) = await crowd(1, visitor=first.visitor)
    (other_device,) = await crowd(1, visitor=first.visitor)

    tabs = [first, reloaded, late_tab, other_device]
    answers = await asyncio.gather(*(tab.answered() for tab in tabs))
    assert len({answer["text"] for answer in answers}) == 1
    for tab in tabs:
        # The last piece may come with the event itself.
        assert tab.drafts[turn]
        assert answers[0]["text"].startswith(tab.drafts[turn]), "no piece came twice"
    assert reloaded.codes, "it was really away"
    await nothing_is_broken(whole, tabs)


@pytest.mark.quick
async def test_a_tab_that_missed_a_piece_asks_for_a_snapshot_and_doubles_nothing(
    whole: Place, crowd: Crowd, talker: Model
) -> None:
    await talk_long(whole, talker, times=4, seconds=4)
    (good,) = await crowd(1)
    (deaf,) = await crowd(1, visitor=good.visitor)
    deaf.miss_deltas(1)

    await good.say(QUESTION)
    turn = await _mid_answer(good)

    answers = await asyncio.gather(good.answered(), deaf.answered())
    assert any(f["type"] == "turn" and f.get("text") for f in deaf.transient)
    assert not any(f["type"] == "turn" and "text" in f for f in good.transient)
    assert good.drafts[turn] == deaf.drafts[turn]
    assert answers[0]["text"].startswith(deaf.drafts[turn])
    await nothing_is_broken(whole, [good, deaf])


async def test_a_second_device_may_write_while_the_first_one_waits(
    whole: Place, crowd: Crowd, talker: Model
) -> None:
    await talk_long(whole, talker, times=4, seconds=4)
    (laptop,) = await crowd(1)
    (phone,) = await crowd(1, visitor=laptop.visitor)
    await laptop.say(QUESTION)
    await _mid_answer(laptop)

    cid = await phone.say("And how do I take it back?")
    await phone.acknowledged(cid)

    await asyncio.gather(laptop.answered(2), phone.answered(2))
    assert [e["text"] for e in laptop.answers] == [e["text"] for e in phone.answers]
    await nothing_is_broken(whole, [laptop, phone])


async def _mid_answer(robot: Robot) -> str:
    """Wait until a piece of the answer is there; its turn."""
    await robot.until(lambda: any(robot.drafts.values()), what="for a piece")
    assert not robot.answers, "the answer came too fast to be in its middle"
    return next(turn for turn, text in robot.drafts.items() if text)

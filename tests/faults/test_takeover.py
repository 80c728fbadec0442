"""An agent takes over 2,000 slow answers, at every moment of them: the bot says nothing more."""

import asyncio
import html
import logging
import re
import sys
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest

from tests.faults.agents import Staff
from tests.faults.conftest import nothing_is_broken
from tests.faults.model import Model
from tests.faults.place import Place
from tests.faults.robot import Robot
from tests.faults.takeovers import (
    FIRST_TOKEN_SECONDS,
    PHASES,
    QUESTION,
    Taken,
    Takeovers,
    phase_of,
    shown_after,
)
from tests.ollama_double.replies import pieces

pytestmark = pytest.mark.slow
logger = logging.getLogger(__name__)

TURNS, LANES = 2000, 40
ANSWER_SECONDS = 4.0
SENTENCES = 12
TURN_ROWS = """
    SELECT t.id::text AS turn, c.public_id::text AS chat, t.status, t.lease_until, t.spoke_at
    FROM conversations_turn t JOIN conversations_conversation c ON c.id = t.conversation_id
    ORDER BY t.created_at
"""
EVENT_ROWS = """
    SELECT c.public_id::text AS chat, e.seq, e.kind, e.actor, e.at
    FROM conversations_event e JOIN conversations_conversation c ON c.id = e.conversation_id
    WHERE e.kind = 'takeover' OR e.actor LIKE 'turn:%%' ORDER BY e.conversation_id, e.seq
"""


@dataclass(frozen=True)
class Result:
    """How many takeovers fell into each phase, and what the bot said after them."""

    phases: Counter[str]
    stored: int
    shown: int

    def __str__(self) -> str:
        total = self.phases.total()
        bars = [
            f"{name:32}{count:6}  {'#' * round(60 * count / total)}"
            for name in PHASES
            if (count := self.phases[name])
        ]
        leaks = f"leaks: {self.stored} stored, {self.shown} shown"
        return "\n".join([f"{total} takeovers, {leaks}", *bars])


async def test_after_2000_takeovers_at_every_moment_no_bot_text_is_stored_or_shown(
    whole: Place, talker: Model, alice: Staff, capsys: pytest.CaptureFixture[str]
) -> None:
    await asyncio.to_thread(whole.start, "answers2")
    takeovers = await _take_over(whole, talker, alice, count=TURNS, lanes=LANES)

    result = await _result(whole, talker, takeovers.taken)

    with capsys.disabled():
        sys.stdout.write(f"\n{result}\n")
    assert (result.stored, result.shown) == (0, 0), result
    assert set(result.phases) == set(PHASES), result
    assert result.phases.total() == TURNS
    await nothing_is_broken(whole, [one.customer for one in takeovers.taken])
    await takeovers.leave()


async def test_without_the_fence_the_bots_text_is_stored_after_takeovers(
    whole: Place, talker: Model, alice: Staff
) -> None:
    await asyncio.to_thread(whole.restart, "answers", without="fence")
    takeovers = await _take_over(
        whole, talker, alice, count=90, lanes=30, kind="between"
    )

    result = await _result(whole, talker, takeovers.taken)

    logger.warning("Without the fence: %s", result)
    assert result.stored > 0
    await takeovers.leave()


async def test_without_the_closed_door_deltas_are_shown_after_takeovers(
    whole: Place, talker: Model, alice: Staff
) -> None:
    await asyncio.to_thread(whole.restart, "answers", without="door")
    takeovers = await _take_over(
        whole, talker, alice, count=60, lanes=30, kind="between"
    )

    result = await _result(whole, talker, takeovers.taken)

    logger.warning("Without the closed door: %s", result)
    assert result.shown > 0
    assert result.stored == 0, "the fence holds alone"
    await takeovers.leave()


async def _take_over(
    whole: Place, talker: Model, staff: Staff, *, count: int, lanes: int, kind: str = ""
) -> Takeovers:
    answer = await _long_answer(whole, talker)
    talker.tell("reply", text=answer, times=2 * count)
    talker.tell("config", journal=True)
    talker.pace(ttft=FIRST_TOKEN_SECONDS, tps=len(pieces(answer)) / ANSWER_SECONDS)
    takeovers = Takeovers(whole, ANSWER_SECONDS)
    tabs = [await staff.open_tab() for _ in range(lanes)]
    await asyncio.gather(
        *(
            takeovers.lane(tab, range(lane, count, lanes), kind)
            for lane, tab in enumerate(tabs)
        )
    )
    # A worker notices within a second that its turn was ended; until then it might speak.
    await asyncio.to_thread(whole.wait, lambda: not talker.ask("stats")["active"])
    return takeovers


async def _long_answer(whole: Place, talker: Model) -> str:
    """Sentences of the very sources that the question finds, so that all of them are shown."""
    curious = Robot(whole.desks, site="shop", origin="http://shop.example")
    await curious.arrive()
    await curious.say(QUESTION.format(0))
    await curious.answered()
    await curious.leave()
    asked = talker.ask("requests")["requests"][-1]["body"]["messages"]
    prompt = "\n".join(message["content"] for message in asked)
    found = []
    for n, text in re.findall(
        r'<source\s+n="(\d+)"[^>]*>(.*?)</source>', prompt, re.DOTALL
    ):
        for line in html.unescape(text).splitlines():
            whole_sentences = re.findall(
                r"[A-Z][a-z][^.!?|`:*]{30,160}\.(?=\s|$)", line
            )
            found += [f"{sentence[:-1]} [{n}]." for sentence in whole_sentences]
    sentences = list(dict.fromkeys(found))[:SENTENCES]
    assert len(sentences) > 5, prompt
    return " ".join(sentences)


async def _result(whole: Place, talker: Model, taken: list[Taken]) -> Result:
    turns: dict[str, list[dict[str, Any]]] = {}
    for row in await asyncio.to_thread(whole.rows, TURN_ROWS):
        turns.setdefault(row["chat"], []).append(row)
    took: dict[str, datetime] = {}
    stored = 0
    for event in await asyncio.to_thread(whole.rows, EVENT_ROWS):
        if event["kind"] == "takeover":
            took[event["chat"]] = event["at"]
        elif event["chat"] in took:
            stored += 1
    tokens = _tokens_of(talker.ask("journal")["answers"])
    phases: Counter[str] = Counter()
    shown = 0
    for one in taken:
        chat = str(one.chat)
        last = turns[chat][-1]
        phases[phase_of(last, took[chat], tokens.get(one.number, []))] += 1
        for turn in turns[chat]:
            shown += shown_after(one.customer.frames, turn["turn"]) > 0
            shown += shown_after(one.agent.frames, turn["turn"], chat) > 0
    return Result(phases, stored, shown)


def _tokens_of(answers: list[dict[str, Any]]) -> dict[int, list[float]]:
    """The times at which the tokens left, by the number in the question."""
    found = {}
    for answer in answers:
        number = re.findall(r"Case (\d+)", answer["asked"])
        if number:
            found[int(number[-1])] = answer["times"]
    return found

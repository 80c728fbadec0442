"""Lets customers ask a model that misbehaves, and writes down what was wrong with what they saw."""

import asyncio
import html
import json
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from tests.faults.bad_answers import End, Row
from tests.faults.model import Model
from tests.faults.place import ORIGIN, SITE, Place
from tests.faults.robot import Robot
from tests.ollama_double.replies import pieces

MARGIN_SECONDS = 20.0
"""Beside the deadlines: looking up, writing, and a machine that is busy with all the others."""
AT_ONCE = 16
_SOURCE = re.compile(r"<source\s+n=.1.[^>]*>(.*?)</source>", re.DOTALL)
_SENTENCE = re.compile(r"[A-Z][a-z][^.!?|`:*]{30,160}\.(?=\s|$)")
_ASKED = "Tell me everything about publishing an atom, row {}."
EVIDENCE = """
    SELECT provider, record -> 'attempts' AS attempts FROM knowledge_evidence
    WHERE turn = %s::uuid
"""
TURN = "SELECT status, reason FROM conversations_turn WHERE id = %s::uuid"


def wordings(text: str) -> str:
    """Return the words without markers and line ends: what has to be there exactly once."""
    return " ".join(re.sub(r"\s*\[\d+\]", "", text).split())


@dataclass
class Stage:
    """A desk with a model to fail on one path, and the answer that it gives when it is well."""

    place: Place
    talker: Model
    path: str
    provider: str
    margin: float = MARGIN_SECONDS
    passage: str = ""
    sentences: Sequence[str] = ()
    robots: list[Robot] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def answer(self) -> str:
        return " ".join(self.sentences)

    async def arrive(self) -> Robot:
        """Let one more customer come."""
        robot = Robot(self.place.desks, site=SITE, origin=ORIGIN)
        self.robots.append(robot)
        await robot.arrive()
        return robot

    async def rehearse(self) -> None:
        """Learn sentences that the sources of the question support, and say them from now on."""
        robot = await self.arrive()
        await robot.say(_ASKED.format("zero"))
        await robot.answered()
        asked = self.talker.ask("requests")["requests"][-1]["body"]["messages"]
        self.passage = html.unescape(_SOURCE.findall(asked[-1]["content"])[0])
        found = _SENTENCE.findall(self.passage)
        self.sentences = [f"{sentence[:-1]} [1]." for sentence in found[:3]]
        assert len(self.sentences) == 3, asked

    def spoil(self, row: Row, code: str) -> None:
        """Let the question with this code meet the row."""
        when = f"{_ASKED.format(code)}\n</question>"
        late = len(pieces(" ".join(self.sentences[:2]))) + 3
        if row.fault:
            self.talker.tell(
                "faults",
                path=self.path,
                fault=row.fault.replace("{late}", str(late)),
                times=1 if row.once else 10,
                when=when,
            )
        if row.reply:
            first = self.sentences[0]
            said = row.reply["text"].replace("{first}", first)
            said = said.replace("{bare}", wordings(first))
            reply = {**row.reply, "text": said, "when": when, "times": 10}
            self.talker.tell("reply", **reply)

    def well(self, code: str) -> None:
        """Let the question with this code be answered by the sentences."""
        when = f"{_ASKED.format(code)}\n</question>"
        self.talker.tell("reply", text=self.answer, when=when, times=10)

    async def play(self, rows: Sequence[Row]) -> Mapping[str, Sequence[str]]:
        """Let one customer meet each row; return what was wrong, by the names of the rows."""
        room = asyncio.Semaphore(AT_ONCE)

        async def one(row: Row) -> list[str]:
            async with room:
                return await self.meet(row, str(next(self._numbers)))

        found = await asyncio.gather(*(one(row) for row in rows))
        return {row.name: wrong for row, wrong in zip(rows, found, strict=True)}

    async def meet(self, row: Row, code: str) -> list[str]:
        """Ask under the fault and again when the model is well; twice more where that counts.

        The second failure of the last two is in a row, so a person is asked.
        """
        robot = await self.arrive()
        wrong = await self._spoiled(robot, row, f"{code} first")
        if row.ends is not End.PERSON:
            self.well(f"{code} second")
            wrong += await self.ask(robot, f"{code} second", Row("well", End.MODEL))
        if row.ends in {End.BROKEN, End.UNSURE}:
            wrong += await self._spoiled(robot, row, f"{code} third")
            last = await self._spoiled(robot, row, f"{code} fourth", state="waiting")
            wrong += last
        return wrong

    async def _spoiled(
        self, robot: Robot, row: Row, code: str, state: str = ""
    ) -> list[str]:
        self.spoil(row, code)
        if not row.reply:
            self.well(code)
        return await self.ask(robot, code, row, state=state)

    async def ask(
        self, robot: Robot, code: str, row: Row, *, state: str = ""
    ) -> list[str]:
        """Ask one question; return in words what was not as the row wants it."""
        state = state or ("waiting" if row.ends is End.PERSON else "bot")
        before, began = len(robot.answers), time.monotonic()
        cid = await robot.say(_ASKED.format(code))
        seq = (await robot.acknowledged(cid))["seq"]

        def closing() -> bool:
            new = [event for event in robot.events if event["seq"] > seq]
            return any(_closes(event, row.ends, state) for event in new)

        try:
            await robot.until(closing, row.within + self.margin, what=code)
        except AssertionError as never:
            return [f"{code}: {never}"]
        took = time.monotonic() - began
        new = robot.answers[before:]
        if row.ends is End.PERSON:
            return [f"{code}: the bot spoke: {new}"] if new else []
        if len(new) != 1:
            return [f"{code}: {len(new)} answers instead of one: {new}"]
        wrong = self._as_shown(robot, new[0], row)
        wrong += await asyncio.to_thread(self._as_kept, new[0], row)
        if took > row.within + self.margin:
            wrong.append(f"it took {took:.1f} s")
        return [f"{code}: {line}" for line in wrong]

    def _as_shown(self, robot: Robot, said: Mapping[str, Any], row: Row) -> list[str]:
        text, draft = said["text"], robot.drafts.get(said["turn"], "")
        wrong = []
        if not text.startswith(draft):
            wrong.append(f"the draft {draft!r} became {text!r}")
        if (said["kind"] == "partial") != (row.ends is End.BROKEN):
            wrong.append(f"it ended as {said['kind']}")
        if not self._is_expected(wordings(text), row.ends):
            wrong.append(f"not {row.ends.value}: {text!r}")
        if row.ends in {End.MODEL, End.SHORTER, End.QUOTE} and not said["citations"]:
            wrong.append("no source is named")
        if row.ends is End.UNSURE and said.get("actions") != ["person"]:
            wrong.append("no person is offered")
        return wrong

    def _is_expected(self, text: str, ends: End) -> bool:
        whole = wordings(self.answer)
        first = wordings(self.sentences[0])
        match ends:
            case End.MODEL:
                return text == whole
            case End.SHORTER | End.BROKEN:
                return text.startswith(first) and whole.startswith(text)
            case End.QUOTE:
                return bool(text) and text in wordings(self.passage)
            case _:
                return first not in text

    def _as_kept(self, said: Mapping[str, Any], row: Row) -> list[str]:
        """Compare with what staff can read about it later."""
        if row.ends is End.BROKEN:
            turn = self.place.rows(TURN, said["turn"])[0]
            kept = (turn["status"], turn["reason"])
            return [] if kept == ("failed", row.why) else [f"the turn is {kept}"]
        evidence = self.place.rows(EVIDENCE, said["turn"])[0]
        attempts = json.dumps(evidence["attempts"])
        expected = "extractive" if row.ends is End.QUOTE else self.provider
        wrong = []
        # Who was stopped in mid-speech did not sign.
        if evidence["provider"] not in {expected, ""}:
            wrong.append(f"{evidence['provider']} answered: {attempts}")
        if row.why not in attempts:
            wrong.append(f"the evidence does not say {row.why!r}: {attempts}")
        return wrong

    async def leave(self) -> None:
        """Let everybody go."""
        await asyncio.gather(*(robot.leave() for robot in self.robots))


def _closes(event: Mapping[str, object], ends: End, state: str) -> bool:
    """Whether this event is the last one of a question that ends like this."""
    if state == "waiting":
        return event["kind"] == "notice" and event.get("code") == "handed_off"
    if ends is End.BROKEN:
        return event.get("author") == "system" and event.get("actions") == ["person"]
    return event.get("author") == "bot"

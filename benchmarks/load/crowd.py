"""Customers in dialogues: asking, waiting for the answer, thinking, asking again."""

import asyncio
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count

from benchmarks.load.lateness import Answer
from benchmarks.load.stage import LONG_QUESTION, Stage
from tests.faults.robot import Robot

QUESTIONS = (
    "How do I publish an atom so that customers get its answers?",
    "What do I have to do to take a chat over from the bot?",
    "How can I import a whole folder of markdown files at once?",
    "Which steps connect the desk to an Ollama model server?",
    "How do I embed the chat widget into my own web page?",
    "What happens to open chats while Redis is down?",
    "Why is an atom that I published not found by the search?",
    "How do I export all my atoms to files again?",
)
PATIENCE_SECONDS = 150.0


@dataclass
class Crowd:
    """Everything that a crowd of customers did and saw."""

    stage: Stage
    chance: random.Random = field(default_factory=lambda: random.Random(20261121))
    robots: list[Robot] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    handed: list[str] = field(default_factory=list)
    saw_position: set[int] = field(default_factory=set)
    spent: dict[str, float] = field(default_factory=dict)
    # Short, as people's questions have no such thing: it is embedded with them.
    refs: Iterator[int] = field(default_factory=lambda: count(10_000))

    def __post_init__(self) -> None:
        """Note what the desk's processes have used up before the first customer."""
        self.spent = self.stage.processor_seconds()

    async def arrive(self, count: int, *, at_once: int = 50) -> list[Robot]:
        """Let so many customers come, some at once; they stay until `leave`."""
        doors = asyncio.Semaphore(at_once)

        async def one(robot: Robot) -> Robot:
            async with doors:
                await robot.arrive()
            return robot

        new = [self.stage.customer() for _ in range(count)]
        self.robots += new
        return list(await asyncio.gather(*(one(robot) for robot in new)))

    async def talk(
        self, robot: Robot, *, turns: int, think: tuple[float, float]
    ) -> None:
        """Ask so many questions; `think` are the least and most seconds before each."""
        for _ in range(turns):
            await asyncio.sleep(self.chance.uniform(*think))
            await self.ask(robot, self.chance.choice(QUESTIONS))

    async def ask(self, robot: Robot, question: str = LONG_QUESTION) -> None:
        """Ask, and note the answer or that there was none."""
        ref = str(next(self.refs))
        known = len(robot.answers)
        asked = time.monotonic()
        await robot.say(f"{question} (ref {ref})")
        try:
            await robot.until(
                lambda: len(robot.answers) > known or robot.state == "waiting",
                PATIENCE_SECONDS,
            )
        except AssertionError as why:
            self.missing.append(f"{ref}: {why}")
            return
        if len(robot.answers) == known:
            self.handed.append(ref)
            return
        event = robot.answers[-1]
        turn = event["turn"]
        shown = [(end, came) for of, end, came in robot.shown if of == turn]
        if any(
            f["type"] == "turn" and f.get("position") for f in robot.transient[-200:]
        ):
            self.saw_position.add(id(robot))
        robot.shown.clear()
        robot.transient.clear()
        self.answers.append(
            Answer(ref, asked, time.monotonic(), event["text"], turn, shown)
        )

    async def leave(self, robots: Sequence[Robot] | None = None) -> None:
        """Let them go."""
        await asyncio.gather(*(robot.leave() for robot in robots or self.robots))

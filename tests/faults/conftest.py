"""One desk for all fault tests, whole again before each of them."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Iterator, Sequence
from typing import Protocol

import pytest

from tests.faults.agents import Staff
from tests.faults.ledger import broken_promises
from tests.faults.model import Model, model
from tests.faults.place import ORIGIN, SITE, Place, place
from tests.faults.robot import Robot


class Crowd(Protocol):
    """Lets so many customers arrive, new ones or all the one who holds a visitor secret."""

    def __call__(
        self, count: int, *, visitor: str | None = None
    ) -> Awaitable[list[Robot]]: ...


@pytest.fixture(scope="session")
def _model() -> Iterator[Model]:
    with model() as made:
        yield made


@pytest.fixture(scope="session")
def _place(_model: Model, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("desk")
    limits = {
        # Everybody comes from one address here.
        "SESSIONS_PER_MINUTE": "100000",
        "ANSWER_DEADLINE_SECONDS": "60",
        "TURN_LEASE_SECONDS": "5",
        "LOG_LEVEL": "INFO",
        "EMBEDDING_THREADS": "1",
        # The model's own line, breaker and care have tests of their own.
        "OLLAMA_PARALLEL": "256",
        "OPENAI_COMPATIBLE_PARALLEL": "256",
        "OLLAMA_KEEP_WARM": "0",
        "CHAT_BREAKER_FAILURES": "0",
    }
    with place(
        folder, OLLAMA_URL=_model.url, OLLAMA_MODEL="llama3.2", **limits
    ) as made:
        yield made


@pytest.fixture
def talker(_model: Model) -> Model:
    """The language model, well again."""
    _model.tell("reset")
    _model.pace(ttft=0.05, tps=200)
    return _model


@pytest.fixture
def whole(_place: Place, talker: Model) -> Place:
    """The desk with all its parts running."""
    _place.mend()
    return _place


@pytest.fixture
async def crowd(whole: Place) -> AsyncIterator[Crowd]:
    """Let so many new customers arrive; they leave when the test ends."""
    here: list[Robot] = []

    async def arrive(count: int, *, visitor: str | None = None) -> list[Robot]:
        robots = [
            Robot(whole.desks, site=SITE, origin=ORIGIN, visitor=visitor)
            for _ in range(count)
        ]
        here.extend(robots)
        await asyncio.gather(*(robot.arrive() for robot in robots))
        return robots

    yield arrive
    await asyncio.gather(*(robot.leave() for robot in here))


@pytest.fixture
async def others(whole: Place, crowd: Crowd) -> AsyncIterator[list[Robot]]:
    """Ten customers who get their answers meanwhile; at the end nothing is broken for them."""
    robots = await crowd(10)
    yield robots
    await asyncio.gather(*(is_served(robot) for robot in robots))
    await nothing_is_broken(whole, robots)


@pytest.fixture
async def alice(whole: Place) -> AsyncIterator[Staff]:
    staff = await Staff.sign_in(whole.desk, "alice")
    yield staff
    await staff.leave()


@pytest.fixture
async def quiet_log(whole: Place) -> AsyncIterator[None]:
    """What strangers do is no error of the desk."""
    before = len(whole.log_of("web"))
    yield
    said = whole.log_of("web")[before:]
    assert "ERROR" not in said, said
    assert "Traceback" not in said, said


async def is_served(robot: Robot) -> None:
    """A question is acknowledged and answered."""
    before = len(robot.answers)
    await robot.acknowledged(await robot.say("How do I publish an atom?"))
    await robot.answered(before + 1)


async def nothing_is_broken(place: Place, robots: Sequence[Robot]) -> None:
    """Assert every promise of the desk to these customers, once everything has settled."""
    assert await broken_promises(place, robots) == []

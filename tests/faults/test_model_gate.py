"""The gate before a model, through the whole desk: it rests when it fails, and dead workers make room."""

import asyncio
import signal

import pytest

from tests.faults.bad_answers import DEADLINES, End, Row
from tests.faults.badly_answered import Stage
from tests.faults.conftest import nothing_is_broken
from tests.faults.model import Model
from tests.faults.place import Place

CHAT = "/api/chat"
pytestmark = pytest.mark.slow


def asked_of(talker: Model) -> int:
    requests = talker.ask("requests")["requests"]
    return sum(one["path"] == CHAT for one in requests)


async def test_a_model_that_fails_in_a_row_rests_and_comes_back_by_itself(
    whole: Place, talker: Model
) -> None:
    rests = {"CHAT_BREAKER_FAILURES": "3", "CHAT_BREAKER_SECONDS": "3"}
    whole.restart("answers", **DEADLINES, **rests)
    stage = Stage(whole, talker, CHAT, "ollama")
    sick = Row("sick", End.QUOTE, "status=500,msg=no luck", "server")
    resting, well = Row("", End.QUOTE, "", "resting"), Row("", End.MODEL)

    try:
        await stage.rehearse()
        robot = await stage.arrive()
        wrong: list[str] = []
        for code in ("a", "b", "c"):
            stage.spoil(sick, code)
            wrong += await stage.ask(robot, code, sick)
        before = asked_of(talker)
        wrong += await stage.ask(robot, "d", resting)

        assert asked_of(talker) == before, "a model that rests was asked"
        await asyncio.sleep(3)
        stage.well("e")
        wrong += await stage.ask(robot, "e", well)

        assert wrong == []
        await nothing_is_broken(whole, stage.robots)
    finally:
        await stage.leave()


async def test_a_killed_worker_leaves_its_place_at_the_model_to_the_others(
    whole: Place, talker: Model
) -> None:
    one_place = {"OLLAMA_PARALLEL": "1", "CHAT_LINE_SECONDS": "30"}
    whole.restart("answers", **one_place)
    stage = Stage(whole, talker, CHAT, "ollama")

    try:
        await stage.rehearse()
        talker.tell("reply", text=stage.answer, times=50)
        talker.pace(ttft=30, tps=200)
        first = await stage.arrive()
        await first.acknowledged(await first.say("Tell me about publishing an atom."))
        whole.wait(lambda: talker.ask("stats")["active"] == 1)
        talker.pace(ttft=0.05, tps=200)
        # The place is held by a process that nobody asks to give it back.
        whole.stop("answers", signal.SIGKILL)
        whole.start("answers", **one_place)
        second = await stage.arrive()
        await second.acknowledged(await second.say("How do I publish an atom, please?"))
        await second.answered()
        await first.answered()

        rows = whole.rows("SELECT DISTINCT provider FROM knowledge_evidence")
        assert "ollama" in {row["provider"] for row in rows}
        assert talker.ask("stats")["max_active"] == 1
        await nothing_is_broken(whole, stage.robots)
    finally:
        await stage.leave()

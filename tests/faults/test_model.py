"""The language model misbehaves in every way the double knows, and customers see sense."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import fields

import httpx
import pytest

from tests.desk import free_port
from tests.faults.bad_answers import DEADLINES, FIRST_TOKEN, OLLAMA, OPENAI, End, Row
from tests.faults.badly_answered import Stage
from tests.faults.conftest import nothing_is_broken
from tests.faults.ledger import broken_promises
from tests.faults.model import Model
from tests.faults.place import Place
from tests.ollama_double.faults import Faults, parse

CHAT, V1 = "/api/chat", "/v1/chat/completions"
CHECKER = "the checker"
# Knobs that need the server for themselves, and how they end.
ALONE = (
    Row("slow load", End.QUOTE, "load=60", "slow", FIRST_TOKEN),
    Row("failed load", End.QUOTE, "load_fail", "server"),
    Row("short load", End.MODEL, "load=0.5"),
)
BY_NAME = {
    "leak_slot": "test_a_wedged_model_is_stood_in_for_and_mended",
    "pull_missing": "test_the_desk_has_a_model_server_pull_nothing",
}

Wrong = Mapping[str, Sequence[str]]


@pytest.fixture(scope="module")
def with_ollama(_place: Place, _model: Model) -> Wrong:
    """What was wrong, row by row, when customers met all of them on the first path."""
    _make_well(_place, _model, **DEADLINES)
    return asyncio.run(_played(Stage(_place, _model, CHAT, "ollama"), OLLAMA, ALONE))


@pytest.fixture(scope="module")
def with_openai(_place: Place, _model: Model) -> Wrong:
    """The same on the second path; the first one's server is not there at all."""
    nobody = f"http://127.0.0.1:{free_port()}"
    second = {
        "OLLAMA_URL": nobody,
        "OPENAI_COMPATIBLE_URL": _model.url,
        "OPENAI_COMPATIBLE_MODEL": "qwen3:4b",
    }
    _make_well(_place, _model, **DEADLINES, **second)
    stage = Stage(_place, _model, V1, "openai_compatible")
    return asyncio.run(_played(stage, OPENAI))


def _make_well(place: Place, model: Model, **environment: str) -> None:
    model.tell("reset")
    model.pace(ttft=0.05, tps=200)
    place.mend()
    place.restart("answers", **environment)


async def _played(
    stage: Stage, rows: Sequence[Row], alone: Sequence[Row] = ()
) -> Wrong:
    try:
        await stage.rehearse()
        wrong = dict(await stage.play(rows))
        for row in alone:
            _unload(stage.talker)
            wrong |= await stage.play([row])
        if alone:
            wrong["wedge"] = await _wedged(stage)
        paths = {one["path"] for one in stage.talker.ask("requests")["requests"]}
        wrong["asked for"] = sorted(paths - {CHAT, V1, "/api/ps"})
        wrong[CHECKER] = await broken_promises(stage.place, stage.robots)
    finally:
        await stage.leave()
    return wrong


def _unload(talker: Model) -> None:
    body = {"model": "llama3.2", "messages": [], "keep_alive": 0}
    httpx.post(talker.url + CHAT, json=body, timeout=10).raise_for_status()


def _is_loaded_anew(talker: Model) -> bool:
    """Whether the last but one empty request for the model unloaded it, and the last loaded."""
    asked = [one["body"] for one in talker.ask("requests")["requests"]]
    empty = [body for body in asked if body and body.get("messages") == []]
    return [body["keep_alive"] == 0 for body in empty[-2:]] == [True, False]


async def _wedged(stage: Stage) -> list[str]:
    """The only slot is never given back: the model looks loaded and answers nobody.

    After two waits in vain the desk takes it out of memory and loads it anew.
    """
    _unload(stage.talker)
    stage.talker.tell("config", num_parallel=1)
    robot = await stage.arrive()
    well, quote = Row("", End.MODEL), Row("", End.QUOTE, "", "slow", FIRST_TOKEN)
    stage.spoil(Row("", End.MODEL, "leak_slot"), "leak")
    for code in ("leak", "after"):
        stage.well(code)
    wrong = await stage.ask(robot, "leak", well)
    for code in ("wedged", "still wedged"):
        wrong += await stage.ask(robot, code, quote)
    stage.place.wait(lambda: _is_loaded_anew(stage.talker))
    return wrong + await stage.ask(robot, "after", well)


@pytest.mark.slow
async def test_a_failing_model_is_stood_in_for_and_a_second_break_asks_a_person(
    whole: Place, talker: Model
) -> None:
    quick = [row for row in OLLAMA if row.name in {"reset", "error", "tool call"}]
    stage = Stage(whole, talker, CHAT, "ollama")

    try:
        await stage.rehearse()
        wrong = await stage.play(quick)

        assert wrong == {row.name: [] for row in quick}
        await nothing_is_broken(whole, stage.robots)
    finally:
        await stage.leave()


def test_every_knob_of_the_double_has_its_row() -> None:
    faults = [row.fault.replace("{late}", "9") for row in (*OLLAMA, *OPENAI, *ALONE)]
    played = [parse(fault) for fault in faults]

    without = {
        knob.name
        for knob in fields(Faults)
        if all(getattr(one, knob.name) == knob.default for one in played)
    }

    assert without == set(BY_NAME), "a knob without a row, or with two"
    assert all(name in globals() for name in BY_NAME.values())


@pytest.mark.slow
@pytest.mark.parametrize("row", [*OLLAMA, *ALONE], ids=lambda row: row.name)
def test_customers_see_sense_whatever_the_model_does(
    with_ollama: Wrong, row: Row
) -> None:
    assert with_ollama[row.name] == []


@pytest.mark.slow
def test_a_wedged_model_is_stood_in_for_and_mended(
    with_ollama: Wrong,
) -> None:
    assert with_ollama["wedge"] == []


@pytest.mark.slow
def test_the_desk_has_a_model_server_pull_nothing(with_ollama: Wrong) -> None:
    assert with_ollama["asked for"] == []


@pytest.mark.slow
def test_no_promise_is_broken_while_models_misbehave(with_ollama: Wrong) -> None:
    assert with_ollama[CHECKER] == []


@pytest.mark.slow
@pytest.mark.parametrize("row", OPENAI, ids=lambda row: row.name)
def test_a_second_server_takes_over_and_may_misbehave_too(
    with_openai: Wrong, row: Row
) -> None:
    assert with_openai[row.name] == []


@pytest.mark.slow
def test_no_promise_is_broken_while_the_second_server_misbehaves(
    with_openai: Wrong,
) -> None:
    assert with_openai[CHECKER] == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("protection", "name", "said"),
    [
        ("end_mark", "no end mark", "'author': 'bot'"),
        ("token_deadlines", "hang", "first: waited"),
        ("second_failure", "error", "fourth: waited"),
        ("check", "not from the sources", "Parrots"),
        ("check,one_voice", "drop", End.BROKEN.value),
    ],
)
async def test_without_its_protection_a_row_fails(
    whole: Place, talker: Model, protection: str, name: str, said: str
) -> None:
    row = next(row for row in OLLAMA if row.name == name)
    stage = Stage(whole, talker, CHAT, "ollama", margin=8)

    try:
        whole.restart("answers", without=protection, **DEADLINES)
        await stage.rehearse()
        wrong = await stage.play([row])

        assert any(said in line for line in wrong[name]), wrong
        assert [line for line in wrong[name] if " second: " in line] == []
    finally:
        await stage.leave()

"""The labels of the interviews fit their files: turns, speakers, quotes and guides."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.knowledge.interviews.rough import VARIANTS, Roughness, Turn, rough

CORPUS = Path(__file__).parent / "corpus"
NAMES = ("pump_station", "payroll", "operations_room", "microscopy")
GUIDED = ("pump_station", "payroll")
KINDS = {
    "exchanges": {"question", "asked", "answered"},
    "procedures": {"title", "first", "last", "steps"},
    "errors": {"message", "said", "cause", "fix"},
    "pitfalls": {"gist", "turns"},
    "inputs": {"name", "unit", "range", "turns"},
    "configuration": {"key", "value", "turns"},
    "corrections": {"corrected", "corrects", "holds"},
    "segments": {"start", "topic", "section"},
}
NAMED = {"transcript", "guide", "speakers", *KINDS}

CUE = re.compile(
    r"\d+\n(\S+) --> (\S+)\n<v ([^>]+)>(.*)</v>$", re.MULTILINE
)  # as our own file is written, not all that the format allows
LINE = re.compile(r"^\[(\d\d:\d\d:\d\d)\] ([^:]+): (.+)$", re.MULTILINE)


def seconds(clock: str) -> float:
    hours, minutes, rest = clock.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(rest)


def read_vtt(text: str) -> list[Turn]:
    return [
        Turn(speaker, seconds(start), seconds(end), said)
        for start, end, speaker, said in CUE.findall(text)
    ]


def read_txt(text: str) -> list[Turn]:
    return [
        Turn(speaker, seconds(start), seconds(start), said)
        for start, speaker, said in LINE.findall(text)
    ]


def read_json(text: str) -> list[Turn]:
    return [Turn(**segment) for segment in json.loads(text)["segments"]]


READERS = {".vtt": read_vtt, ".txt": read_txt, ".json": read_json}


@cache
def labels_of(name: str) -> dict[str, Any]:
    text = (CORPUS / f"{name}.labels.yaml").read_text(encoding="utf-8")
    labels: dict[str, Any] = yaml.safe_load(text)
    return labels


@cache
def turns_of(name: str) -> list[Turn]:
    path = CORPUS / labels_of(name)["transcript"]
    return READERS[path.suffix](path.read_text(encoding="utf-8"))


def guide_of(name: str) -> list[tuple[str, str]]:
    """Each question of the guide with its section."""
    found, section = [], ""
    path = CORPUS / labels_of(name)["guide"]
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            section = line.removeprefix("## ")
        elif line.startswith("- "):
            found.append((section, line.removeprefix("- ")))
    return found


def numbers(value: Any) -> Iterator[list[int]]:
    """Every list of turns within a label, however deep."""
    if isinstance(value, dict):
        for part in value.values():
            yield from numbers(part)
    elif isinstance(value, list):
        if value and all(isinstance(part, int) for part in value):
            yield value
        for part in value:
            yield from numbers(part)


def roles(name: str, places: list[int]) -> set[str]:
    speakers, turns = labels_of(name)["speakers"], turns_of(name)
    return {speakers[turns[place - 1].speaker] for place in places}


every_interview = pytest.mark.parametrize("name", NAMES)


@every_interview
def test_an_interview_is_long_and_everybody_in_it_has_a_role(name: str) -> None:
    turns = turns_of(name)

    assert sum(len(turn.text.split()) for turn in turns) >= 4000
    assert {turn.speaker for turn in turns} == set(labels_of(name)["speakers"])
    assert set(labels_of(name)["speakers"].values()) == {"interviewer", "expert"}


@every_interview
def test_the_reader_of_this_test_leaves_no_turn_out(name: str) -> None:
    path = CORPUS / labels_of(name)["transcript"]
    text = path.read_text(encoding="utf-8")
    begins = {".vtt": r"^<v ", ".txt": r"^\S", ".json": r'"speaker": '}[path.suffix]

    assert len(turns_of(name)) == len(re.findall(begins, text, re.MULTILINE))


@every_interview
def test_time_goes_on_from_turn_to_turn(name: str) -> None:
    turns = turns_of(name)

    assert [turn.start for turn in turns] == sorted(turn.start for turn in turns)
    assert all(turn.start <= turn.end for turn in turns)


@every_interview
def test_labels_have_the_parts_that_the_readme_names(name: str) -> None:
    labels = labels_of(name)

    assert set(labels) - {"guide_questions"} == NAMED
    for kind, parts in KINDS.items():
        assert labels[kind], kind
        assert all(set(label) == parts for label in labels[kind]), kind


@every_interview
def test_labelled_turns_exist_and_are_named_once_in_their_order(name: str) -> None:
    last = len(turns_of(name))

    for kind in KINDS:
        for places in numbers(labels_of(name)[kind]):
            assert places == sorted(set(places)), (kind, places)
            assert places[0] >= 1, (kind, places)
            assert places[-1] <= last, (kind, places)


@every_interview
def test_interviewers_ask_and_experts_answer_after_them(name: str) -> None:
    for exchange in labels_of(name)["exchanges"]:
        assert roles(name, exchange["asked"]) == {"interviewer"}, exchange
        assert roles(name, exchange["answered"]) == {"expert"}, exchange
        assert exchange["asked"][0] < exchange["answered"][0], exchange


@every_interview
def test_no_question_is_labelled_twice(name: str) -> None:
    asked = [
        turn for exchange in labels_of(name)["exchanges"] for turn in exchange["asked"]
    ]

    assert len(asked) == len(set(asked))


@every_interview
def test_a_procedure_has_three_steps_that_an_expert_tells(name: str) -> None:
    for procedure in labels_of(name)["procedures"]:
        told = [turn for step in procedure["steps"] for turn in step["turns"]]
        assert len(procedure["steps"]) >= 3, procedure
        assert roles(name, told) == {"expert"}, procedure
        assert procedure["first"] <= min(told), procedure
        assert procedure["last"] >= max(told), procedure


@every_interview
def test_a_message_stands_word_for_word_where_it_was_said(name: str) -> None:
    turns = turns_of(name)

    for error in labels_of(name)["errors"]:
        for turn in error["said"]:
            assert error["message"] in turns[turn - 1].text, (turn, error)
        assert error["cause"] or error["fix"], error


@every_interview
@pytest.mark.parametrize("kind", ["pitfalls", "inputs", "configuration"])
def test_what_one_must_know_is_told_by_experts(name: str, kind: str) -> None:
    for label in labels_of(name)[kind]:
        assert roles(name, label["turns"]) == {"expert"}, label


@every_interview
def test_a_correction_comes_after_what_it_corrects(name: str) -> None:
    last = len(turns_of(name))

    for correction in labels_of(name)["corrections"]:
        assert 1 <= correction["corrected"] <= correction["corrects"] <= last
        assert roles(name, [correction["corrects"]]) == {"expert"}


@every_interview
def test_each_segment_begins_after_the_one_before(name: str) -> None:
    starts = [segment["start"] for segment in labels_of(name)["segments"]]

    assert starts == sorted(set(starts))
    assert starts[0] >= 1
    assert starts[-1] <= len(turns_of(name))


@pytest.mark.parametrize("name", GUIDED)
def test_questions_and_sections_are_those_of_the_guide(name: str) -> None:
    labels, guide = labels_of(name), guide_of(name)

    labelled = [(row["section"], row["question"]) for row in labels["guide_questions"]]
    assert labelled == guide
    assert {row["answered"] for row in labels["guide_questions"]} <= {
        "yes",
        "partly",
        "no",
    }
    assert {row["section"] for row in labels["segments"]} - {None} == {
        section for section, _ in guide
    }


@pytest.mark.parametrize("name", [name for name in NAMES if name not in GUIDED])
def test_an_interview_without_a_guide_has_no_labels_of_one(name: str) -> None:
    labels = labels_of(name)

    assert labels["guide"] is None
    assert "guide_questions" not in labels
    assert all(segment["section"] is None for segment in labels["segments"])


@every_interview
@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.name)
def test_every_turn_of_a_rough_variant_still_says_something(
    name: str, variant: Roughness
) -> None:
    clear = turns_of(name)

    heard = rough(clear, variant, seed=7)

    assert len(heard) == len(clear)
    assert all(turn.text for turn in heard)
    assert {turn.speaker for turn in heard} <= {turn.speaker for turn in clear}

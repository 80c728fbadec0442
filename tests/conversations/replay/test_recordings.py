"""Recorded dialogues are read line by line, and a mistake is named by its line."""

import json
from pathlib import Path

import pytest

from benchmarks import dialogues
from conversations.replay.recordings import BadRecording, read_recording


def recorded(folder: Path, *lines: str) -> Path:
    file = folder / "talks.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def test_each_line_is_a_dialogue_and_empty_lines_are_none(tmp_path: Path) -> None:
    one = '{"turns": [{"text": "Hello"}, {"text": "How do I pay?"}]}'
    labelled = (
        '{"turns": [{"text": "a", "expects": "answer", "atoms": ["pay"],'
        ' "question": "pay", "follow_up": true}]}'
    )

    first, second = read_recording(recorded(tmp_path, one, "", labelled))

    assert [said.text for said in first.turns] == ["Hello", "How do I pay?"]
    assert first.turns[0].expects is None
    assert second.turns[0].atoms == ("pay",)
    assert second.turns[0].follow_up


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{", r":2: not JSON"),
        ("[]", r":2: .*dictionary"),
        ('{"turns": []}', r":2: turns: .*at least 1"),
        (json.dumps({"turns": [{"text": "a"}] * 9}), r":2: turns: .*at most 8"),
        ('{"turns": [{"text": " "}]}', r":2: turns\.0\.text: "),
        (json.dumps({"turns": [{"text": "a" * 5001}]}), r":2: turns\.0\.text: .*5000"),
        ('{"turns": [{"text": "a", "said": 1}]}', r":2: turns\.0\.said: "),
        ('{"turns": [{"text": "a", "expects": "joy"}]}', r":2: turns\.0\.expects: "),
        ('{"turns": [{"text": "a", "expects": "answer"}]}', r":2: turns\.0: .*atoms"),
        ('{"turns": [{"text": "a", "atoms": ["b"]}]}', r":2: turns\.0: .*atoms"),
    ],
)
def test_a_mistake_is_named_by_its_line_and_field(
    tmp_path: Path, line: str, problem: str
) -> None:
    file = recorded(tmp_path, '{"turns": [{"text": "Hello"}]}', line)

    with pytest.raises(BadRecording, match=problem):
        read_recording(file)


def test_a_file_that_is_not_there_or_empty_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(BadRecording, match="cannot be read"):
        read_recording(tmp_path / "none.jsonl")
    with pytest.raises(BadRecording, match="has no dialogue"):
        read_recording(recorded(tmp_path, ""))


def test_the_committed_dialogues_are_those_of_the_generator() -> None:
    written = dialogues.DIALOGUES.read_text(encoding="utf-8")

    assert dialogues.made() == written


def test_of_the_committed_dialogues_most_turns_ask_again() -> None:
    played = read_recording(dialogues.DIALOGUES)

    names = [
        said.question for each in played for said in each.turns if not said.follow_up
    ]
    assert len(played) == 1000
    assert {len(each.turns) for each in played} == set(range(1, 9))
    assert (len(names) - len(set(names))) / len(names) >= 0.7
    manual = {file.stem for file in Path("fixtures/atoms").glob("*.md")}
    assert manual >= {a for each in played for said in each.turns for a in said.atoms}

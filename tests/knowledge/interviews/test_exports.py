"""JSON of programs that write down speech, and of our own schema."""

import json

import pytest

from knowledge.interviews.reading import read
from knowledge.interviews.turns import TranscriptError
from tests.knowledge.interviews.making import notes_of, said

ROWS = [
    {"speaker": "Ana", "text": " Why? ", "start": 1, "end": 2.5},
    {"speaker": "Tom", "text": "So.", "start": 3, "end": 4},
]
MILLISECONDS = [
    {"speaker": "Ana", "text": "Why?", "start": 1000, "end": 2500},
    {"speaker": "Tom", "text": "So.", "start": 3000, "end": 4000},
]


def _deepgram(paragraphs: list[dict[str, object]]) -> dict[str, object]:
    best = {"transcript": "x", "paragraphs": {"paragraphs": paragraphs}}
    return {"results": {"channels": [{"alternatives": [best]}]}}


@pytest.mark.parametrize(
    "document",
    [
        {"turns": ROWS},
        ROWS,
        {"text": "x", "language": "en", "segments": [{"id": 0, "words": [], **r} for r in ROWS]},
        {"utterances": MILLISECONDS, "text": "x"},
        {"results": {"utterances": [
            {"speaker": r["speaker"], "transcript": r["text"], "start": r["start"], "end": r["end"]}
            for r in ROWS]}},
        _deepgram([
            {"speaker": r["speaker"], "start": r["start"], "end": r["end"],
             "sentences": [{"text": str(r["text"]).strip()}]} for r in ROWS]),
        {"results": {"items": [], "audio_segments": [
            {"speaker_label": r["speaker"], "transcript": r["text"],
             "start_time": str(r["start"]), "end_time": str(r["end"])} for r in ROWS]}},
        {"monologues": [
            {"speaker": r["speaker"], "elements": [
                {"type": "text", "value": str(r["text"]).strip()[:-1], "ts": r["start"], "end_ts": r["end"]},
                {"type": "punct", "value": str(r["text"]).strip()[-1]}]} for r in ROWS]},
        {"recognizedPhrases": [
            {"speaker": r["speaker"], "offsetInTicks": r["start"] * 10_000,
             "durationInTicks": (r["end"] - r["start"]) * 10_000,
             "nBest": [{"display": r["text"]}]} for r in MILLISECONDS]},
        {"transcription": [
            {"speaker": r["speaker"], "text": r["text"], "timestamps": {"from": "00:00:01,000"},
             "offsets": {"from": r["start"], "to": r["end"]}} for r in MILLISECONDS]},
    ],
    ids=["ours", "list", "whisper", "assemblyai", "deepgram", "deepgram paragraphs", "aws", "rev",
         "azure", "whisper.cpp"],
)  # fmt: skip
def test_every_shape_gives_the_same_turns(document: object) -> None:
    found = read(json.dumps(document).encode())

    assert found.format == "json"
    assert [(t.speaker, t.text, t.start, t.end) for t in found.turns] == [
        ("Ana", "Why?", 1.0, 2.5),
        ("Tom", "So.", 3.0, 4.0),
    ]


def test_each_turn_has_the_line_in_which_it_begins() -> None:
    document = {"note": {"a": [1, {"b": "}"}]}, "turns": ROWS}

    found = read(json.dumps(document, indent=2).encode())

    lines = json.dumps(document, indent=2).split("\n")
    assert [lines[t.line - 1].strip() for t in found.turns] == ["{", "{"]
    assert [lines[t.line].strip() for t in found.turns] == [
        '"speaker": "Ana",',
        '"speaker": "Tom",',
    ]


def test_json_lines_have_a_turn_each() -> None:
    text = "\n".join(json.dumps(row) for row in ROWS)

    found = read(text.encode())

    assert said(found) == [("Ana", "Why?"), ("Tom", "So.")]
    assert [turn.line for turn in found.turns] == [1, 2]


def test_speakers_that_are_numbers_or_objects_get_a_name() -> None:
    rows = [
        {"speaker": 0, "text": "Why?"},
        {"speaker": {"id": "7", "name": "Tom"}, "text": "So."},
    ]

    found = read(json.dumps({"turns": rows}).encode())

    assert [turn.speaker for turn in found.turns] == ["Speaker 0", "Tom"]


@pytest.mark.parametrize(
    "time", ["NaN", "Infinity", "-3", "true", '"soon"', "1e999", "[]"]
)
def test_a_time_that_is_none_is_left_out(time: str) -> None:
    text = f'{{"turns": [{{"text": "Why?", "start": {time}}}]}}'

    assert read(text.encode()).turns[0].start is None


def test_rows_without_words_are_noted_with_their_lines() -> None:
    text = '{"turns": [\n{"text": "Why?"},\n{"start": 3},\n"x"\n]}'

    assert [line for line, _ in notes_of(text)] == [2, 3, 4]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ('{"turns": [\n{"text": "Why?"},\n]}', 3, "is no JSON"),
        ('{"turns": [\n{"text": "Why?"}', 2, "is no JSON"),
        ('{"title": "x"}', 1, "no list of turns"),
        ('{"turns": []}', 1, "no list of turns"),
        ('{"a":' * 100_000, 1, "nested too deep"),
        ("[" * 100_000, 1, "nested too deep"),
        ('{"turns": [{"start": %s, "text": "x"}]}' % ("9" * 5000), 1, "a number that is too long"),
        ('{"text": "a"}\nnonsense\n', 2, "is no JSON"),
    ],
    ids=["comma", "cut off", "other", "empty", "objects", "lists", "number", "lines"],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_its_line(
    text: str, line: int, message: str
) -> None:
    with pytest.raises(TranscriptError, match=message) as refused:
        read(text.encode())

    assert refused.value.line == line

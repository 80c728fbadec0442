"""JSON of programs that write down speech, and of our own schema: where each keeps its turns.

Ours is `{"turns": [{"speaker": "Ana", "text": "…", "start": 1.5, "end": 4}, …]}`: times are
seconds from the beginning and may be left out, as may the speaker.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from knowledge.interviews.assembling import Said, transcript
from knowledge.interviews.json_places import Path, lines_of
from knowledge.interviews.times import finite
from knowledge.interviews.turns import Note, Transcript, TranscriptError

Row = Mapping[str, Any]
MILLISECONDS, TICKS = 0.001, 1e-7

_SPEAKERS = (
    "speaker",
    "speaker_label",
    "speaker_name",
    "speakerName",
    "speaker_id",
    "channel",
)
_TEXTS = ("text", "transcript", "content", "display")
_STARTS = ("start", "start_time", "startTime", "begin", "timestamp")
_ENDS = ("end", "end_time", "endTime")


@dataclass(frozen=True)
class _Shape:
    """Where a kind of file keeps its rows; `unit` is what its times are in, as seconds."""

    path: Path
    unit: float = 1.0
    texts: Callable[[Row], Iterator[tuple[str, Row]]] | None = None


def read_json(text: str) -> Transcript:
    """Read the turns of a JSON file; raises TranscriptError with the line of what is wrong."""
    document, lines = _loaded(text)
    found = _shape(document)
    if found is None:
        raise TranscriptError(
            1, "has no list of turns that is known: export it as text with names, or write"
            ' {"turns": [{"speaker": "…", "text": "…", "start": 0}]}',
        )  # fmt: skip
    shape, rows = found
    places = lines or lines_of(text, shape.path)
    notes: list[Note] = []
    said = [each for row, line in zip(rows, places, strict=False) for each in _said(row, line, shape, notes)]  # fmt: skip
    return transcript("json", said, notes)


def _loaded(text: str) -> tuple[Any, list[int]]:
    """Return the document, and the lines of its rows where each row is one (JSON Lines)."""
    try:
        return json.loads(text), []
    except json.JSONDecodeError as error:
        if error.msg == "Extra data" and error.lineno > 1 and error.colno == 1:
            return _json_lines(text)
        message = f"is no JSON: {error.msg.lower()} in column {error.colno}"
        raise TranscriptError(error.lineno, message) from None
    except RecursionError:
        raise TranscriptError(1, "is nested too deep for a transcript") from None
    except ValueError:
        raise TranscriptError(1, "holds a number that is too long") from None


def _json_lines(text: str) -> tuple[Any, list[int]]:
    rows, numbers = [], []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                rows.append(json.loads(line))
            except (ValueError, RecursionError):
                message = "is no JSON: of a file with several documents each has a line"
                raise TranscriptError(number, message) from None
            numbers.append(number)
    return rows, numbers


def _shape(document: Any) -> tuple[_Shape, Sequence[Any]] | None:
    for shape in _SHAPES:
        rows = _at(document, shape.path)
        if isinstance(rows, list) and any(_fits(row, shape) for row in rows[:20]):
            return shape, rows
    return None


def _at(document: Any, path: Path) -> Any:
    for step in path:
        if isinstance(step, str):
            document = document.get(step) if isinstance(document, dict) else None
        else:
            several = isinstance(document, list) and len(document) > step
            document = document[step] if several else None
    return document


def _fits(row: Any, shape: _Shape) -> bool:
    if not isinstance(row, dict):
        return False
    if shape.texts is None:
        return any(isinstance(row.get(key), str) for key in _TEXTS)
    return any(True for _ in shape.texts(row))


def _said(row: Any, line: int, shape: _Shape, notes: list[Note]) -> Iterator[Said]:
    if not isinstance(row, dict):
        notes.append(Note(line, "is no object with a text: left out"))
        return
    parts = _whole(row) if shape.texts is None else shape.texts(row)
    any_text = False
    for text, timed in parts:
        any_text = True
        start, end = _time(timed, _STARTS, shape.unit), _time(timed, _ENDS, shape.unit)
        yield Said(
            _speaker(timed) or _speaker(row), line, [" ".join(text.split())], start, end
        )
    if not any_text:
        notes.append(Note(line, "has no text: left out"))


def _whole(row: Row) -> Iterator[tuple[str, Row]]:
    text = next((row[key] for key in _TEXTS if isinstance(row.get(key), str)), None)
    if text is not None:
        yield text, row


def _speaker(row: Row) -> str:
    for key in _SPEAKERS:
        value = row.get(key)
        if isinstance(value, dict):
            value = value.get("name", value.get("id"))
        if isinstance(value, str) and value.strip():
            return value.strip()
        if isinstance(value, int) and not isinstance(value, bool):
            return f"Speaker {value}"
    return ""


def _time(row: Row, keys: Sequence[str], unit: float) -> float | None:
    for key in keys:
        value = row.get(key)
        seconds = finite(value)
        if seconds is not None:
            written = isinstance(value, str) and ":" in value
            return seconds if written else round(seconds * unit, 3)
    return None


def _of_cpp(row: Row) -> Iterator[tuple[str, Row]]:
    """Of whisper.cpp: times in milliseconds below `offsets`."""
    times = row.get("offsets")
    if isinstance(row.get("text"), str) and isinstance(times, dict):
        yield row["text"], {**row, "start": times.get("from"), "end": times.get("to")}


def _of_monologue(row: Row) -> Iterator[tuple[str, Row]]:
    """Of Rev: the words and signs of a monologue, the first with its time."""
    elements = row.get("elements")
    if isinstance(elements, list):
        words = [each for each in elements if isinstance(each, dict)]
        text = "".join(str(each.get("value", "")) for each in words)
        starts = [each["ts"] for each in words if "ts" in each]
        ends = [each["end_ts"] for each in words if "end_ts" in each]
        yield text, {**row, "start": starts[0] if starts else None, "end": ends[-1] if ends else None}  # fmt: skip


def _of_sentences(row: Row) -> Iterator[tuple[str, Row]]:
    """Of Deepgram: a paragraph of sentences."""
    sentences = row.get("sentences")
    if isinstance(sentences, list):
        texts = [each.get("text", "") for each in sentences if isinstance(each, dict)]
        yield " ".join(map(str, texts)), row


def _of_phrase(row: Row) -> Iterator[tuple[str, Row]]:
    """Of Azure: the best of several readings, times in ticks of 100 nanoseconds."""
    best = row.get("nBest")
    if isinstance(best, list) and best and isinstance(best[0], dict):
        start = finite(row.get("offsetInTicks"))
        length = finite(row.get("durationInTicks"))
        end = None if start is None or length is None else start + length
        yield str(best[0].get("display", "")), {**row, "start": start, "end": end}


def _of_alternatives(row: Row) -> Iterator[tuple[str, Row]]:
    """Of Google: the best of several readings, without its words."""
    best = row.get("alternatives")
    if isinstance(best, list) and best and isinstance(best[0], dict):
        text = best[0].get("transcript")
        if isinstance(text, str):
            yield text, row


# The first that fits is it: what names speakers stands before what does not.
_SHAPES = (
    _Shape(("turns",)),
    _Shape(("utterances",), MILLISECONDS),
    _Shape(("results", "utterances")),
    _Shape(
        ("results", "channels", 0, "alternatives", 0, "paragraphs", "paragraphs"),
        texts=_of_sentences,
    ),
    _Shape(("results", "audio_segments")),
    _Shape(("monologues",), texts=_of_monologue),
    _Shape(("recognizedPhrases",), TICKS, texts=_of_phrase),
    _Shape(("transcription",), MILLISECONDS, texts=_of_cpp),
    _Shape(("segments",)),
    _Shape(("results",), texts=_of_alternatives),
    _Shape(("transcript",)),
    _Shape(()),
)

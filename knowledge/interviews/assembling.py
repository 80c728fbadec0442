"""From what a reader of a format found to a transcript: numbered, bounded, its oddities noted."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from knowledge.interviews.times import clock
from knowledge.interviews.turns import Note, Transcript, TranscriptError, Turn

MOST_TURNS = 50_000
# One stretch of talk; a longer one is a text without breaks, and is cut between sentences.
LONGEST_TURN = 10_000
LONGEST_NAME = 120
MOST_NOTES_OF_A_KIND = 20
# So much may two speakers overlap without its being worth a word: talk does.
OVERLAP_SECONDS = 2.0

# Controls, and marks that turn the direction of a line: a name with one would turn the page's.
_CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]"
)
_NUL_AND_KIN = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufeff]")
_SENTENCE_END = re.compile(r"(?<=[.?!…\u3002\uff01\uff1f])\s+|\n+")


@dataclass
class Said:
    """A stretch of talk while it is read; the parts of its text follow each other as they are."""

    speaker: str
    line: int
    parts: list[str] = field(default_factory=list)
    start: float | None = None
    end: float | None = None


def named(text: str) -> str:
    """Return a speaker's name on one line, without controls, and not too long."""
    name = " ".join(_CONTROLS.sub("", text).split())
    return name[:LONGEST_NAME].rstrip()


def transcript(
    kind: str, said: Iterable[Said], notes: Iterable[Note] = ()
) -> Transcript:
    """Number what was said and note what is odd about its times.

    Raises TranscriptError for a file without a word, or with more than MOST_TURNS turns.
    """
    turns: list[Turn] = []
    found = list(notes)
    for each in said:
        for turn in _cut(each, found):
            turns.append(replace(turn, number=len(turns) + 1))
        if len(turns) > MOST_TURNS:
            message = f"has more than {MOST_TURNS:,} turns: import it in parts"
            raise TranscriptError(each.line, message)
    if not turns:
        raise TranscriptError(1, "holds no words: export the transcript again")
    timed = list(_timed(turns, found))
    if not any(turn.speaker for turn in timed):
        message = "nobody is named: the interview is read without speakers"
        found.insert(0, Note(timed[0].line, message))
    return Transcript(kind, tuple(timed), tuple(_few(found)))


def _cut(said: Said, notes: list[Note]) -> Iterator[Turn]:
    text = _NUL_AND_KIN.sub("", "".join(said.parts)).strip()
    if not text:
        return
    turn = Turn(0, named(said.speaker), text, said.line, said.start, said.end)
    if len(text) <= LONGEST_TURN:
        yield turn
        return
    notes.append(Note(said.line, f"{len(text):,} characters at a stretch were cut up"))
    for part in _pieces(text):
        yield replace(turn, text=part)
        # Only the first piece begins when the stretch does.
        turn = replace(turn, start=None, end=None)


def _pieces(text: str) -> Iterator[str]:
    """Yield parts that are not too long: whole sentences together, a longer one by its words."""
    piece = ""
    for sentence in _SENTENCE_END.split(text):
        for part in _words(sentence):
            if piece and len(piece) + len(part) >= LONGEST_TURN:
                yield piece
                piece = ""
            piece = f"{piece} {part}" if piece else part
    if piece:
        yield piece


def _words(sentence: str) -> Iterator[str]:
    begin = 0
    while len(sentence) - begin > LONGEST_TURN:
        space = sentence.rfind(" ", begin + 1, begin + LONGEST_TURN)
        end = begin + LONGEST_TURN if space < 0 else space
        yield sentence[begin:end].strip()
        begin = end
    if rest := sentence[begin:].strip():
        yield rest


def _timed(turns: list[Turn], notes: list[Note]) -> Iterator[Turn]:
    latest: float | None = None
    until: float | None = None
    for turn in turns:
        line, start, end = turn.line, turn.start, turn.end
        if start is not None and end is not None and end < start:
            notes.append(Note(line, f"ends before it begins ({clock(start)}): the end was left out"))  # fmt: skip
            end = None
        if (
            start is not None
            and latest is not None
            and start < latest - OVERLAP_SECONDS
        ):
            notes.append(Note(line, f"goes back in time, from {clock(latest)} to {clock(start)}"))  # fmt: skip
        elif (
            start is not None and until is not None and start < until - OVERLAP_SECONDS
        ):
            notes.append(Note(line, f"begins at {clock(start)}, before the turn above it ends"))  # fmt: skip
        if start is not None:
            latest, until = start, end
        yield replace(turn, end=end)


def _few(notes: list[Note]) -> Iterator[Note]:
    """Yield the first notes of each kind in the order of lines; one line tells of the others."""
    counts: Counter[str] = Counter()
    kinds = [(note, re.sub(r"[\d,:.]+|“[^”]*”", "", note.message)) for note in notes]
    for note, kind in sorted(kinds, key=lambda each: each[0].line):
        counts[kind] += 1
        if counts[kind] <= MOST_NOTES_OF_A_KIND:
            yield note
        elif counts[kind] == MOST_NOTES_OF_A_KIND + 1:
            total = sum(other == kind for _, other in kinds)
            left = total - MOST_NOTES_OF_A_KIND
            yield Note(note.line, f"and {left:,} more like this, from here on")

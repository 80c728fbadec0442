"""Lines of talk into turns: labels in whatever style the file keeps to, paragraphs without one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.interviews.assembling import Said, transcript
from knowledge.interviews.labels import Label, label_of, speakers, stamp_of
from knowledge.interviews.turns import Note, Transcript, TranscriptError

MOST_LINES = 300_000


@dataclass(frozen=True)
class Line:
    """A line without its markup; `number` is that of the file, from 1.

    `strong` when its beginning is bold, `heading` when it is one: a heading is said by nobody.
    """

    number: int
    text: str
    strong: bool = False
    heading: bool = False


def read_plain(text: str) -> Transcript:
    """Read text with speaker labels and times in any of the styles of `labels`, or without."""
    lines = [Line(number, line) for number, line in enumerate(text.split("\n"), 1)]
    return from_lines("text", lines)


def from_lines(
    kind: str, lines: Sequence[Line], notes: Sequence[Note] = ()
) -> Transcript:
    """Return the turns of lines; raises TranscriptError for a file without a word."""
    if len(lines) > MOST_LINES:
        message = f"has more than {MOST_LINES:,} lines: import it in parts"
        raise TranscriptError(MOST_LINES + 1, message)
    labels = {
        line.number: label
        for line in lines
        if (label := label_of(line.text.strip(), strong=line.strong))
    }
    names = speakers(labels.values())
    own = {number: label for number, label in labels.items() if label.name in names}
    talk = _Talk(own, lines)
    said = [*talk.read()]
    return transcript(kind, said, [*notes, *talk.notes, *_left_in(labels, names)])


class _Talk:
    """Puts line after line to whoever speaks."""

    def __init__(self, labels: dict[int, Label], lines: Sequence[Line]) -> None:
        self.notes: list[Note] = []
        self._labels = labels
        self._lines = lines
        # Without an empty line anywhere, each line is a paragraph.
        self._each = not labels and all(line.text.strip() for line in lines)
        self._now: Said | None = None
        self._speaker = ""
        self._gap = False

    def read(self) -> Iterator[Said]:
        """Yield each stretch once the next begins."""
        for line in self._lines:
            text = line.text.strip()
            if not text:
                self._gap = True
                continue
            begun = self._begun(line, text)
            if begun is None:
                self._go_on(text)
            elif self._now is not None:
                yield self._now
            self._now = begun or self._now
            # Below a heading whoever spoke goes on, as a stretch of their own.
            self._gap = self._each or (begun is not None and line.heading)
        if self._now is not None:
            yield self._now

    def _begun(self, line: Line, text: str) -> Said | None:
        """Return what begins with a line; None when it goes on with what is there."""
        if label := self._labels.get(line.number):
            self._speaker = label.name
            return _said(label.name, line, label)
        if line.heading:
            return Said("", line.number, [text])
        stamp = stamp_of(text)
        if stamp and not self._awaits_time():
            return _said(self._speaker, line, stamp)
        if self._now is None:
            if self._labels:
                message = "stands above the first speaker: kept as said by nobody"
                self.notes.append(Note(line.number, message))
            return Said("", line.number, [text])
        if self._gap and (not self._labels or self._after_heading()):
            return Said(self._speaker, line.number, [text])
        return None

    def _awaits_time(self) -> bool:
        """Whether a name stands alone above, and its time and words are to come."""
        now = self._now
        return now is not None and not now.parts and now.start is None

    def _after_heading(self) -> bool:
        now = self._now
        return now is not None and now.speaker == "" and self._speaker != ""

    def _go_on(self, text: str) -> None:
        now = self._now
        assert now is not None  # noqa: S101 the first line begins one
        stamp = stamp_of(text) if self._awaits_time() else None
        if stamp:
            now.start, now.end, text = stamp.start, stamp.end, stamp.text
        if not text:
            return
        between = "\n" if self._gap else " "
        now.parts.append(between + text if now.parts else text)


def _said(speaker: str, line: Line, label: Label) -> Said:
    parts = [label.text] if label.text else []
    return Said(speaker, line.number, parts, label.start, label.end)


def _left_in(labels: dict[int, Label], names: frozenset[str]) -> Iterator[Note]:
    for number, label in labels.items():
        if label.name not in names and label.shaped:
            message = f"“{label.name}” stands before a colon only once: read as part of the text"
            yield Note(number, message)

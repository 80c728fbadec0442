"""Who speaks, as lines of text say it: labels and times before, behind and above the words."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.interviews.assembling import named
from knowledge.interviews.times import RANGE_SIGN, TIME, seconds_of

# Only so much of a line is looked at for a label.
LONGEST_LABEL = 140
MOST_WORDS = 5
# A name without anything else that marks it as one must come as often as this.
FEWEST_TIMES = 2
FEWEST_TIMES_SMALL = 5
FEW_LABELS = 4
LONGEST_ABBREVIATION = 5

_OPEN, _CLOSE = r"[\[(<{]", r"[\])>}]"
_SPAN = rf"(?P<start>{TIME})(?:\s*{RANGE_SIGN}\s*(?P<end>{TIME}))?"
_IN_BRACKETS = rf"{_OPEN}\s*{_SPAN}\s*{_CLOSE}"
_STAMP = rf"{_OPEN}?\s*{_SPAN}\s*{_CLOSE}?"
_WORDS = r"[^\W\d_][^:\uff1a\[\](){}<>|\n?!;]{0,58}?(?:\s?\([^\W\d_][^():\n]{0,38}\))?"
_NAME = rf"(?P<name>{_WORDS})"
_DASH = r"\s*[-\u2013—|,]?\s*"
_COLON = r"\s*[:\uff1a]"
_TEXT = r"\s*(?P<text>.*)$"

# What stands in front of a label and says nothing: caption marks, bullets, quotes.
_FRONT = re.compile(r"^(?:>>+|[-•\u2013—*>]+)\s+")
# Each form, and whether a name in it is one for certain.
_FORMS = tuple(
    (certain, re.compile(form, re.DOTALL))
    for certain, form in (
        # [00:01:02] Ana: …    00:01:02 - Ana: …
        (False, rf"^{_STAMP}{_DASH}{_NAME}{_COLON}{_TEXT}"),
        # Ana [00:01:02]: …    Ana (00:01) …
        (True, rf"^{_NAME}{_DASH}{_IN_BRACKETS}(?:{_COLON})?{_TEXT}"),
        # Ana, 00:01:02: …
        (True, rf"^{_NAME}{_DASH}(?<=[\s,|-]){_SPAN}{_COLON}{_TEXT}"),
        # Ana  0:03
        (True, rf"^{_NAME}{_DASH}(?<=[\s,|-]){_SPAN}\s*$"),
        # Ana: [00:01] …
        (True, rf"^{_NAME}{_COLON}\s*{_IN_BRACKETS}{_TEXT}"),
        # Ana: …
        (False, rf"^{_NAME}{_COLON}(?!//|(?<=\d:)\d){_TEXT}"),
        # <Ana> …              [Ana]: …
        (False, rf"^[<\[]{_NAME}[>\]](?:{_COLON})?{_TEXT}"),
    )
)
_STAMPED = re.compile(
    rf"^(?:{_IN_BRACKETS.replace('start', 'start1').replace('end', 'end1')}|{_SPAN}(?![\w:.,]))(?:{_COLON}|\s*[-\u2013—|])?{_TEXT}",
    re.DOTALL,
)

_PARTICLES = {"de", "da", "di", "del", "van", "von", "der", "den", "la", "le", "el", "al", "bin", "ibn", "of", "and", "y", "e", "und"}  # fmt: skip
_SPEAKING = re.compile(
    r"(?:speaker|spk|interviewer|interviewee|expert|moderator|host|guest|participant|respondent"
    r"|sprecher|locuteur|hablante)[ _-]?\w{0,4}",
    re.IGNORECASE,
)
# Words before a colon that name no person, and sounds in brackets.
_NO_NAME_WORDS = (
    "note notes warning example examples hint tip tips error important caution attention remember"
    " summary step steps http https date time title duration participants topic"
    " topics subject location place recorded recording transcript transcribed language version"
    " today tomorrow yesterday monday tuesday wednesday thursday friday saturday sunday first"
    " second third finally result output input code usage cause causes fix meaning"
    " laughter laughs laughing music applause inaudible crosstalk silence pause noise cough coughs"
    " unclear background unintelligible foreign sighs"
)
_NO_NAMES = frozenset(_NO_NAME_WORDS.split())


@dataclass(frozen=True)
class Label:
    """What the beginning of a line may say: a name, times, and the words behind them.

    `certain` when a time or a bold face stands with the name; `shaped` when it is written as
    names are, and not all in small letters.
    """

    name: str
    text: str
    start: float | None = None
    end: float | None = None
    certain: bool = False
    shaped: bool = True


def label_of(line: str, *, strong: bool = False) -> Label | None:
    """Return what may be a label at the beginning of a line, else None.

    `strong` when the line set its beginning in bold.
    """
    bare = _FRONT.sub("", line)
    head, tail = bare[:LONGEST_LABEL], bare[LONGEST_LABEL:]
    for certain, form in _FORMS:
        match = form.match(head)
        if match is None:
            continue
        parts = match.groupdict()
        name = named(parts["name"])
        if not _may_name(name):
            continue
        shaped = _shaped(name)
        if not shaped and len(name.split()) > 1:
            continue
        text = ((parts.get("text") or "") + tail).strip()
        sure = shaped and (certain or strong)
        return Label(name, text, *_times(parts), certain=sure, shaped=shaped)
    return None


def stamp_of(line: str) -> Label | None:
    """Return the time that a line begins with and what follows it, without a name."""
    head, tail = line[:LONGEST_LABEL], line[LONGEST_LABEL:]
    match = _STAMPED.match(head)
    if match is None:
        return None
    parts = match.groupdict()
    return Label("", ((parts["text"] or "") + tail).strip(), *_times(parts))


def speakers(labels: Iterable[Label]) -> frozenset[str]:
    """Return the names that are speakers: marked as such, or coming again and again.

    In a file with few labels each counts; in a longer one a word that stands before a colon
    once is part of what somebody says.
    """
    counts: Counter[str] = Counter()
    certain: Counter[str] = Counter()
    plain: set[str] = set()
    for label in labels:
        counts[label.name] += 1
        certain[label.name] += label.certain
        if not label.shaped:
            plain.add(label.name)
    short = counts.total() <= FEW_LABELS
    return frozenset(
        name
        for name, count in counts.items()
        if certain[name] * 2 >= count
        or count >= (FEWEST_TIMES_SMALL if name in plain else FEWEST_TIMES)
        or ((short or _SPEAKING.fullmatch(name)) and name not in plain)
    )


def _times(parts: dict[str, str | None]) -> tuple[float | None, float | None]:
    start = parts.get("start") or parts.get("start1")
    end = parts.get("end") or parts.get("end1")
    return seconds_of(start) if start else None, seconds_of(end) if end else None


def _may_name(name: str) -> bool:
    words = name.split()
    if not words or len(words) > MOST_WORDS + 3 * name.count("("):
        return False
    if words[0].casefold().strip(".,") in _NO_NAMES:
        return False
    return all(len(word) <= LONGEST_ABBREVIATION for word in words if word[-1] == ".")


def _shaped(name: str) -> bool:
    """Whether a name is written as names are; scripts without capitals always are."""
    if _SPEAKING.fullmatch(name):
        return True
    words = re.sub(r"\s?\(.*\)$", "", name).split() or [name]
    return not words[0][0].islower() and all(
        not word[0].islower() or word in _PARTICLES for word in words
    )

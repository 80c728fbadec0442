"""A copy of the turns that reads well: stretches of one speaker joined, fillers left out.

The turns themselves are never changed; each stretch names those that it is made of.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from knowledge.interviews.turns import Turn

# Sounds that say nothing, whatever the language.
_SOUNDS = r"(?:u+h+m*|u+m+|e+r+m+|a+h+m+|ä+h*m*|hm+|mm+|m+hm+|uh-huh|mm-hmm|eu+h+|ehm+)"
_FILLER = re.compile(
    rf"(?:(?<=[,.;:!?…—\u2013-])|(?<=\s)|^)\s*\b{_SOUNDS}\b(?:\s*(?:,|\.\.\.|…|[—\u2013-]))*(?=\s|[.?!]|$)",
    re.IGNORECASE,
)
_FILLED_IN = re.compile(
    r",\s*(?:you know|i mean|sort of like|kind of like)\s*,", re.IGNORECASE
)
# [laughter], (crosstalk), [inaudible 00:12:03]: what the writer heard and nobody said.
_ASIDE = re.compile(
    r"\s{0,3}[\[(*](?:laugh\w*|crosstalk|cross talk|inaudible|unintelligible|unclear|overlapping\w*|music"
    r"|applause|coughs?|sighs?|pause|silence|noise|background \w+|lachen|rires?|risas)"
    r"[^\])*\n]{0,40}[\])*]",
    re.IGNORECASE,
)
_AGAIN = re.compile(r"\b([^\W\d_]{1,12})(?:[,\s]+\1\b)+", re.IGNORECASE)
# Words that are doubled on purpose: "that that is", "had had", "very very".
_DOUBLED_WORDS = "that had very really no yes so much many far bye well now there"
_DOUBLED = frozenset(_DOUBLED_WORDS.split())
_SPACES = re.compile(r"[ \t]{2,}")
_BEFORE_SIGN = re.compile(r"\s+([,.;:?!])(?=\s|$)")
# Signs of what was left out at the beginning or the end; `.env` and `-x` are none.
_LEFT_OVER = re.compile(
    r"^(?:[,;.!?\u2026\u2013\u2014-]+(?:\s+|$))+|[\s,;\u2013\u2014-]{1,20}$"
)
_NOD_WORDS = (
    "yeah yep yes yup right ok okay sure exactly mhm hm mm uh-huh aha ah oh i see got it of course"
    " ja genau oui sí si claro great interesting wow indeed true cool alright"
)
_NODS = frozenset(_NOD_WORDS.split())
MOST_NODDING_WORDS = 3


@dataclass(frozen=True)
class Stretch:
    """What one speaker says without a real interruption, cleaned; `turns` are its originals."""

    turns: tuple[Turn, ...]
    text: str

    @property
    def speaker(self) -> str:
        """Who speaks."""
        return self.turns[0].speaker

    @property
    def start(self) -> float | None:
        """Seconds at which it begins, where the file tells."""
        return self.turns[0].start

    @property
    def end(self) -> float | None:
        """Seconds at which it ends, where the file tells."""
        return self.turns[-1].end


def cleaned(turns: Sequence[Turn]) -> tuple[Stretch, ...]:
    """Return stretches: nods in somebody's talk left out, turns of one speaker joined, cleaned.

    Nobody's turns stay apart, as several people may be behind them. A stretch of nothing but
    fillers is left out.
    """
    stretches = (
        Stretch(tuple(group), said)
        for group in _joined(_without_nods(turns))
        if (said := " ".join(filter(None, (spoken(turn.text) for turn in group))))
    )
    return tuple(stretches)


def spoken(said: str) -> str:
    """Return a text without hesitation, doubled words and what the writer remarked."""
    text = _ASIDE.sub("", said)
    text = _FILLED_IN.sub(",", text)
    text = _FILLER.sub("", text)
    text = _AGAIN.sub(_once, text)
    text = _BEFORE_SIGN.sub(r"\1", _SPACES.sub(" ", text)).strip()
    text = _LEFT_OVER.sub("", text)
    if text[:1].islower() and said.lstrip()[:1].isupper():
        return text[:1].upper() + text[1:]
    return text


def _once(match: "re.Match[str]") -> str:
    return match[0] if match[1].casefold() in _DOUBLED else match[1]


def _without_nods(turns: Sequence[Turn]) -> Iterator[Turn]:
    """Yield the turns but those that only nod while another speaker goes on.

    After a question a nod is its answer, and stays.
    """
    for index, turn in enumerate(turns):
        before = turns[index - 1] if index else None
        after = turns[index + 1] if index + 1 < len(turns) else None
        within = before is not None and after is not None and before.speaker == after.speaker != turn.speaker  # fmt: skip
        asked = before is not None and before.text.rstrip().endswith("?")
        if not (within and not asked and _nods(turn.text)):
            yield turn


def _nods(text: str) -> bool:
    words = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)?", spoken(text).casefold())
    return len(words) <= MOST_NODDING_WORDS and all(word in _NODS for word in words)


def _joined(turns: Iterable[Turn]) -> Iterator[list[Turn]]:
    group: list[Turn] = []
    for turn in turns:
        if group and (turn.speaker != group[-1].speaker or not turn.speaker):
            yield group
            group = []
        group.append(turn)
    if group:
        yield group

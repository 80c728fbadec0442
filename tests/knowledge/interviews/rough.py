"""What was said as a machine would have heard it: the same turns, in worse words."""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

FILLERS = ("um", "uh", "you know", "like", "i mean", "well", "sort of")
# What a recogniser writes for a cough or a laugh, so that no turn is left empty.
NOISE = "mm"

_NOTE = re.compile(r"\[[^\]]*\]")
# Words with their apostrophes, numbers with what stands between their digits.
_WORD = re.compile(r"[^\W_]+(?:(?:['\u2019]|(?<=\d)[.,:](?=\d))[^\W_]+)*")


@dataclass(frozen=True)
class Turn:
    """What one speaker said without a break; `start` and `end` in seconds."""

    speaker: str
    start: float
    end: float
    text: str


@dataclass(frozen=True)
class Roughness:
    """How bad the hearing was; both shares from 0 to 1.

    `fillers` for each word, `wrong_speakers` for each turn.
    """

    name: str
    fillers: float
    wrong_speakers: float


VARIANTS = (
    Roughness("flat", fillers=0.0, wrong_speakers=0.0),
    Roughness("hesitant", fillers=0.06, wrong_speakers=0.0),
    Roughness("confused", fillers=0.06, wrong_speakers=0.05),
)


def rough(turns: Sequence[Turn], roughness: Roughness, *, seed: int) -> list[Turn]:
    """The turns without punctuation, in lower case, with fillers and wrong speakers.

    There are as many as before, in the same order and with their times, so that
    labels by number still hold. The same seed gives the same turns.
    """
    chance = random.Random(seed)
    speakers = sorted({turn.speaker for turn in turns})
    wrong = _wrong_places(len(turns), len(speakers), roughness.wrong_speakers, chance)
    return [
        replace(
            turn,
            text=_with_fillers(flat(turn.text), roughness.fillers, chance),
            speaker=_another(turn.speaker, speakers, chance)
            if place in wrong
            else turn.speaker,
        )
        for place, turn in enumerate(turns)
    ]


def flat(text: str) -> str:
    """The bare words in lower case; notes in brackets are no words."""
    return " ".join(_WORD.findall(_NOTE.sub(" ", text).lower())) or NOISE


def _wrong_places(
    turns: int, speakers: int, share: float, chance: random.Random
) -> set[int]:
    if speakers < 2:
        return set()
    return set(chance.sample(range(turns), round(share * turns)))


def _with_fillers(text: str, share: float, chance: random.Random) -> str:
    heard: list[str] = []
    for word in text.split():
        if chance.random() < share:
            heard.append(chance.choice(FILLERS))
        heard.append(word)
    return " ".join(heard)


def _another(speaker: str, speakers: Sequence[str], chance: random.Random) -> str:
    return chance.choice([other for other in speakers if other != speaker])

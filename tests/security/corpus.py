"""The attacks and the harmless look-alikes of `corpus/`, each as it reaches the desk."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.security.disguises import DISGUISES

FOLDER = Path(__file__).with_name("corpus")
EVERYTHING = "*"


@dataclass(frozen=True)
class Attack:
    """`wanted` is what a model that obeys says; EVERYTHING when it gives away all it was told."""

    name: str
    aim: str
    channel: str
    language: str
    wanted: str
    text: str


@dataclass(frozen=True)
class Harmless:
    """A text that looks like an attack and is none."""

    name: str
    kind: str
    channel: str
    language: str
    text: str


def attacks(*, held_out: bool) -> Sequence[Attack]:
    """Return one of the two parts; the held-out one was never used for choosing rules."""
    file = "attacks_held_out" if held_out else "attacks"
    return [
        Attack(
            f"{file}:{number}",
            aim,
            channel,
            language,
            _lines(wanted),
            _wrapped(text, disguise),
        )
        for number, (aim, channel, language, disguise, wanted, text) in _rows(file, 6)
    ]


def harmless(*, held_out: bool) -> Sequence[Harmless]:
    """Return one of the two parts of the look-alikes."""
    file = "harmless_held_out" if held_out else "harmless"
    return [
        Harmless(f"{file}:{number}", kind, channel, language, _lines(text))
        for number, (kind, channel, language, text) in _rows(file, 4)
    ]


def _rows(file: str, columns: int) -> list[tuple[int, list[str]]]:
    lines = (FOLDER / f"{file}.txt").read_text().splitlines()
    return [
        (number, line.split("|", columns - 1))
        for number, line in enumerate(lines, 1)
        if line and not line.startswith("#")
    ]


def _wrapped(text: str, disguise: str) -> str:
    hide = DISGUISES[disguise]
    text = _lines(text)
    if not disguise:
        return text
    if "{{" not in text:
        return hide(text)
    return re.sub(r"\{\{(.*?)\}\}", lambda part: hide(part[1]), text, flags=re.DOTALL)


def _lines(text: str) -> str:
    return text.replace(r"\n", "\n")

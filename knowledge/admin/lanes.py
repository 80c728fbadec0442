"""An answer's record as the lanes that found its candidates, and where its time went.

The lanes are whatever scores a candidate has: a new one shows up by itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

SHOWN = 5
# Numbers of a candidate that are no lane's score.
NO_LANES = frozenset({"version_id", "version", "query", "score", "part", "n"})
STAGES = ("embed", "literal", "lexical", "dense", "texts", "", "weighed")
"""The parts of the time in their order; what is not among them comes before the last."""
OF_PAIRS = frozenset({"phrasing", "pair"})


@dataclass(frozen=True)
class Found:
    """One candidate in a lane: its score there, and its place in the mix, from 1."""

    atom: str
    title: str
    score: float
    place: int
    told: str = ""


@dataclass(frozen=True)
class Lane:
    """One way of finding, with what it found, best first."""

    name: str
    found: Sequence[Found]


@dataclass(frozen=True)
class Spent:
    """A part of the time, and its share of the whole in per cent."""

    name: str
    milliseconds: float
    percent: float


def lanes_of(candidates: Sequence[Mapping[str, Any]]) -> list[Lane]:
    """Return a lane for each score that the candidates have, and one of FAQ pairs."""
    names: dict[str, Any] = {
        "literal": _("Literal: names as they are spelled"),
        "cosine": _("Dense: meaning"),
        "lexical": _("Lexical: words"),
        "centre": _("Dense: the text as a whole"),
    }
    scores = list(
        dict.fromkeys(
            name
            for candidate in candidates
            for name, value in candidate.items()
            if isinstance(value, int | float)
            and not isinstance(value, bool)
            and name not in NO_LANES
        )
    )
    scores.sort(
        key=lambda name: list(names).index(name) if name in names else len(names)
    )
    lanes = [
        Lane(str(names.get(name, name.replace("_", " "))), _best(candidates, name))
        for name in scores
    ]
    pairs = [each for each in candidates if each.get("best_unit") in OF_PAIRS]
    of_pairs = _best(candidates, "cosine", among=pairs)
    return [*lanes, Lane(_("FAQ: known phrasings"), of_pairs)] if candidates else []


def _best(
    candidates: Sequence[Mapping[str, Any]],
    name: str,
    among: Sequence[Mapping[str, Any]] | None = None,
) -> list[Found]:
    places = {id(each): place for place, each in enumerate(candidates, 1)}
    chosen = candidates if among is None else among
    ordered = sorted(chosen, key=lambda each: -each.get(name, 0.0))
    return [
        Found(
            atom=each.get("atom", ""),
            title=each.get("title", ""),
            score=each[name],
            place=places[id(each)],
            told=each.get("section", "")
            if among is None
            else each.get("best_unit", ""),
        )
        for each in ordered[:SHOWN]
        if each.get(name)
    ]


def _stage(part: tuple[str, float]) -> tuple[int, str]:
    name, _milliseconds = part
    return (STAGES.index(name) if name in STAGES else STAGES.index(""), name)


def spent_of(milliseconds: Mapping[str, Any]) -> list[Spent]:
    """Return where the time of an answer went, the parts in their order and the total last."""
    parts = {
        name: float(value)
        for name, value in milliseconds.items()
        if isinstance(value, int | float)
    }
    if not parts:
        return []
    total = parts.pop("total", 0.0) or max(parts.values())
    longest = max([total, *parts.values()]) or 1.0
    # A record that was kept has lost the order of its parts.
    in_order = [*sorted(parts.items(), key=_stage), ("total", total)]
    return [Spent(name, ms, round(100 * ms / longest, 1)) for name, ms in in_order]

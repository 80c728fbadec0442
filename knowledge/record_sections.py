"""An evidence record as sections that a page can show, whatever else the record holds."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from knowledge.guard_words import ACTIONS

# In the order of the pipeline; what is not named here follows under its own key.
_TITLES: Mapping[str, Any] = {
    "guard": _("Guard"),
    "intent": _("Intent"),
    "parts": _("Questions of the message"),
    "queries": _("Searched for"),
    "candidates": _("Candidates"),
    "gate": _("Evidence gate"),
    "first_choice": _("First choice"),
    "passages": _("Passages given to the model"),
    "prompt": _("Prompt"),
    "tools": _("Tools"),
    "attempts": _("What each model did, and what the checks kept back"),
    "milliseconds": _("Timings"),
}
# The database forgets the order of keys: what people look for first comes first.
_FIRST = (
    "part", "n", "question", "role", "content", "title", "atom", "version", "section", "best_unit", "answer",
    "score", "threshold", "reason", "cosine", "lexical", "model", "shown",
)  # fmt: skip
_MILLISECONDS = "milliseconds"
_LONG = 200


@dataclass(frozen=True)
class Cell:
    """One value; numbers line up, long texts scroll."""

    text: str
    number: bool = False
    long: bool = False


@dataclass(frozen=True)
class Section:
    """One part of a record: a table, pairs or a text, whichever is filled."""

    key: str
    title: str
    columns: Sequence[Cell] = ()
    rows: Sequence[Sequence[Cell]] = ()
    pairs: Sequence[tuple[str, Cell]] = ()
    text: str = ""


def sections(record: Mapping[str, Any]) -> list[Section]:
    """Return the parts of a record that say something, in reading order."""
    keys = [key for key in _TITLES if key in record]
    keys += [key for key in record if key not in _TITLES]
    return [
        _section(key, record[key])
        for key in keys
        if record[key] not in (None, "", [], {})
    ]


def _section(key: str, value: Any) -> Section:
    title = str(_TITLES.get(key, _words(key)))
    if key == "guard":
        action = value.get("action", "")
        value = value | {"action": str(ACTIONS.get(action, action))}
    if key == "intent":
        value = _words(value)
    if isinstance(value, Mapping):
        return Section(
            key, title, pairs=_pairs(value, "ms" if key == _MILLISECONDS else "")
        )
    if isinstance(value, list) and all(isinstance(part, Mapping) for part in value):
        return _table(key, title, value)
    if isinstance(value, list):
        return Section(key, title, rows=[[_cell(part)] for part in value])
    return Section(key, title, text=_cell(value).text)


def _pairs(value: Mapping[str, Any], unit: str) -> list[tuple[str, Cell]]:
    pairs: list[tuple[str, Cell]] = []
    for name in _in_order(value):
        part = value[name]
        if isinstance(part, Mapping):
            pairs += _pairs(part, unit)
        elif part != []:
            pairs.append((_words(name), _cell(part, unit)))
    return pairs


def _table(key: str, title: str, parts: Sequence[Mapping[str, Any]]) -> Section:
    names = _in_order({name for part in parts for name in part})
    rows = [[_cell(part.get(name)) for name in names] for part in parts]
    columns = [
        Cell(_words(name), number=all(cell.number for cell in column))
        for name, column in zip(names, zip(*rows, strict=True), strict=True)
    ]
    return Section(key, title, columns=columns, rows=rows)


def _in_order(names: Iterable[str]) -> list[str]:
    return sorted(
        names,
        key=lambda name: (_FIRST.index(name) if name in _FIRST else len(_FIRST), name),
    )


def _cell(value: Any, unit: str = "") -> Cell:
    match value:
        case None:
            return Cell("-")
        case bool():
            return Cell(str(_("yes") if value else _("no")))
        case float() | int():
            text = str(value) if isinstance(value, int) or unit else f"{value:.3f}"
            return Cell(f"{text} {unit}".strip(), number=True)
        case str():
            return Cell(value, long=len(value) > _LONG)
        case _:
            text = json.dumps(value, ensure_ascii=False, indent=1)
            return Cell(text, long=len(text) > _LONG)


def _words(name: str) -> str:
    return name.replace("_", " ").strip().capitalize()

"""What reading a list gives: its items, or every fault with its line and column."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

MOST_BYTES = 10_000_000
MOST_ITEMS = 5_000
MOST_FAULTS = 50
LONGEST_KEY = 400
LONGEST_LABEL = 300
LONGEST_TEXT = 4_000
LONGEST_DETAIL = 500
MOST_CHOICES = 100

ERRORS, INPUTS = "errors", "inputs"
CSV, JSON_SCHEMA, OPENAPI, LOGS = "csv", "json_schema", "openapi", "logs"
FORMATS = (CSV, JSON_SCHEMA, OPENAPI, LOGS)

Detail: TypeAlias = str | bool | list[str]

# Characters that a database or a page would choke on: controls and halves of characters.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True)
class Fault:
    """Something wrong in a file; line 0 stands for a place that no line tells."""

    message: str
    line: int = 0
    column: str = ""

    def __str__(self) -> str:
        place = f"{self.line}: " if self.line else ""
        column = f"{self.column}: " if self.column else ""
        return f"{place}{column}{self.message}"


class Refused(ValueError):
    """A file that no list can be read from; `faults` says why."""

    def __init__(self, *faults: Fault) -> None:
        self.faults = faults
        super().__init__("; ".join(str(fault) for fault in faults))


@dataclass(frozen=True)
class Item:
    """One error or input: its key, what it is called, and all else that the file says."""

    key: str
    label: str = ""
    description: str = ""
    details: Mapping[str, Detail] = field(default_factory=dict)


@dataclass(frozen=True)
class Reading:
    """A file as read."""

    format: str
    items: tuple[Item, ...]
    warnings: tuple[str, ...] = ()


def item(
    key: str,
    *,
    label: str = "",
    description: str = "",
    details: Mapping[str, Detail | None] | None = None,
) -> Item:
    """Return an item whose texts fit; details that say nothing are left out."""
    kept = {
        clean(name, 60): _fitting(value)
        for name, value in (details or {}).items()
        if value not in (None, "", [])
    }
    return Item(
        clean(key, LONGEST_KEY),
        clean(label, LONGEST_LABEL),
        clean(description, LONGEST_TEXT, lines=True),
        kept,
    )


def clean(text: str, longest: int, *, lines: bool = False) -> str:
    """Return a text without unfit characters, on one line unless asked, and not too long."""
    fit = _UNFIT.sub("", text).strip()
    fit = fit.replace("\r\n", "\n") if lines else " ".join(fit.split())
    return fit if len(fit) <= longest else f"{fit[: longest - 1].rstrip()}…"


def shown(value: object) -> str:
    """Return a value of a document as people write it."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def between(least: str, most: str) -> str:
    """Return two bounds, of which one may be missing, as a range."""
    if least and most:
        return f"{least} to {most}"
    return f"at least {least}" if least else f"at most {most}" if most else ""


def _fitting(value: Detail | None) -> Detail:
    if isinstance(value, bool):
        return value
    if isinstance(value, list):
        return [clean(each, 100) for each in value[:MOST_CHOICES]]
    return clean(str(value), LONGEST_DETAIL, lines=True)

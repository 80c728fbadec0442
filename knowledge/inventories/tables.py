"""Lists as CSV: any usual delimiter, columns in any order, every fault with line and column."""

import re
from collections.abc import Iterator

from knowledge.delimited import Broken, Row, rows_of
from knowledge.inventories.values import (
    CSV,
    INPUTS,
    LONGEST_KEY,
    MOST_FAULTS,
    MOST_ITEMS,
    Detail,
    Fault,
    Item,
    Reading,
    Refused,
    between,
    item,
)

MOST_COLUMNS = 60
_YES = frozenset({"yes", "y", "true", "1", "x", "required", "mandatory"})
_NO = frozenset({"no", "n", "false", "0", "-", "optional", ""})

# What a column may be called, the best first; case, blanks, - and _ do not count.
_KEYS = ("key", "code", "errorcode", "errno", "error", "input", "parameter", "field", "id", "name")  # fmt: skip
_LABELS = ("label", "title", "message", "errormessage", "name", "summary")
_TEXTS = ("description", "meaning", "explanation", "details", "help", "text", "effect")
_DETAILS = {
    "type": ("type", "datatype", "kind"),
    "unit": ("unit", "units"),
    "range": ("range", "limits", "allowed", "allowedvalues"),
    "minimum": ("minimum", "min", "from"),
    "maximum": ("maximum", "max", "to"),
    "default": ("default", "defaultvalue"),
    "required": ("required", "mandatory"),
    "enum": ("enum", "values", "options", "choices"),
    "severity": ("severity", "priority"),
    "level": ("level", "loglevel"),
    "path": ("path", "url", "endpoint"),
    "method": ("method", "verb"),
}


def read_table(text: str, kind: str) -> Reading:
    """Read a CSV with a line of headings; raises Refused with every fault that it has."""
    rows = _rows(text)
    head = next(rows, None)
    if head is None:
        raise Refused(Fault("holds no line"))
    names = _columns(head, kind)
    items: dict[str, Item] = {}
    lines: dict[str, int] = {}
    faults: list[Fault] = []
    for row in rows:
        fault = _fault(row, head, names["key"], lines)
        if fault is not None:
            faults.append(fault)
            if len(faults) == MOST_FAULTS:
                break
            continue
        made = _item(row, head, names)
        items[made.key], lines[made.key] = made, row.line
        if len(items) > MOST_ITEMS:
            message = f"holds more than {MOST_ITEMS:,} entries; split it into several"
            raise Refused(Fault(message, row.line))
    if faults:
        raise Refused(*faults)
    return Reading(CSV, tuple(items.values()))


def _rows(text: str) -> Iterator[Row]:
    try:
        yield from rows_of(text)
    except Broken as broken:
        raise Refused(Fault(broken.message, broken.line)) from None


def _columns(head: Row, kind: str) -> dict[str, int]:
    """Return which column holds what; columns that nobody knows are details."""
    plain = [re.sub(r"[\W_]+", "", name).casefold() for name in head.cells]
    twice = next(
        (n for n, name in enumerate(plain) if name and name in plain[:n]), None
    )
    if len(plain) > MOST_COLUMNS:
        raise Refused(Fault(f"has more than {MOST_COLUMNS} columns", head.line))
    if twice is not None:
        message = "stands over two columns"
        raise Refused(Fault(message, head.line, head.cells[twice]))
    keys = ("name", *_KEYS) if kind == INPUTS else _KEYS
    wanted = {"key": keys, "label": _LABELS, "description": _TEXTS, **_DETAILS}
    found: dict[str, int] = {}
    for role, names in wanted.items():
        free = [name for name in names if name in plain]
        place = next((plain.index(n) for n in free if plain.index(n) not in found.values()), None)  # fmt: skip
        if place is not None:
            found[role] = place
    if "key" not in found:
        message = (
            "no column is called key, code, id, name, input, parameter or field; it has "
            + ", ".join(f"“{name[:40]}”" for name in head.cells[:8])
        )
        raise Refused(Fault(message, head.line))
    return found


def _fault(row: Row, head: Row, column: int, lines: dict[str, int]) -> Fault | None:
    name = head.cells[column]
    if len(row.cells) > len(head.cells):
        message = f"has {len(row.cells)} cells under {len(head.cells)} headings"
        return Fault(message, row.line)
    key = " ".join(row.cells[column].split()) if column < len(row.cells) else ""
    if not key:
        return Fault("is empty", row.line, name)
    if len(key) > LONGEST_KEY:
        return Fault(f"has more than {LONGEST_KEY} characters", row.line, name)
    if key in lines:
        message = f"“{key[:80]}” stands in line {lines[key]} already"
        return Fault(message, row.line, name)
    return None


def _item(row: Row, head: Row, names: dict[str, int]) -> Item:
    cells = [*row.cells, *[""] * (len(head.cells) - len(row.cells))]
    known = {role: cells[place] for role, place in names.items()}
    own = {
        head.cells[n].casefold(): cell
        for n, cell in enumerate(cells)
        if n not in names.values() and head.cells[n]
    }
    details: dict[str, Detail | None] = {**own, **_details(known)}
    return item(
        known["key"],
        label=known.get("label", ""),
        description=known.get("description", ""),
        details=details,
    )


def _details(known: dict[str, str]) -> dict[str, Detail | None]:
    details: dict[str, Detail | None] = {
        role: known[role]
        for role in ("type", "unit", "range", "default", "severity", "level", "path")
        if role in known
    }
    if "method" in known:
        details["method"] = known["method"].upper()
    least, most = known.get("minimum", ""), known.get("maximum", "")
    if not details.get("range"):
        details["range"] = between(least, most)
    if known.get("enum"):
        details["enum"] = [v.strip() for v in re.split(r"[,;|\n]", known["enum"]) if v.strip()]  # fmt: skip
    if "required" in known:
        word = known["required"].casefold()
        details["required"] = word in _YES if word in _YES | _NO else known["required"]
    return details

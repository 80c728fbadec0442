"""The beginning of an atom about an entry: what the list knows, in the sections of its type."""

import re
from dataclasses import dataclass

from knowledge.format.sections import skeleton
from knowledge.format.values import MAX_TITLE
from knowledge.inventories.matching import OWN_TYPE
from knowledge.inventories.values import INPUTS, Detail, Item, clean

_EMPTY_ROW = "|  |  |  |  |  |  |"
_COLUMNS = ("type", "unit", "range", "default")


@dataclass(frozen=True)
class Beginning:
    """What the editor shows of an atom that nobody wrote yet."""

    type: str
    title: str
    body: str


def begin(entry: Item, kind: str, atom_type: str = "") -> Beginning:
    """Return the beginning of an atom about an entry; of another type, its bare sections."""
    chosen = atom_type or OWN_TYPE[kind]
    body = skeleton(chosen)
    if chosen == "interface_input":
        body = body.replace(_EMPTY_ROW, _row(entry), 1)
    elif chosen == "error":
        body = body.replace("## Meaning\n", f"## Meaning\n{_meaning(entry)}", 1)
    return Beginning(chosen, _title(entry, kind), body)


def _title(entry: Item, kind: str) -> str:
    name, details = entry.key, entry.details
    if kind == INPUTS and details.get("path") and details.get("name"):
        operation = f"{details.get('method', '')} {details['path']}".strip()
        name = f"{details['name']} of {operation}"
    label = entry.label if entry.label != entry.key else ""
    return clean(f"{name}: {label}" if label else name, MAX_TITLE)


def _row(entry: Item) -> str:
    details = entry.details
    cells = [f"`{_cell(details.get('name') or entry.key)}`"]
    cells += [_cell(details.get(column, "")) for column in _COLUMNS]
    choices = details.get("enum")
    if choices and not cells[3]:
        cells[3] = "one of " + _cell(choices)
    cells.append(_effect(entry))
    return f"| {' | '.join(cells)} |"


def _effect(entry: Item) -> str:
    told = _cell(entry.description or entry.label)
    if entry.details.get("required") is True:
        told = f"required; {told}" if told else "required"
    return told


def _meaning(entry: Item) -> str:
    parts = []
    if entry.description:
        parts.append(_prose(entry.description))
    example = entry.details.get("example")
    if isinstance(example, str):
        parts.append(_fenced(example))
    elif not entry.description and entry.label:
        parts.append(_prose(entry.label))
    return "\n\n".join(parts) + "\n" if parts else ""


def _prose(text: str) -> str:
    """Return a text of somebody else whose lines are no headings and no FAQ pairs."""
    return re.sub(r"^(\s*)([#>`~])", r"\1\\\2", text, flags=re.MULTILINE)


def _fenced(code: str) -> str:
    longest = max((len(run) for run in re.findall("`+", code)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}\n{code}\n{fence}"


def _cell(value: Detail) -> str:
    text = ", ".join(value) if isinstance(value, list) else str(value)
    return " ".join(text.split()).replace("|", "\\|")

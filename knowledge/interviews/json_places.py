"""In which lines of a JSON text the members of one of its lists begin."""

import json
import re
from collections.abc import Iterator

Path = tuple[str | int, ...]

_SPACE = re.compile(r"[ \t\n\r]*")
_decode = json.JSONDecoder().raw_decode


def lines_of(text: str, path: Path) -> list[int]:
    """Return the line of each member of the list at a path, counted from 1.

    The text has been read once: it is JSON, and the path leads to a list.
    """
    begin = _inside(text, path)
    lines, line, counted = [], 1, 0
    for _, at, _ in _members(text, begin):
        line += text.count("\n", counted, at)
        counted = at
        lines.append(line)
    return lines


def _inside(text: str, path: Path) -> int:
    """Return where the value at a path begins; of a key that comes twice the last counts."""
    at = _skip(text, 0)
    for step in path:
        found = [begin for name, begin, _ in _members(text, at) if name == step]
        at = found[-1]
    return at


def _members(text: str, at: int) -> Iterator[tuple[str | int, int, int]]:
    """Yield key or place, begin and end of what an object or list at an index holds."""
    closing = "}" if text[at] == "{" else "]"
    at = _skip(text, at + 1)
    place = 0
    while text[at] != closing:
        name: str | int = place
        if closing == "}":
            name, at = _decode(text, at)
            at = _skip(text, _skip(text, at) + 1)
        _, end = _decode(text, at)
        yield name, at, end
        at = _skip(text, end)
        at = _skip(text, at + 1) if text[at] == "," else at
        place += 1


def _skip(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at

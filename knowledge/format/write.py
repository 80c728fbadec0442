"""Writing a header and a file: only what changes is written anew, the rest stays verbatim."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TypeAlias

import yaml

from knowledge.format.header import FIRST_LINE, HANDLER, Entry
from knowledge.format.values import KEYS

Value: TypeAlias = str | int | date | list[str] | Mapping[str, str | list[str]] | None

_ENDLESS = 1 << 30


def join(header: str, body: str) -> str:
    """Return the file of a header and a body, which `parse` takes apart unchanged.

    The header's lines end like the first line of the body does.
    """
    end = "\r\n" if body.partition("\n")[0].endswith("\r") else "\n"
    return f"---\n{header}---\n".replace("\n", end) + body


def with_values(header: str, values: Mapping[str, Value]) -> str:
    """Return a header in which these keys have these values; None takes a key out.

    A key that has its value already keeps its very characters, and so do other keys and
    comments. A new key goes to its place in the usual order of keys.
    Raises ValueError when the header can't be read.
    """
    header = header if not header or header.endswith("\n") else f"{header}\n"
    before = {entry.key: entry.value for entry in _entries(header)}
    wanted = {
        key: None if value is None else _node(value)
        for key, value in values.items()
        if not _has(before.get(key), value)
    }
    if not wanted:
        return header
    after = _ordered(before, wanted)
    edited = _edit_lines(header, wanted)
    return edited if _reads_as(edited, after) else _serialized(after)


def without(header: str, keys: Iterable[str]) -> str:
    """Return a header without these keys, comments and all else as they were."""
    return with_values(header, dict.fromkeys(keys))


def with_new_name(header: str, key: str, name: str) -> str:
    """Return a header in which a key bears another name and keeps its value's characters."""
    entries = _entries(header)
    while any(entry.key == name for entry in entries):
        name += "_"
    old = next(entry for entry in entries if entry.key == key)
    edited = header[: old.start] + name + header[old.end :]
    after = {name if e.key == key else e.key: e.value for e in entries}
    return edited if _reads_as(edited, after) else _serialized(after)


def _entries(header: str) -> list[Entry]:
    entries, problems = HANDLER.compose(header)
    if problems:
        raise ValueError(str(problems[0]))
    return entries


def _node(value: Value) -> yaml.Node:
    text = yaml.safe_dump(
        value,
        default_flow_style=True,
        allow_unicode=True,
        width=_ENDLESS,
        sort_keys=False,
    )
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    assert node is not None  # noqa: S101 a dumped value is never nothing
    return node


def _has(node: yaml.Node | None, value: Value) -> bool:
    if node is None or value is None:
        return node is None and value is None
    return _raw(node) == _raw(_node(value))


def _raw(node: yaml.Node) -> object:
    """Return what a node says, whatever its quotes and its style."""
    if isinstance(node, yaml.MappingNode):
        return [(_raw(key), _raw(value)) for key, value in node.value]
    if isinstance(node, yaml.SequenceNode):
        return [_raw(item) for item in node.value]
    return node.value


def _ordered(
    before: Mapping[str, yaml.Node], wanted: Mapping[str, yaml.Node | None]
) -> dict[str, yaml.Node]:
    """Return all keys with the wanted changes, new ones at their usual places."""
    keys = list(before)
    for key in sorted(wanted, key=_rank):
        if key not in keys:
            keys.insert(_place(key, keys), key)
    nodes = {**before, **wanted}
    return {key: node for key in keys if (node := nodes[key]) is not None}


def _place(key: str, keys: list[str]) -> int:
    """Return where a new key goes: after the nearest of those that usually precede it."""
    if key not in KEYS:
        return len(keys)
    earlier = [i for i, other in enumerate(keys) if _rank(other) < _rank(key)]
    return max(earlier, key=lambda i: _rank(keys[i])) + 1 if earlier else 0


def _rank(key: str) -> int:
    return KEYS.index(key) if key in KEYS else len(KEYS)


def _edit_lines(header: str, wanted: Mapping[str, yaml.Node | None]) -> str:
    """Replace, drop and insert whole lines: right for a header of one key a line."""
    lines = header.split("\n")[:-1]
    entries = _entries(header)
    starts = [entry.line - FIRST_LINE for entry in entries]
    ends = [*starts[1:], len(lines)][: len(starts)]
    spans = {
        entry.key: (start, _without_comments(lines, start, end))
        for entry, start, end in zip(entries, starts, ends, strict=True)
    }
    indent = re.match(" *", lines[starts[0]]).group() if starts else ""  # type: ignore[union-attr]
    changes = []
    for key in wanted:
        keys = list(spans)
        place = _place(key, keys)
        # A comment at the top is about the whole, so it stays at the top.
        at = spans[keys[place - 1]][1] if place else min(starts, default=0)
        start, end = spans.get(key, (at, at))
        changes.append((start, end, _rank(key), key))
    # From the last line up, so that earlier places stay true.
    for start, end, _, key in sorted(changes, reverse=True):
        node = wanted[key]
        new = _serialized({key: node}).split("\n")[:-1] if node is not None else []
        lines[start:end] = [indent + line for line in new]
    return "".join(f"{line}\n" for line in lines)


def _without_comments(lines: list[str], start: int, end: int) -> int:
    """Return the end of an entry's own lines; what follows belongs to the next one."""
    while end > start + 1 and (not lines[end - 1].strip() or lines[end - 1][0] == "#"):
        end -= 1
    return end


def _reads_as(header: str, nodes: Mapping[str, yaml.Node]) -> bool:
    entries, problems = HANDLER.compose(header)
    found = [(entry.key, entry.value.tag, _raw(entry.value)) for entry in entries]
    return not problems and found == [
        (key, node.tag, _raw(node)) for key, node in nodes.items()
    ]


def _serialized(nodes: Mapping[str, yaml.Node]) -> str:
    """Write keys one a line, in the order given; comments are lost here."""
    pairs = [(_node(key), node) for key, node in nodes.items()]
    mapping = yaml.MappingNode("tag:yaml.org,2002:map", pairs, flow_style=False)
    return yaml.serialize(
        mapping, Dumper=yaml.SafeDumper, allow_unicode=True, width=_ENDLESS
    )

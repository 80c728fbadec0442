"""JSON and YAML as plain values: bounded in depth and size, and nothing in them is run."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, TypeAlias

import yaml

from knowledge.inventories.values import Fault, Refused

Document: TypeAlias = dict[str, Any]
"""A mapping whose values are mappings, lists, texts, numbers, booleans and None."""

MOST_DEPTH = 60
MOST_NODES = 300_000
# Reading YAML takes some twenty times as long as JSON.
MOST_YAML = 3_000_000

_TAGS = frozenset(
    f"tag:yaml.org,2002:{name}"
    for name in ("str", "int", "float", "bool", "null", "map", "seq")
)
_NUMBER = re.compile(
    r"[-+]?(?:0|[1-9][0-9]{0,300})(?:\.[0-9]{1,300})?(?:[eE][-+]?[0-9]{1,3})?"
)
_WORDS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


def load(text: str) -> Document:
    """Read a JSON object or a YAML mapping; raises Refused with the line if it can."""
    value = _json(text) if text.lstrip().startswith(("{", "[")) else _yaml(text)
    if not isinstance(value, dict):
        raise Refused(Fault("holds no keys at its top", 1))
    return value


def looks_like_one(text: str) -> bool:
    """Whether a text begins as a JSON object or as a YAML mapping does."""
    begin = text.lstrip()[:2000]
    return begin.startswith(("{", "---")) or bool(
        re.match(
            r"(?:#[^\n]*\n|\s*\n)*[\"']?(?:openapi|swagger|\$schema|type)[\"']?:", begin
        )
    )


def _json(text: str) -> object:
    try:
        value = json.loads(
            text, object_pairs_hook=_object, parse_constant=_no_number, parse_int=_whole
        )
    except json.JSONDecodeError as error:
        fault = Fault(f"is no JSON: {error.msg}", error.lineno, f"column {error.colno}")
        raise Refused(fault) from None
    except RecursionError:
        raise Refused(_too_deep()) from None
    _measure(value)
    return value


def _object(pairs: list[tuple[str, object]]) -> Document:
    made = dict(pairs)
    if len(made) < len(pairs):
        twice = Counter(key for key, _ in pairs).most_common(1)[0][0]
        raise Refused(Fault(f"the key “{twice[:80]}” stands twice in one object"))
    return made


def _no_number(word: str) -> object:
    raise Refused(Fault(f"{word} is no number in JSON"))


def _whole(digits: str) -> int | float:
    return int(digits) if len(digits) < 300 else float("inf")


def _measure(value: object) -> None:
    """Refuse what is nested too deeply; walked without calling itself."""
    left: list[tuple[object, int]] = [(value, 1)]
    while left:
        node, depth = left.pop()
        if depth > MOST_DEPTH:
            raise Refused(_too_deep())
        inside = list(node.values()) if isinstance(node, dict) else node
        if isinstance(inside, list):
            left += [(each, depth + 1) for each in inside]


def _yaml(text: str) -> object:
    if len(text) > MOST_YAML:
        message = (
            f"is YAML of more than {MOST_YAML:,} characters; as JSON more is taken"
        )
        raise Refused(Fault(message))
    # The parser of libyaml where it is there; either gives events and makes no objects.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return _Builder(yaml.parse(text, Loader=loader)).document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        fault = Fault(
            f"is no YAML: {error.problem or 'cannot be read'}",
            mark.line + 1 if mark else 0,
            f"column {mark.column + 1}" if mark else "",
        )
        raise Refused(fault) from None
    except yaml.YAMLError as error:
        raise Refused(Fault(f"is no YAML: {str(error).splitlines()[0]}")) from None


class _Builder:
    """Makes plain values of events; an alias counts as often as it is named."""

    def __init__(self, events: Iterator[Any]) -> None:
        self._events = (e for e in events if not isinstance(e, yaml.StreamStartEvent))
        self._anchors: dict[str, tuple[object, int, int]] = {}
        self._count = 0

    def document(self) -> object:
        start = next(self._events)
        if isinstance(start, yaml.StreamEndEvent):
            raise Refused(Fault("is empty"))
        value, _height = self._node(next(self._events), 1)
        next(self._events)
        if not isinstance(next(self._events), yaml.StreamEndEvent):
            raise Refused(Fault("holds several documents; keep one"))
        return value

    def _node(self, event: Any, depth: int) -> tuple[object, int]:
        """Return the value that begins with an event, and how many levels it has."""
        self._one_more(event, 1)
        if depth > MOST_DEPTH:
            raise Refused(_too_deep(event))
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event, depth)
        if event.tag is not None and event.tag not in _TAGS:
            raise Refused(_at(event, f"the tag {event.tag[:80]} is not taken"))
        before = self._count
        if event.anchor is not None:
            # Until it is whole, naming it would be naming itself.
            self._anchors.pop(event.anchor, None)
        made: tuple[object, int]
        if isinstance(event, yaml.ScalarEvent):
            made = _scalar(event), 1
        elif isinstance(event, yaml.SequenceStartEvent):
            made = self._sequence(depth)
        else:
            made = self._mapping(depth)
        if event.anchor is not None:
            self._anchors[event.anchor] = (*made, self._count - before + 1)
        return made

    def _alias(self, event: Any, depth: int) -> tuple[object, int]:
        if event.anchor not in self._anchors:
            message = f"*{event.anchor[:80]} names nothing above it, or itself"
            raise Refused(_at(event, message))
        value, height, weight = self._anchors[event.anchor]
        self._one_more(event, weight)
        if depth + height > MOST_DEPTH:
            raise Refused(_too_deep(event))
        return value, height

    def _sequence(self, depth: int) -> tuple[object, int]:
        values: list[object] = []
        tallest = 0
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            value, height = self._node(event, depth + 1)
            values.append(value)
            tallest = max(tallest, height)
        return values, tallest + 1

    def _mapping(self, depth: int) -> tuple[object, int]:
        values: Document = {}
        tallest = 0
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise Refused(_at(event, "a key must be a word"))
            if event.value == "<<" and event.implicit[0]:
                raise Refused(_at(event, "merge keys (<<) are not taken"))
            if event.value in values:
                message = f"the key “{event.value[:80]}” stands twice"
                raise Refused(_at(event, message))
            self._one_more(event, 1)
            value, height = self._node(next(self._events), depth + 1)
            values[event.value] = value
            tallest = max(tallest, height)
        return values, tallest + 1

    def _one_more(self, event: Any, weight: int) -> None:
        self._count += weight
        if self._count > MOST_NODES:
            message = f"holds more than {MOST_NODES:,} values, aliases written out"
            raise Refused(_at(event, message))


def _scalar(event: Any) -> object:
    """Return what a word stands for by the rules of JSON: `no` and dates are texts."""
    word = event.value
    if event.tag is not None or not event.implicit[0]:
        return word
    if word in _WORDS:
        return _WORDS[word]
    if _NUMBER.fullmatch(word):
        return float(word) if re.search("[.eE]", word) else int(word)
    return word


def _at(event: Any, message: str) -> Fault:
    mark = event.start_mark
    return Fault(message, mark.line + 1, f"column {mark.column + 1}")


def _too_deep(event: Any = None) -> Fault:
    message = f"is nested deeper than {MOST_DEPTH} levels"
    return Fault(message) if event is None else _at(event, message)

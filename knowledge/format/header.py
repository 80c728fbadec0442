"""The YAML header: cut off without losing a byte, and read as nodes that know their lines."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import yaml
from frontmatter.default_handlers import YAMLHandler

from knowledge.format.text import line_at
from knowledge.format.values import Problem

Node: TypeAlias = yaml.ScalarNode | yaml.SequenceNode | yaml.MappingNode

# The line of the file at which the header begins: after the opening --- line.
FIRST_LINE = 2
_MAX_CHARACTERS = 50_000
_MAX_DEPTH = 20


@dataclass(frozen=True)
class Entry:
    """One key of the header, its line in the file, and its characters in the header."""

    key: str
    line: int
    start: int
    end: int
    value: Node


class AtomHandler(YAMLHandler):
    """python-frontmatter's YAML, lossless, and without what makes YAML dangerous.

    The stock handler takes any line of dashes for a boundary, swallows the blank lines
    around it, and lets anchors multiply a small header into a large one.
    """

    FM_BOUNDARY = re.compile(
        r"\A---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", re.MULTILINE | re.DOTALL
    )

    def split(self, text: str) -> tuple[str, str]:
        """Return the header without its --- lines, and the body, both untouched."""
        found = self.FM_BOUNDARY.match(text)
        if found is None:
            message = "There is no header"
            raise ValueError(message)
        return found.group(1), text[found.end() :]

    def compose(self, fm: str) -> tuple[list[Entry], list[Problem]]:
        """Return the keys in their order, and what is wrong with them."""
        entries, problems = _composed(fm)
        return list(entries), list(problems)


HANDLER = AtomHandler()
_HINTS = {
    "mapping values are not allowed here": "a text with a colon needs quotes",
    "found character '\\t' that cannot start any token": "use blanks, not tabs",
    "expected alphabetic or numeric character": "a text that begins so needs quotes",
    "that cannot start any token": "a text that begins so needs quotes",
    "found unknown escape character": "single quotes keep a backslash as it is",
    "but found '<scalar>'": "quotes go around the whole text",
}
# What is opened and not closed YAML notices further down, where it helps nobody.
_OPENED = {
    "while scanning a quoted scalar": "a quote is opened here and not closed",
    "while parsing a flow sequence": "the list that begins with [ here needs a comma or a ]",
    "while parsing a flow mapping": "what begins with { here needs a comma or a }",
}


class _Loader(yaml.SafeLoader):
    """Composes nodes; an alias, an anchor, a tag or a deep nest ends it."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event: yaml.Event = self.peek_event()  # type: ignore[no-untyped-call]
        if isinstance(event, yaml.AliasEvent):
            raise _Refused(
                event, "aliases (*name) are not allowed; in quotes it is text"
            )
        if getattr(event, "anchor", None) is not None:
            raise _Refused(
                event, "anchors (&name) are not allowed; in quotes it is text"
            )
        if getattr(event, "tag", None) is not None:
            raise _Refused(event, "tags (!name) are not allowed; in quotes it is text")
        if self.depth >= _MAX_DEPTH:
            raise _Refused(event, "is nested too deeply")
        self.depth += 1
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node


class _Refused(yaml.MarkedYAMLError):
    """Legal YAML that we don't take."""

    def __init__(self, event: yaml.Event, message: str) -> None:
        super().__init__(problem=message)
        self.problem_mark = event.start_mark  # type: ignore[assignment]


# Saving one text reads its header several times in a row, and reading is most of the work.
@lru_cache(maxsize=8)
def _composed(fm: str) -> tuple[tuple[Entry, ...], tuple[Problem, ...]]:
    if len(fm) > _MAX_CHARACTERS:
        message = f"has more than {_MAX_CHARACTERS:,} characters"
        return (), (Problem(FIRST_LINE, "header", message),)
    try:
        node = _Loader(fm).get_single_node()
    except yaml.MarkedYAMLError as error:
        return (), (_broken(fm, error),)
    except yaml.reader.ReaderError as error:
        line = line_at(fm, error.position) + FIRST_LINE - 1
        message = f"holds the character U+{error.character:04X}, which YAML forbids"
        return (), (Problem(line, "header", message),)
    if node is None:
        return (), ()
    if not isinstance(node, yaml.MappingNode):
        message = "must be lines of `key: value`"
        return (), (Problem(FIRST_LINE, "header", message),)
    entries: dict[str, Entry] = {}
    problems: list[Problem] = []
    for key, value in node.value:
        _read_entry(fm, (key, value), entries, problems)
    return tuple(entries.values()), tuple(problems)


def _broken(fm: str, error: yaml.MarkedYAMLError) -> Problem:
    mark = error.problem_mark or error.context_mark
    message = (error.problem or "cannot be read").replace("\n", " ")
    if error.context in _OPENED:
        mark = error.context_mark
        message = _OPENED[error.context]
    hint = next((f" ({_HINTS[end]})" for end in _HINTS if end in message), "")
    if not isinstance(error, _Refused):
        message = f"is not valid YAML: {message}{hint}"
    line = FIRST_LINE if mark is None else line_at(fm, mark.index) + FIRST_LINE - 1
    return Problem(line, _key_at(fm, line), message)


def _key_at(fm: str, line: int) -> str:
    """Return the key whose lines hold this line of the file, as far as text tells."""
    key = "header"
    for text in fm.split("\n")[: line - FIRST_LINE + 1]:
        found = re.match(r"([\w-]+)[ \t]*:", text)
        key = found.group(1) if found else key
    return key


def _read_entry(
    fm: str,
    pair: tuple[yaml.Node, Node],
    entries: dict[str, Entry],
    problems: list[Problem],
) -> None:
    node, value = pair
    line = _line(fm, node)
    if not isinstance(node, yaml.ScalarNode) or not node.value.strip():
        problems.append(Problem(line, "header", "a key must be a word"))
        return
    key = node.value
    if node.tag == "tag:yaml.org,2002:merge":
        problems.append(Problem(line, key, "merge keys are not allowed"))
    elif key in entries:
        # Not by number: the editor counts the lines of a header by themselves.
        above = line - entries[key].line
        where = "in the line above" if above == 1 else f"{above} lines above"
        problems.append(Problem(line, key, f"stands twice, first {where}"))
    else:
        start, end = node.start_mark.index, node.end_mark.index
        entries[key] = Entry(key, line, start, end, value)
        problems.extend(_inner_duplicates(fm, key, value))


def _inner_duplicates(fm: str, key: str, node: yaml.Node) -> list[Problem]:
    problems: list[Problem] = []
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            problems += _inner_duplicates(fm, key, item)
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for name, value in node.value:
            if not isinstance(name, yaml.ScalarNode):
                problems.append(Problem(_line(fm, name), key, "a key must be a word"))
            elif name.value in seen:
                message = f"holds “{name.value}” twice"
                problems.append(Problem(_line(fm, name), key, message))
            else:
                seen.add(name.value)
            problems += _inner_duplicates(fm, key, value)
    return problems


def _line(fm: str, node: yaml.Node) -> int:
    # By index: YAML counts U+2028 as the end of a line, editors don't.
    return line_at(fm, node.start_mark.index) + FIRST_LINE - 1

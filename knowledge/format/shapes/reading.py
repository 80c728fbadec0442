"""Reading one block of markdown as what its type wants; None when it is not that."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from knowledge.format.faq import read_pairs
from knowledge.format.outline import Block
from knowledge.format.shapes.elements import (
    Code,
    Fields,
    Pairs,
    Quoted,
    Step,
    Steps,
    Tip,
    Tips,
    known_key,
)

_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
_markdown.core.ruler.enableOnly(["normalize", "block"])

_MARKER = re.compile(r"( *)(?:[-+*]|\d{1,9}[.)])( *)(.*)")
_LEAD = re.compile(r"\*\*([^*\n]{1,120}?)\*\*([.:!?]?)(?:\s+|$)(.*)", re.DOTALL)
_ARROW = re.compile(r"([^`\n]{1,200}?)\s+(?:→|->|=>)\s+(.+)", re.DOTALL)
_KEY_VALUE = re.compile(
    r"(?:\*\*([^*:\n]{1,40})(?::\*\*|\*\*:)|(`[^`\n]{1,40}`|[^*:`\n]{1,40}):)\s+(\S.*)",
    re.DOTALL,
)


@dataclass(frozen=True)
class Item:
    """One item of a list: its first paragraph, and all below it."""

    text: str
    body: str


def read_steps(markdown: str) -> Steps | None:
    """Read a numbered list as steps; a bold word with a colon in front says who."""
    token, items = _list(markdown)
    if token is None or token.type != "ordered_list_open":
        return None
    steps = tuple(_step(item) for item in items)
    start = token.attrGet("start")
    return Steps(steps, 1 if start is None else int(start))


def read_tips(markdown: str) -> Tips | None:
    """Read a list as tips: what is bold or stands before an arrow is the symptom."""
    token, items = _list(markdown)
    if token is None:
        return None
    tips = tuple(_tip(item) for item in items)
    return Tips(tips, token.type == "ordered_list_open")


def read_items(markdown: str) -> tuple[str, ...]:
    """Return the items of a list, each with all that it holds."""
    return tuple(f"{i.text}\n\n{i.body}".strip() for i in _list(markdown)[1])


def read_table(markdown: str) -> Fields | None:
    """Read a table; a short row has been filled up by the parser."""
    rows: list[list[str]] = []
    for token in (tokens := _markdown.parse(markdown)):
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline" and rows:
            rows[-1].append(token.content)
    if not tokens or tokens[0].type != "table_open" or len(rows) < 2:
        return None
    return Fields(tuple(rows[0]), tuple(tuple(row) for row in rows[1:]))


def read_key_values(markdown: str) -> Fields | None:
    """Read `Key: value`, in lines, items or a definition list, when a key is one of ours."""
    token, items = _list(markdown)
    if token is None:
        lines = _defined(markdown)
    elif any(item.body for item in items):
        return None
    else:
        lines = [item.text for item in items]
    found = [_KEY_VALUE.fullmatch(line.strip()) for line in lines]
    pairs = [(m[1] or m[2], m[3]) for m in found if m is not None]
    if len(pairs) < 2 or len(pairs) < len(lines):
        return None
    if not any(known_key(key) for key, _ in pairs):
        return None
    keys, values = zip(*pairs, strict=True)
    return Fields(keys, (values,), lines=True)


def read_code(markdown: str) -> Code | None:
    """Read a block of code."""
    tokens = _markdown.parse(markdown)
    if len(tokens) != 1 or tokens[0].type not in {"fence", "code_block"}:
        return None
    language = tokens[0].info.split()
    return Code(tokens[0].content, language[0] if language else "", markdown)


def read_quote(markdown: str) -> Pairs | None:
    """Read a quote that is nothing but questions and answers, each line with its mark."""
    lines = markdown.split("\n")
    if not all(line.lstrip(" ").startswith(">") for line in lines):
        return None
    pairs, problems = read_pairs(markdown, [Block("quote", 0, len(lines))], 0)
    covered = {n for pair in pairs for n in range(pair.line, pair.last_line + 1)}
    rest = (line for n, line in enumerate(lines) if n not in covered)
    if problems or not pairs or any(line.strip(" >\t") for line in rest):
        return None
    return Pairs(tuple(Quoted(pair.phrasings, pair.answer) for pair in pairs))


def _step(item: Item) -> Step:
    lead = _LEAD.fullmatch(item.text)
    if lead is not None and f"{lead[1]}{lead[2]}".endswith(":"):
        return Step(lead[3], item.body, f"{lead[1].rstrip(':')}:")
    return Step(item.text, item.body)


def _tip(item: Item) -> Tip:
    found = _LEAD.fullmatch(item.text)
    if found is not None:
        symptom, text = f"{found[1]}{found[2]}", found[3]
    elif (found := _ARROW.fullmatch(item.text)) is not None:
        symptom, text = found[1], found[2]
    else:
        symptom, text = "", item.text
    return Tip(symptom, text, item.body)


def _defined(markdown: str) -> list[str]:
    """Return lines of `Key: value`, also where the value stands on a line of its own."""
    joined = re.sub(r"\n[ \t]*:[ \t]+", ": ", markdown.strip("\n"))
    return joined.split("\n")


def _list(markdown: str) -> tuple[Token | None, list[Item]]:
    """Return the token that opens the one list that this is, and the items."""
    tokens = _markdown.parse(markdown)
    if not tokens or not tokens[0].type.endswith("_list_open"):
        return None, []
    if tokens[-1].level or tokens[-1].tag != tokens[0].tag:
        return None, []
    return tokens[0], list(_items(markdown.split("\n"), tokens))


def _items(lines: list[str], tokens: list[Token]) -> Iterator[Item]:
    for token, first in pairwise(tokens):
        if token.type != "list_item_open" or token.level != 1 or token.map is None:
            continue
        start, end = token.map
        width, own = _unmarked(lines[start:end])
        cut = 0
        if first.type == "paragraph_open" and first.map is not None:
            cut = first.map[1] - start
        text = "\n".join(line.strip() for line in own[:cut]).strip()
        yield Item(text, "\n".join(_trimmed(_outdented(own[cut:], width))))


def _unmarked(lines: list[str]) -> tuple[int, list[str]]:
    """Return how far an item is indented, and its lines with spaces for the marker."""
    first = lines[0].expandtabs(4)
    found = _MARKER.match(first)
    if found is None:
        return 0, lines
    spaces = len(found[2])
    width = found.start(2) + (spaces if 1 <= spaces <= 4 and found[3] else 1)
    return width, [" " * width + first[width:], *lines[1:]]


def _outdented(lines: list[str], width: int) -> list[str]:
    """Take the item's indent from lines; one that has less goes on with the line before."""
    own: list[str] = []
    for line in lines:
        text = line.lstrip(" \t")
        indent = len(line[: len(line) - len(text)].expandtabs(4))
        if text and indent < width and own:
            own[-1] += f" {text}"
        else:
            own.append(" " * max(0, indent - width) + text)
    return own


def _trimmed(lines: list[str]) -> list[str]:
    """Return the lines without blank ones at both ends."""
    full = [number for number, line in enumerate(lines) if line.strip()]
    return lines[full[0] : full[-1] + 1] if full else []

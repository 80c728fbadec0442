"""The text of a type as an answer: its own words in the shape that helps most, of bounded length.

An error is its cause and its fix, a procedure its steps, an input its row, a template its code.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from knowledge.format.sections import role_of
from knowledge.format.shapes.elements import (
    Code,
    Element,
    Fields,
    Pairs,
    Step,
    Steps,
    Text,
    Tip,
    Tips,
)
from knowledge.format.shapes.parts import Part, parts_of
from knowledge.format.shapes.reading import read_items

STEPS = 12
CAUSES = 5
ROWS = 8
PROSE_WORDS = 60
LONGEST = 4000
"""Characters; a text that would be longer is told by its section instead."""


def told(kind: str, body: str, *, question: str = "", near: str = "") -> str:
    """Return the text of a type in its shape; nothing where it has no shape to be told in.

    Of a long table those rows are told that the question names, else those that stand in
    `near`, which is the piece of the text that was found.
    """
    teller = _TELLERS.get(kind)
    if teller is None:
        return ""
    parts = parts_of(kind, body)
    shaped = "\n\n".join(
        block for block in teller(parts, _Wanted(question, near)) if block
    )
    return shaped if len(shaped) <= LONGEST else ""


def holds_shape(kind: str, heading: str) -> bool:
    """Whether what stands under this heading is told with the shape; none is the beginning."""
    return kind in _TELLERS and (not heading or bool(role_of(kind, heading)))


class _Wanted:
    """Which rows of a long table are wanted."""

    def __init__(self, question: str, near: str) -> None:
        self._question = f" {_plain(question)} "
        self._near = f" {_plain(near)} "

    def rows(self, rows: Sequence[tuple[str, ...]]) -> Sequence[tuple[str, ...]]:
        named = [row for row in rows if self._names(self._question, row)]
        if named or len(rows) <= ROWS:
            return named or rows
        return ([row for row in rows if self._holds(row)] or rows)[:ROWS]

    def _holds(self, row: tuple[str, ...]) -> bool:
        """Whether what was found has a row, or ends in it: a name such as "type" stands anywhere."""
        whole = f" {_plain(' '.join(row))} " in self._near
        return whole or self._names(self._near[-len(row[0]) - 2 :], row)

    def _names(self, text: str, row: tuple[str, ...]) -> bool:
        name = _plain(row[0]) if row else ""
        return bool(name) and f" {name} " in text


def _error(parts: Sequence[Part], wanted: _Wanted) -> Iterator[str]:
    yield _prose(_meaning(parts))
    for part in parts:
        if part.role == "causes":
            items = [i for e in part.elements for i in _items(e)][:CAUSES]
            listed = _listed("-", items) if items else _prose(part.elements)
            yield f"{_lead(part)}\n\n{listed}"
        elif part.role == "resolution":
            yield f"{_lead(part)}\n\n{_all(part.elements, wanted)}"


def _meaning(parts: Sequence[Part]) -> Iterator[Element]:
    """What the error means, with the message where that stands in the middle of it."""
    for before, part in pairwise((Part(), *parts)):
        inside = part.role == "message" and before.role == "meaning"
        yield from part.elements if inside or part.role == "meaning" else ()


def _procedure(parts: Sequence[Part], wanted: _Wanted) -> Iterator[str]:
    for part in parts:
        if part.role == "prerequisites":
            yield f"{_lead(part)}\n\n{_all(part.elements, wanted)}"
        elif part.role == "steps":
            yield _all(part.elements, wanted)


def _playbook(parts: Sequence[Part], wanted: _Wanted) -> Iterator[str]:
    for part in parts:
        if part.role == "when":
            yield _prose(part.elements)
        elif part.role in {"plan", "phase"}:
            lead = f"{_lead(part)}\n\n" if part.role == "phase" else ""
            yield lead + _all(part.elements, wanted)


def _interface_input(parts: Sequence[Part], wanted: _Wanted) -> Iterator[str]:
    for part in parts:
        for element in part.elements if part.role == "field" else ():
            if isinstance(element, Fields):
                yield _table(element, wanted)


def _troubleshooting(parts: Sequence[Part], wanted: _Wanted) -> Iterator[str]:
    for part in parts:
        if part.role == "tip":
            yield f"{_lead(part)}\n\n{_all(part.elements, wanted)}"
        elif part.role == "tips":
            yield _all(part.elements, wanted)


def _config_template(parts: Sequence[Part], wanted: _Wanted) -> Iterator[str]:
    for part in parts:
        if part.role == "template":
            yield from (e.markdown for e in part.elements if isinstance(e, Code))
        elif part.role == "values":
            yield _all(part.elements, wanted)


def _pitfall(parts: Sequence[Part], wanted: _Wanted) -> Iterator[str]:
    for part in parts:
        if part.role == "pitfall":
            yield _warned(f"\u26a0 {_lead(part)} {_prose(part.elements)}")
        elif part.role == "why":
            yield f"{_lead(part)}\n\n{_prose(_first(part.elements))}"
        elif part.role == "instead":
            yield f"{_lead(part)}\n\n{_all(part.elements, wanted)}"


_TELLERS: Mapping[str, Callable[[Sequence[Part], _Wanted], Iterator[str]]] = {
    "error": _error,
    "procedure": _procedure,
    "playbook": _playbook,
    "interface_input": _interface_input,
    "troubleshooting": _troubleshooting,
    "config_template": _config_template,
    "pitfall": _pitfall,
}


def _lead(part: Part) -> str:
    """The part's own heading as a line in bold: a chat has no room for more."""
    return f"**{part.heading.strip(' *:')}**"


def _warned(markdown: str) -> str:
    """A quote, which the widget sets off as a warning."""
    return "\n".join(f"> {line}".rstrip() for line in markdown.splitlines())


def _all(elements: Iterable[Element], wanted: _Wanted) -> str:
    return "\n\n".join(block for e in elements if (block := _written(e, wanted)))


def _written(element: Element, wanted: _Wanted) -> str:
    match element:
        case Text() | Code():
            return element.markdown
        case Steps():
            steps = [_step(step) for step in element.steps[:STEPS]]
            return _listed("1.", steps, start=element.start)
        case Tips():
            tips = [_tip(tip) for tip in element.tips]
            return _listed("1." if element.numbered else "-", tips)
        case Fields():
            return _table(element, wanted)
        case Pairs():
            return ""


def _listed(sign: str, items: Sequence[str], *, start: int = 1) -> str:
    """Write a list; what belongs to an item is indented below it."""
    lines = []
    for number, item in enumerate(items, start):
        mark = f"{number}. " if sign == "1." else "- "
        lines.append(mark + item.replace("\n", "\n" + " " * len(mark)))
    return re.sub(r"[ \t]+$", "", "\n".join(lines), flags=re.MULTILINE)


def _step(step: Step) -> str:
    who = f"**{step.who}** " if step.who else ""
    return f"{who}{step.text}" + (f"\n\n{step.body}" if step.body else "")


def _tip(tip: Tip) -> str:
    lead = f"**{tip.symptom}** " if tip.symptom else ""
    return f"{lead}{tip.text}" + (f"\n\n{tip.body}" if tip.body else "")


def _table(found: Fields, wanted: _Wanted) -> str:
    if found.lines:
        pairs = zip(found.keys, found.rows[0], strict=True)
        return "\n".join(f"- {key}: {value}" for key, value in pairs)
    rows = wanted.rows(found.rows)
    if not rows:
        return ""
    lines = [found.keys, tuple("---" for _ in found.keys), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _items(element: Element) -> tuple[str, ...]:
    return read_items(element.markdown) if isinstance(element, Text) else ()


def _first(elements: Sequence[Element]) -> Sequence[Element]:
    """The first paragraph, and what it leads on to."""
    first = elements[0] if elements else None
    leads_on = isinstance(first, Text) and first.markdown.rstrip().endswith(":")
    return elements[:2] if leads_on else elements[:1]


def _prose(elements: Iterable[Element]) -> str:
    """Return the first paragraphs, as many as are short together."""
    taken: list[str] = []
    words = 0
    for element in elements:
        if not isinstance(element, Text | Code):
            continue
        words += len(element.markdown.split())
        if taken and words > PROSE_WORDS:
            break
        taken.append(element.markdown)
    # What a line led on to may have been too long.
    while len(taken) > 1 and taken[-1].rstrip().endswith(":"):
        taken.pop()
    return "\n\n".join(taken)


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^\w.-]+", " ", text.casefold()).split())

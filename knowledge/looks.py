"""The look of each type: an atom's text as HTML, made from what was read of it.

Each piece of what an author wrote passes the sanitiser by itself, which lets no class through.
Only then our own elements come around it, so nobody can write what looks like one of them.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache

from knowledge.format.shapes import Part, parts_of
from knowledge.format.shapes.elements import (
    Code,
    Element,
    Fields,
    Pairs,
    Steps,
    Text,
    Tips,
)
from knowledge.format.values import TYPES
from knowledge.rendering import KEPT_CHARACTERS, Pieces


def atom_to_html(kind: str, body: str) -> str:
    """Return the text of an atom as safe HTML in the look of its type."""
    return (_kept if len(body) <= KEPT_CHARACTERS else _drawn)(kind, body)


def _drawn(kind: str, body: str) -> str:
    pieces = Pieces(body)
    parts = "".join(_part(part, pieces) for part in parts_of(kind, body))
    name = kind.replace("_", "-") if kind in TYPES else "article"
    return f'<div class="shape shape-of-{name}">{parts}</div>'


_kept: Callable[[str, str], str] = lru_cache(256)(_drawn)


def _part(part: Part, pieces: Pieces) -> str:
    heading = ""
    if part.heading:
        tag = f"h{part.level}"
        heading = f"<{tag}>{pieces.inline(part.heading)}</{tag}>"
    inner = heading + "".join(_element(e, pieces) for e in part.elements)
    if not part.role:
        return inner
    return f'<section class="shape-part shape-{part.role}">{inner}</section>'


def _element(element: Element, pieces: Pieces) -> str:
    match element:
        case Text():
            return pieces.html(element.markdown)
        case Code():
            return f'<div class="shape-code">{pieces.html(element.markdown)}</div>'
        case Steps():
            return _steps(element, pieces)
        case Tips():
            return _tips(element, pieces)
        case Fields():
            return (_lines if element.lines else _table)(element, pieces)
        case Pairs():
            return _pairs(element, pieces)


def _steps(found: Steps, pieces: Pieces) -> str:
    start = f' start="{found.start}"' if found.start != 1 else ""
    items = (
        f"<li>{_led('shape-who', step.who, step.text, step.body, pieces)}</li>"
        for step in found.steps
    )
    return f'<ol class="shape-list"{start}>{"".join(items)}</ol>'


def _tips(found: Tips, pieces: Pieces) -> str:
    tag = "ol" if found.numbered else "ul"
    items = (
        f"<li>{_led('shape-symptom', tip.symptom, tip.text, tip.body, pieces)}</li>"
        for tip in found.tips
    )
    return f'<{tag} class="shape-tries">{"".join(items)}</{tag}>'


def _led(name: str, lead: str, text: str, body: str, pieces: Pieces) -> str:
    """Return an item: what leads it, its first paragraph, and all below."""
    first = f'<strong class="{name}">{pieces.inline(lead)}</strong> ' if lead else ""
    first += pieces.inline(text)
    return (f"<p>{first}</p>" if first else "") + pieces.html(body)


def _table(found: Fields, pieces: Pieces) -> str:
    # The roles keep it a table for screen readers where narrow screens make cards of it.
    labels = [pieces.words(key) for key in found.keys]
    head = "".join(
        f'<th role="columnheader">{pieces.inline(key)}</th>' for key in found.keys
    )
    rows = "".join(
        f'<tr role="row">{"".join(_cells(row, labels, pieces))}</tr>'
        for row in found.rows
    )
    return (
        '<table class="shape-fields" role="table">'
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>'
        f'<tbody role="rowgroup">{rows}</tbody></table>'
    )


def _cells(row: tuple[str, ...], labels: list[str], pieces: Pieces) -> Iterator[str]:
    for label, value in zip(labels, row, strict=True):
        yield f'<td role="cell" data-label="{label}"><div>{pieces.inline(value)}</div></td>'


def _lines(found: Fields, pieces: Pieces) -> str:
    pairs = zip(found.keys, found.rows[0], strict=True)
    lines = (
        f"<div><dt>{pieces.inline(key)}</dt><dd>{pieces.inline(value)}</dd></div>"
        for key, value in pairs
    )
    return f'<dl class="shape-lines">{"".join(lines)}</dl>'


def _pairs(found: Pairs, pieces: Pieces) -> str:
    # The marks stay as text: they say without colour which is which.
    pairs = (
        "<div>"
        + "".join(
            f'<dt><span class="shape-mark">Q:</span> {pieces.inline(question)}</dt>'
            for question in pair.phrasings
        )
        + f'<dd><span class="shape-mark">A:</span>{pieces.html(pair.answer)}</dd></div>'
        for pair in found.pairs
    )
    return f'<dl class="shape-pairs">{"".join(pairs)}</dl>'

"""Names that a text spells letter by letter: error codes, settings, options, files, error lines.

A vector hardly sees them and a stemmer takes them apart, but who pastes one means exactly it.
"""

import re
from collections.abc import Iterator

from knowledge.indexing.units import AtomText
from knowledge.inventories.signatures import signature

SHORTEST = 4
LONGEST = 200
SHORTEST_LINE = 3
"""Words of an error line; a shorter one is said about many things."""
MOST = 400
"""Of one text. A longer list, such as of all settings, helps to find none of them."""

# A code is made of capitals and digits. A name has a sign, a capital or digit in its middle.
_CODE = (
    r"(?=[A-Z0-9-]*\d)(?=[A-Z0-9-]*[A-Z])[A-Z0-9]+(?:-[A-Z0-9]+)*(?![\w-])"
    r"|0[xX][0-9a-fA-F]{2,}\b"
)
_NAME = (
    r"[A-Za-z_$][\w$]*(?:[._:/\\-]+[\w$]+)+"
    r"|--?[a-z][\w-]+"
    r"|[a-z]+(?:[A-Z][a-z0-9]+)+|(?:[A-Z][a-z0-9]+){2,}"
    r"|[A-Za-z]\w*_\w+"
)
_FOUND = re.compile(rf"(?<![\w.$/\\-])(?:(?P<code>{_CODE})|{_NAME})")
# One slash or dash joins plain words ("and/or", "sign-in").
_SPECIAL = re.compile(r"[_$\\]|\d|\w[.:]\w|/[\w.]+/|^--|[a-z][A-Z]")
_FAULT = re.compile(
    r"error|exception|fail|refus|denied|invalid|cannot|could not|unable|not found|fatal"
    r"|unexpected|missing|unknown|timed? ?out|traceback|warning",
    re.IGNORECASE,
)
_MARKUP = re.compile(r"^[>\s#*`-]+|[`*\s]+$")


def literals_of(text: str) -> list[str]:
    """Return the names that a text spells, each once, as they are compared: in lower case.

    Of an error line, what differs from one time to the next is masked as in lists of log lines.
    """
    return list(dict.fromkeys([*_lines(text), *_names(text)]))[:MOST]


def literals_of_atom(atom: AtomText) -> list[str]:
    """Return the names that any part of an atom spells."""
    pairs = (text for pair in atom.pairs for text in (*pair.phrasings, pair.answer))
    return literals_of("\n".join((atom.title, atom.summary, atom.body, *pairs)))


def _names(text: str) -> Iterator[str]:
    for found in _FOUND.finditer(text):
        name = found[0].rstrip(".:/\\-")
        if not name.startswith("--"):
            name = name.lstrip("-")
        if len(name) >= SHORTEST and (found["code"] or _SPECIAL.search(name)):
            yield name.lower()[:LONGEST]


def _lines(text: str) -> Iterator[str]:
    for line in text.splitlines():
        bare = _MARKUP.sub("", line)
        if len(bare) > LONGEST or not _FAULT.search(bare):
            continue
        masked = signature(bare).lower().rstrip(".!")
        if len(masked.split()) >= SHORTEST_LINE:
            # Masks may be longer than what they stand for.
            yield masked[:LONGEST]

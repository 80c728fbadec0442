"""Plain words in markdown: what would be taken for a mark is escaped, and nothing else."""

import re

# Marks that mean something wherever they stand. `snake_case` and `2 * 3` mean nothing.
_INLINE = re.compile(
    r"""\\(?=[!-/:-@\[-`{-~])        # a backslash before punctuation
    | `
    | \*(?=\S) | (?<=\S)\*           # emphasis
    | (?<![^\W_])_(?=\S) | (?<=\S)_(?![^\W_])
    | <(?=[A-Za-z/!?])               # a tag
    | &(?=\#?\w+;)                   # an entity
    | !?\[(?=[^\]\n]*\][(\[])        # a link
    """,
    re.VERBOSE,
)
# Marks at the beginning of a line: headings, quotes, lists, rules, fences.
_LEADING = re.compile(
    r"^(?P<blank>[ \t]*)(?P<mark>\#{1,6}(?=\s|$)|>|[-+](?=\s|$)|[-=]{2,}\s*$|~{3,}|<{7}|={7}|>{7}|\|)",
    re.MULTILINE,
)
_NUMBER = re.compile(r"^([ \t]*\d{1,9})([.)])(?=\s|$)", re.MULTILINE)


def plain(text: str) -> str:
    """Return markdown that shows this text as it is."""
    return at_start(_INLINE.sub(r"\\\g<0>", text))


def inline(text: str) -> str:
    """Return markdown that shows this text in the middle of a line."""
    return _INLINE.sub(r"\\\g<0>", text)


def at_start(text: str) -> str:
    """Return markdown whose lines begin with words, whatever they begin with."""
    text = _LEADING.sub(r"\g<blank>\\\g<mark>", text)
    return _NUMBER.sub(r"\1\\\2", text)


def quoted(text: str) -> str:
    """Return markdown as lines of a quote."""
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))

"""What stands in a part of an atom: plain text, steps, tips, a table of values, code, pairs."""

from dataclasses import dataclass

# What columns and keys of an input or a value are called.
KEYS = {
    "name": (
        "name", "field", "input", "parameter", "key", "header key", "variable",
        "setting", "option", "what", "frame", "request",
    ),
    "type": ("type", "kind", "schema"),
    "unit": ("unit", "units"),
    "range": ("range", "allowed", "allowed values", "values", "limit"),
    "default": ("default", "default value", "when absent"),
    "required": ("required", "mandatory"),
    "effect": ("effect", "meaning", "description", "what it does", "beyond it"),
}  # fmt: skip


@dataclass(frozen=True)
class Text:
    """Markdown that is shown as it is."""

    markdown: str


@dataclass(frozen=True)
class Step:
    """One step: its first paragraph, who does it where that is said, and what follows below."""

    text: str
    body: str = ""
    who: str = ""


@dataclass(frozen=True)
class Steps:
    """A numbered list; the first step has the number `start`."""

    steps: tuple[Step, ...]
    start: int = 1


@dataclass(frozen=True)
class Tip:
    """What somebody sees, which may be unsaid, and what to try: a paragraph, and more below."""

    symptom: str
    text: str
    body: str = ""

    @property
    def advice(self) -> str:
        """All that there is to try."""
        return f"{self.text}\n\n{self.body}".strip("\n")


@dataclass(frozen=True)
class Tips:
    """A list of tips, numbered or not."""

    tips: tuple[Tip, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Field:
    """One input, or one value of a template; `more` holds what has no name of ours."""

    name: str = ""
    type: str = ""
    unit: str = ""
    range: str = ""
    default: str = ""
    required: str = ""
    effect: str = ""
    more: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Fields:
    """Rows of values under their names: a table, or lines of `Key: value` as one row."""

    keys: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: bool = False

    @property
    def fields(self) -> tuple[Field, ...]:
        """Each row as the values that we know; the first column names it if none does."""
        return tuple(self._field(row) for row in self.rows)

    def _field(self, row: tuple[str, ...]) -> Field:
        known: dict[str, str] = {}
        more: list[tuple[str, str]] = []
        for key, value in zip(self.keys, row, strict=True):
            name = known_key(key)
            if name and name not in known:
                known[name] = value
            else:
                more.append((key, value))
        if "name" not in known and more and not self.lines:
            known["name"] = more.pop(0)[1]
        return Field(**known, more=tuple(more))


@dataclass(frozen=True)
class Code:
    """Fenced code: what it holds, its language, and the markdown that it stands in."""

    text: str
    language: str
    markdown: str


@dataclass(frozen=True)
class Quoted:
    """A question in all its phrasings, and the answer."""

    phrasings: tuple[str, ...]
    answer: str


@dataclass(frozen=True)
class Pairs:
    """Questions and answers that follow each other."""

    pairs: tuple[Quoted, ...]


Element = Text | Steps | Tips | Fields | Code | Pairs


def known_key(text: str) -> str:
    """Return our name for a column or key, or nothing."""
    word = text.strip(" *_`:").casefold()
    return next((name for name, words in KEYS.items() if word in words), "")

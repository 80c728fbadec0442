"""What reading a file gives: its values, its FAQ pairs, and every problem with its line."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from knowledge.reader import PUBLIC

MAX_BYTES = 1_000_000
MAX_TITLE = 300
MAX_SUMMARY = 500
MAX_ID = 120
MAX_TAG = 60
MAX_PAIRS = 500

TYPES = (
    "error",
    "procedure",
    "playbook",
    "interface_input",
    "troubleshooting",
    "config_template",
    "pitfall",
    "faq",
    "article",
)
# The order in which a header is written; keys that are not ours follow as they came.
KEYS = (
    "id",
    "title",
    "type",
    "author",
    "created",
    "version",
    "tags",
    "related",
    "summary",
    "prerequisites",
    "audience",
    "language",
    "translation_of",
    "translated_version",
    "review_by",
    "applies_to",
)

_WORD = re.compile(r"\w[\w'\u2019-]*")

Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class Problem:
    """Something wrong at one line: an error stops the file, a warning does not.

    `key` is the header's key, or `file`, `header`, `body` or `faq` for what has no key.
    """

    line: int
    key: str
    message: str
    severity: Severity = "error"

    def __str__(self) -> str:
        return f"{self.line}: {self.key}: {self.message}"


class AtomProblems(ValueError):
    """A text that can't become an atom; `problems` says why, line by line."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("; ".join(str(problem) for problem in problems))


@dataclass(frozen=True)
class Pair:
    """A question in all its phrasings, with its answer, and its lines in the file."""

    phrasings: tuple[str, ...]
    answer: str
    line: int
    last_line: int


@dataclass(frozen=True)
class ParsedAtom:
    """A file as read. With an error among `problems` the other values are a best effort.

    `missing` are those of the problems that name a section which the type needs and the
    text has not; they stop a review. `header` and `body` joined by `write.join` are the file again; `body_line` is the line
    of the file at which the body begins.
    """

    problems: tuple[Problem, ...] = ()
    id: str = ""
    title: str = ""
    type: str = "article"
    author: str = ""
    created: date | None = None
    version: int = 1
    tags: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    summary: str = ""
    prerequisites: Mapping[str, object] = field(default_factory=dict)
    audience: str = PUBLIC
    language: str = "en"
    translation_of: str = ""
    translated_version: int | None = None
    review_by: date | None = None
    applies_to: Mapping[str, object] = field(default_factory=dict)
    header: str = ""
    body: str = ""
    body_line: int = 1
    pairs: tuple[Pair, ...] = ()
    missing: tuple[Problem, ...] = ()

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that stop this text from becoming an atom."""
        return tuple(p for p in self.problems if p.severity == "error")

    @property
    def words(self) -> int:
        """How many words the body has."""
        return len(_WORD.findall(self.body))

    def checked(self) -> "ParsedAtom":
        """Return this atom, or raise AtomProblems when it has an error."""
        if self.errors:
            raise AtomProblems(self.errors)
        return self

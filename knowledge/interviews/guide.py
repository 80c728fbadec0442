"""An interview guide in markdown: a title, sections with goals, and the questions."""

import re
from dataclasses import dataclass, field, replace

MOST_QUESTIONS = 500
LONGEST_TITLE = 200
LONGEST_QUESTION = 2_000
LONGEST_LINE = 4_000

_HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*#*$")
_ITEM = re.compile(r"^(?P<indent>\s*)(?:[-*+]|\d{1,3}[.)])\s+(?P<text>.+)$")
_GOAL = re.compile(
    r"^(?:\*\*|__)?goals?(?:\*\*|__)?\s*:(?:\*\*|__)?\s*(.+)$", re.IGNORECASE
)
_WITH = re.compile(r"^with\s+(.{1,190}?)\.?$", re.IGNORECASE)
_BOX = re.compile(r"^\[[ xX]\]\s+")
# So far in, an item or a line belongs to the question above it.
LEAST_INDENT = 2


class GuideError(ValueError):
    """A guide that can't be read: which line is wrong, from 1, and what to do about it."""

    def __init__(self, line: int, message: str) -> None:
        self.line = line
        self.message = message
        super().__init__(f"line {line}: {message}")


@dataclass(frozen=True)
class Asked:
    """A question with the lines below it, the section it stands in, and what it is to bring."""

    text: str
    line: int
    section: str = ""
    goal: str = ""


@dataclass(frozen=True)
class Guide:
    """A guide as read; `notes` are its words that are no questions."""

    title: str
    expert: str
    notes: str
    questions: tuple[Asked, ...]


@dataclass
class _Draft:
    title: str = ""
    expert: str = ""
    notes: list[str] = field(default_factory=list)
    section: str = ""
    goal: str = ""
    questions: list[Asked] = field(default_factory=list)


def read_guide(text: str) -> Guide:
    """Read a guide: headings are sections, items of lists and lines with a question mark questions.

    `Goal:` says what a section, or below a question what that one is to bring.
    Raises GuideError for a text without questions or with too many.
    """
    draft = _Draft()
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        if line.strip():
            _take(draft, number, line[:LONGEST_LINE].rstrip())
    if not draft.questions:
        message = "has no questions: put each into a line of a list, or end it with “?”"
        raise GuideError(1, message)
    if len(draft.questions) > MOST_QUESTIONS:
        line_of_first = draft.questions[MOST_QUESTIONS].line
        raise GuideError(line_of_first, f"has more than {MOST_QUESTIONS} questions: make two guides of it")  # fmt: skip
    title = draft.title[:LONGEST_TITLE]
    notes = "\n".join(draft.notes)
    return Guide(title, draft.expert, notes, tuple(draft.questions))


def _take(draft: _Draft, number: int, line: str) -> None:
    if heading := _HEADING.match(line):
        if len(heading[1]) == 1 and not draft.title:
            draft.title = heading[2]
        else:
            draft.section, draft.goal = heading[2][:LONGEST_TITLE], ""
        return
    item = _ITEM.match(line)
    indent = len(item["indent"]) if item else len(line) - len(line.lstrip())
    bare = _BOX.sub("", item["text"] if item else line.strip())
    if indent >= LEAST_INDENT and draft.questions:
        last = draft.questions[-1]
        draft.questions[-1] = _below(last, bare, listed=item is not None)
    elif goal := _GOAL.match(bare):
        draft.goal = goal[1]
    elif item or bare.endswith(("?", "\uff1f", "\u061f")):
        asked = Asked(bare[:LONGEST_QUESTION], number, draft.section, draft.goal)
        draft.questions.append(asked)
    elif (expert := _WITH.match(bare)) and not draft.questions and not draft.expert:
        draft.expert = expert[1]
    else:
        draft.notes.append(bare)


def _below(asked: Asked, text: str, *, listed: bool) -> Asked:
    """Return a question with a line more below it, or with a goal of its own."""
    if own := _GOAL.match(text):
        return replace(asked, goal=own[1])
    line = f"- {text}" if listed else text
    return replace(asked, text=f"{asked.text}\n{line}"[:LONGEST_QUESTION])

"""From the editor's fields to the text of an atom, and from its problems back to fields."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from knowledge.format import ParsedAtom, Problem, join, parse, with_values
from knowledge.format.write import Value, without

# The header's keys that have a field of their own; the others share one.
FIELDS = (
    "id",
    "title",
    "type",
    "tags",
    "related",
    "summary",
    "audience",
    "language",
    "review_by",
)
# The prerequisites have a field for each value that the format names.
NEEDS = {"needs_role": "role", "needs_state": "state", "needs_inputs": "inputs"}
_END = re.compile(r"^---[ \t]*$", re.MULTILINE)
DEFAULTS: Mapping[str, Value] = {"audience": "public", "language": "en"}


@dataclass(frozen=True)
class Fields:
    """What stands in the editor."""

    values: Mapping[str, Value]
    others: str = ""
    body: str = ""


@dataclass(frozen=True)
class Finding:
    """A problem at its field; in a field of many lines also at its line."""

    field: str
    line: int
    message: str
    severity: str


@dataclass(frozen=True)
class Draft:
    """The fields as an atom, with every problem at its place."""

    parsed: ParsedAtom
    findings: tuple[Finding, ...]
    place: Callable[[Problem], Finding]

    def also(self, problems: Iterable[Problem]) -> "Draft":
        """Return it with what was found to be wrong elsewhere, each at its place."""
        more = map(self.place, problems)
        return replace(self, findings=(*self.findings, *more))


def fields_of(header: str, body: str) -> Fields:
    """Return what the editor shows of a stored text."""
    atom = parse(join(header, body))
    values: dict[str, Value] = {
        "id": atom.id,
        "title": atom.title,
        "type": atom.type,
        "tags": list(atom.tags),
        "related": list(atom.related),
        "summary": atom.summary,
        "audience": atom.audience,
        "language": atom.language,
        "review_by": atom.review_by,
    }
    needs = _needs_of(atom)
    values |= needs or dict.fromkeys(NEEDS)
    own = (*FIELDS, "version", *(["prerequisites"] if needs is not None else []))
    try:
        others = without(header, own)
    except ValueError:
        # What cannot be read stays whole, so that nothing of it is lost.
        others = header
    return Fields(values, others, body)


def _needs_of(atom: ParsedAtom) -> dict[str, Value] | None:
    """Return the fields of the prerequisites; None for those that only YAML can show."""
    held = atom.prerequisites
    inputs = held.get("inputs", [])
    listed = [inputs] if isinstance(inputs, str) else inputs
    texts = [held.get("role", ""), held.get("state", "")]
    if not isinstance(listed, list) or set(held) - set(NEEDS.values()):
        return None
    if not all(isinstance(each, str) for each in (*texts, *listed)):
        return None
    if any(problem.key == "prerequisites" for problem in atom.problems):
        return None
    role, state, *more = (" ".join(str(each).split()) for each in (*texts, *listed))
    return {"needs_role": role, "needs_state": state, "needs_inputs": more}


def header_shown(parsed: ParsedAtom) -> str | None:
    """Return a header as YAML for people, without its number; nothing for unreadable ones."""
    try:
        return without(parsed.header, ["version"])
    except ValueError:
        return None


def draft_of(fields: Fields, *, header: str = "", body: str = "") -> Draft:
    """Return what the editor holds as an atom; `header` and `body` are those it began with.

    What was not changed keeps its very characters, comments and line ends included.
    """
    text = _with_ends_of(body, fields.body)
    twice = False
    try:
        new_header, readable = _header(fields, header), True
        twice = bool(_by_key(fields)["prerequisites"]) and _needs_yaml(fields)
    except ValueError:
        # The other keys can't be read: they go first, so that their lines are known.
        given = {key: value for key, value in _by_key(fields).items() if value}
        new_header = f"{fields.others.rstrip()}\n{with_values('', given)}"
        readable = False
    parsed = parse(join(new_header, text))
    if twice:
        message = "stand in the fields above as well: leave them in one place"
        found = Problem(1, "prerequisites", message)
        parsed = replace(parsed, problems=(found, *parsed.problems))
    first_line = new_header.count("\n") + 3
    # The form always names a type, so that a header without one is no news here.
    told = (p for p in parsed.problems if (p.key, p.severity) != ("type", "warning"))
    place = partial(_placed, fields=fields, first_line=first_line)
    in_others = partial(_placed_in_others, fields=fields)
    return Draft(parsed, tuple(map(place if readable else in_others, told)), place)


def draft_of_yaml(header: str, text: str, *, body: str = "") -> Draft:
    """Return a header that was edited as YAML with its text as an atom.

    `body` is the text that was begun with, whose line ends stay.
    """
    # A line of --- would end the header there, and the rest would be text for customers.
    ends = [n for n, line in enumerate(header.split("\n"), 2) if _END.fullmatch(line)]
    parsed = parse(join(_END.sub("", header), _with_ends_of(body, text)))
    message = "a line of --- ends a header: take it out"
    found = [Problem(line, "header", message) for line in ends]
    parsed = replace(parsed, problems=(*found, *parsed.problems))
    first_line = header.count("\n") + 3
    place = partial(_placed_in_yaml, first_line=first_line)
    return Draft(parsed, tuple(map(place, parsed.problems)), place)


def new_fields(*, kind: str, author: str, today: date, body: str) -> Fields:
    """Return what the editor shows for a new atom."""
    others = with_values("", {"author": author, "created": today})
    return Fields({"type": kind, **DEFAULTS}, others, body)


def _header(fields: Fields, before: str) -> str:
    began = fields_of(before, "")
    untouched = bool(before) and _lines(fields.others) == _lines(began.others)
    start = before if untouched else f"{fields.others.strip()}\n".lstrip("\n")
    values, values_before = _by_key(fields), _by_key(began)
    if _needs_yaml(fields):
        # What only YAML can show is not for the fields to write over.
        del values["prerequisites"]
    changes: dict[str, Value] = {}
    for key, value in values.items():
        if untouched and value == values_before[key]:
            continue
        # What everybody takes for granted is not spelled out.
        implied = value == DEFAULTS.get(key) and not _has(before, key)
        changes[key] = None if implied else value or None
    return with_values(start, changes)


def _by_key(fields: Fields) -> dict[str, Value]:
    """Return the values of the fields by the keys of the header."""
    needs = {name: fields.values.get(field) for field, name in NEEDS.items()}
    own = {key: value for key, value in fields.values.items() if key not in NEEDS}
    given = {n: v for n, v in needs.items() if isinstance(v, str | list) and v}
    return own | {"prerequisites": given}


def _needs_yaml(fields: Fields) -> bool:
    """Whether the other keys hold the prerequisites; raises ValueError for unreadable ones."""
    return _has(f"{fields.others.strip()}\n", "prerequisites")


def _has(header: str, key: str) -> bool:
    return without(header, [key]) != header


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip().splitlines()]


def _with_ends_of(before: str, text: str) -> str:
    """Return a text from a form, where every line ends in CR LF, with the ends it had."""
    plain = text.replace("\r\n", "\n")
    if plain == before.replace("\r\n", "\n"):
        return before
    windows = before.partition("\n")[0].endswith("\r")
    return plain.replace("\n", "\r\n") if windows else plain


def _placed(problem: Problem, fields: Fields, first_line: int) -> Finding:
    found = Finding("others", 0, problem.message, problem.severity)
    whole = problem.key == "file" and problem.severity == "error"
    if whole or problem.key in {"body", "faq"} or problem.line >= first_line:
        return replace(found, field="body", line=max(problem.line - first_line + 1, 1))
    if problem.key in FIELDS:
        return replace(found, field=problem.key)
    line = _line_of(fields.others, problem.key)
    return replace(found, line=line, message=f"{problem.key} {problem.message}")


def _placed_in_others(problem: Problem, fields: Fields) -> Finding:
    last = len(fields.others.rstrip().splitlines())
    # Often noticed only where the header goes on, and then it is about the last line.
    line = min(max(problem.line - 1, 1), last)
    return Finding("others", line, problem.message, problem.severity)


def _placed_in_yaml(problem: Problem, first_line: int) -> Finding:
    if problem.key in {"body", "faq"} or problem.line >= first_line:
        line = max(problem.line - first_line + 1, 1)
        return Finding("body", line, problem.message, problem.severity)
    # The line of --- stands above the header.
    line = max(problem.line - 1, 1)
    message = f"{problem.key} {problem.message}"
    return Finding("header", line, message, problem.severity)


def _line_of(others: str, key: str) -> int:
    lines = enumerate(others.splitlines(), start=1)
    return next((n for n, line in lines if line.startswith(f"{key}:")), 1)

"""Golden questions as files: CSV with headings, or one JSON object in each line.

The lines of an evaluation set (`query`, `relevant`, `in_scope`, `history`) are understood too.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from knowledge.models import GoldenQuestion
from knowledge.models.golden import LONGEST

MOST_BYTES = 5_000_000
MOST_ROWS = 2000
COLUMNS = ("question", "expects", "atoms", "site", "before", "verified")
# What an evaluation set calls it.
ALSO = {"query": "question", "relevant": "atoms"}
# What its lines say besides; of some of it nothing is kept.
OF_SETS = frozenset(
    {
        "in_scope",
        "history",
        "qid",
        "answer",
        "answerability",
        "multi_turn",
        "question_type",
    }
)
TRUE = frozenset({"1", "true", "yes", "x"})
FALSE = frozenset({"", "0", "false", "no"})
# A spreadsheet computes what begins so.
_SPOKEN_TO = tuple("=+-@\t'")

Expected = GoldenQuestion.Expected


@dataclass(frozen=True)
class Row:
    """One golden question as its line says it; `atoms` are ids, `site` is a key or empty."""

    line: int
    question: str
    expects: str
    atoms: tuple[str, ...] = ()
    site: str = ""
    before: str = ""
    verified: bool = False


@dataclass(frozen=True)
class Fault:
    """What is wrong with a line; 0 is the whole file."""

    line: int
    message: str


class _Wrong(Exception):
    """A line says something that cannot be."""


def read(data: bytes, name: str) -> tuple[list[Row], list[Fault]]:
    """Return the questions of a file, and what is wrong with it, line by line."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return [], [Fault(line, _("This is not UTF-8 text."))]
    is_csv = name.lower().endswith((".csv", ".tsv")) or not text.lstrip().startswith(
        "{"
    )
    rows: list[Row] = []
    faults: list[Fault] = []
    for line, values in _csv(text, faults) if is_csv else _jsonl(text, faults):
        try:
            rows.append(_row(line, values))
        except _Wrong as wrong:
            faults.append(Fault(line, str(wrong)))
        if len(rows) > MOST_ROWS:
            told = _("A file has at most %d questions.") % MOST_ROWS
            return [], [Fault(line, told)]
    if not rows and not faults:
        faults.append(Fault(0, _("There is no question in it.")))
    return rows, faults


def as_jsonl(questions: Iterable[GoldenQuestion]) -> Iterator[str]:
    """Yield a line for each question, which `read` reads back."""
    for each in questions:
        yield json.dumps(_told(each), ensure_ascii=False) + "\n"


def as_csv(questions: Iterable[GoldenQuestion]) -> Iterator[str]:
    """Yield the headings and a line for each question, which `read` reads back."""
    line = io.StringIO()
    writer = csv.writer(line)
    writer.writerow(COLUMNS)
    for each in questions:
        told = _told(each)
        told["atoms"] = " ".join(told["atoms"])
        told["verified"] = "yes" if told["verified"] else ""
        writer.writerow([_inert(told[column]) for column in COLUMNS])
        yield line.getvalue()
        line.seek(0)
        line.truncate()
    yield line.getvalue()


def _told(question: GoldenQuestion) -> dict[str, Any]:
    return {
        "question": question.text,
        "expects": question.expects,
        "atoms": [atom.slug for atom in question.atoms.all()],
        "site": question.site.key if question.site else "",
        "before": question.before,
        "verified": question.verified,
    }


def _inert(value: str) -> str:
    """Keep a spreadsheet from taking a cell for a formula; `_plain` takes the sign off again."""
    return f"'{value}" if value[:1] in _SPOKEN_TO else value


def _plain(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and cell[1:2] in _SPOKEN_TO else cell


def _csv(text: str, faults: list[Fault]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    lines = csv.reader(io.StringIO(text), delimiter=delimiter)
    try:
        names = [_name(cell) for cell in next(lines, [])]
        if "question" not in names:
            told = _("The first line has to name its columns, “question” among them.")
            faults.append(Fault(1, told))
            return
        # A column without a name holds nothing; one with a wrong name holds what would be lost.
        unknown = _unknown(name for name in names if name)
        if unknown:
            faults.append(Fault(1, unknown))
        known = {*COLUMNS, *OF_SETS}
        begins = lines.line_num + 1
        for cells in lines:
            if any(cell.strip() for cell in cells):
                if len(cells) > len(names):
                    told = _("It has more cells than there are columns.")
                    faults.append(Fault(begins, told))
                else:
                    plain = zip(names, map(_plain, cells), strict=False)
                    yield begins, {k: v for k, v in plain if k in known}
            begins = lines.line_num + 1
    except csv.Error as error:
        faults.append(Fault(lines.line_num, str(error)))


def _jsonl(text: str, faults: list[Fault]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            values = json.loads(line)
        except (json.JSONDecodeError, RecursionError) as error:
            # Its own words count the lines of this one line.
            what = getattr(error, "msg", str(error))
            faults.append(Fault(number, _("This is no JSON: %s") % what))
            continue
        if isinstance(values, dict):
            yield number, {_name(key): value for key, value in values.items()}
        else:
            faults.append(Fault(number, _("A line holds one object: {…}.")))


def _name(cell: str) -> str:
    name = cell.strip().lower()
    return ALSO.get(name, name)


def _row(line: int, values: Mapping[str, Any]) -> Row:
    """Read one line; raises _Wrong."""
    unknown = _unknown(values)
    if unknown:
        raise _Wrong(unknown)
    question = _text(values, "question")
    if not question:
        raise _Wrong(_("The question is empty."))
    atoms = _atoms(values.get("atoms"))
    expects = _expects(values, atoms)
    if expects == Expected.ANSWER and not atoms:
        raise _Wrong(_("An answer needs the id of at least one atom."))
    if expects != Expected.ANSWER and atoms:
        raise _Wrong(_("Only an answer comes from atoms: take the ids out."))
    return Row(
        line=line,
        question=question,
        expects=expects,
        atoms=atoms,
        site=_text(values, "site"),
        before=_text(values, "before") or _last_turn(values.get("history")),
        verified=_verified(values.get("verified")),
    )


def _unknown(names: Iterable[str]) -> str:
    """Say which names mean nothing here, and which do; nothing if all are known."""
    unknown = [name for name in names if name not in {*COLUMNS, *OF_SETS}]
    if not unknown:
        return ""
    told = ngettext(
        "%(unknown)s is not known here: use %(known)s.",
        "%(unknown)s are not known here: use %(known)s.",
        len(unknown),
    )
    named = ", ".join(f"“{name[:60]}”" for name in unknown)
    return told % {"unknown": named, "known": ", ".join(COLUMNS)}


def _text(values: Mapping[str, Any], name: str) -> str:
    value = values.get(name) or ""
    if not isinstance(value, str):
        raise _Wrong(_("“%s” has to be a text.") % name)
    text = " ".join(value.replace("\0", " ").split())
    if len(text) > LONGEST:
        told = _("“%(name)s” has more than %(most)d characters.")
        raise _Wrong(told % {"name": name, "most": LONGEST})
    return text


def _expects(values: Mapping[str, Any], atoms: Sequence[str]) -> str:
    said = _text(values, "expects")
    if not said:
        if values.get("in_scope") is False:
            return str(Expected.SILENCE)
        return str(Expected.ANSWER if atoms else Expected.SILENCE)
    if said not in Expected.values:
        told = _("“%(said)s” is not known: use %(known)s.")
        raise _Wrong(told % {"said": said, "known": ", ".join(Expected.values)})
    return said


def _atoms(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    if isinstance(value, str):
        value = value.replace(",", " ").replace(";", " ").replace("|", " ").split()
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise _Wrong(_("“atoms” has to be a list of ids."))
    return tuple(dict.fromkeys(value))


def _verified(value: Any) -> bool:
    said = str("" if value is None else value).strip().lower()
    if said not in TRUE | FALSE:
        raise _Wrong(_("“verified” is yes or no."))
    return said in TRUE


def _last_turn(history: Any) -> str:
    """Return what the customer said last before, of an evaluation set's history."""
    if not isinstance(history, list):
        return ""
    said = [
        each.get("text", "")
        for each in history
        if isinstance(each, dict) and each.get("role") == "user"
    ]
    last = said[-1] if said else ""
    return " ".join(last.split())[:LONGEST] if isinstance(last, str) else ""

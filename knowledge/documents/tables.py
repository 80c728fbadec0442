"""CSV: a line is a text of its own, a question with its answer a pair; faults name their lines."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.delimited import Broken, Row, rows_of
from knowledge.documents.cells import as_markdown, pair_of
from knowledge.documents.columns import KNOWN, guessed
from knowledge.documents.encodings import text_of
from knowledge.documents.gathering import ALL, ALONE, BY_CATEGORY, Line, gathered
from knowledge.documents.values import (
    MOST_BYTES,
    MOST_TEXTS,
    Piece,
    Reading,
    Refused,
    Text,
    refused,
)
from knowledge.format import Problem
from knowledge.format.slugs import is_id
from knowledge.format.values import MAX_TAG, MAX_TITLE, TYPES

MOST_FAULTS = 50
MOST_COLUMNS = 200


@dataclass(frozen=True)
class _Table:
    """Which columns hold what."""

    columns: dict[str, list[int]]
    names: list[str]

    @property
    def width(self) -> int:
        """How many columns there are."""
        return len(self.names)

    def cells(self, row: Row, role: str) -> list[str]:
        """Return what the columns of a role hold in a row."""
        places = self.columns.get(role, [])
        return [row.cells[n] for n in places if n < len(row.cells) and row.cells[n]]

    def cell(self, row: Row, role: str) -> str:
        """Return what the first of them that is not empty holds."""
        return next(iter(self.cells(row, role)), "")


def read_table(
    data: bytes,
    roles: Sequence[str] | None = None,
    together: str = ALONE,
    name: str = "",
) -> Reading:
    """Read a CSV with a line of headings; raises Refused with every fault that it has.

    `roles` says what each column holds, one of ROLES; without them their headings do. `together`, one of
    WAYS, says which pairs become one text; all of them are called by the `name` of the file.
    """
    rows = _rows(data)
    if len(rows) < 2:
        raise refused("holds no line below the headings" if rows else "is empty")
    table = _table(rows[0], guessed(rows[0].cells) if roles is None else roles)
    if together == BY_CATEGORY and "category" not in table.columns:
        raise refused("needs a column “category” to gather lines by", line=rows[0].line, key="columns")  # fmt: skip
    faults: list[Problem] = []
    made: list[Line] = []
    lines: dict[str, int] = {}
    for row in rows[1:]:
        found = _faults(row, table, lines)
        faults += found
        if len(faults) >= MOST_FAULTS:
            break
        under = _under(row, table, together, name)
        made += [] if found else [Line(_text(row, table), under)]
    if faults:
        raise Refused(tuple(faults[:MOST_FAULTS]))
    return Reading(tuple(gathered(made)))


def headings_of(data: bytes) -> list[str]:
    """Return the headings of a CSV; raises Refused where there are none."""
    rows = _rows(data)
    if not rows:
        raise refused("is empty")
    _refuse_wide(rows[0])
    return rows[0].cells


def _rows(data: bytes) -> list[Row]:
    try:
        return list(_bounded(rows_of(text_of(data, most_bytes=MOST_BYTES))))
    except Broken as broken:
        raise refused(broken.message, line=broken.line, key="row") from None


def _bounded(rows: Iterator[Row]) -> Iterator[Row]:
    for number, row in enumerate(rows):
        if number > MOST_TEXTS:
            message = f"has more than {MOST_TEXTS:,} lines: split it into several files"
            raise refused(message, line=row.line)
        yield row


def _table(head: Row, roles: Sequence[str]) -> _Table:
    _refuse_wide(head)
    if len(roles) != len(head.cells):
        message = f"has {len(head.cells)} columns, and {len(roles)} were described"
        raise refused(message, line=head.line, key="columns")
    columns: dict[str, list[int]] = {}
    for n, role in enumerate(roles):
        if role in KNOWN:
            columns.setdefault(role, []).append(n)
    pair = {"question", "answer"} <= set(columns)
    if not pair and not {"title", "body"} <= set(columns):
        message = (
            "needs columns “question” and “answer”, or “title” and “body”; it has "
        )
        named = ", ".join(f"“{name[:40]}”" for name in head.cells[:8])
        raise refused(message + named, line=head.line, key="columns")
    return _Table(columns, head.cells)


def _refuse_wide(head: Row) -> None:
    if len(head.cells) > MOST_COLUMNS:
        raise refused(f"has more than {MOST_COLUMNS} columns", line=head.line)


def _faults(row: Row, table: _Table, lines: dict[str, int]) -> list[Problem]:
    """Return what is wrong with a row; its id goes to `lines`."""
    line = row.line
    if len(row.cells) > table.width:
        message = f"has {len(row.cells)} cells under {table.width} headings"
        return [Problem(line, "row", message)]
    faults = [
        Problem(line, role, "is empty") for role in _needed(row, table)
        if not table.cell(row, role)
    ]  # fmt: skip
    title = table.cell(row, "title") or table.cell(row, "question")
    if len(title) > MAX_TITLE:
        message = f"has {len(title)} characters, at most {MAX_TITLE} are allowed"
        faults.append(Problem(line, "title", message))
    if len(table.cell(row, "category")) > MAX_TITLE:
        faults.append(Problem(line, "category", f"has more than {MAX_TITLE} characters"))  # fmt: skip
    kind = _kind(row, table)
    if kind not in TYPES:
        faults.append(Problem(line, "type", f"“{kind}” is none of {', '.join(TYPES)}"))
    elif kind == "faq" and not _is_pair(row, table):
        faults.append(Problem(line, "type", "faq needs a question and an answer"))
    faults += [Problem(line, "tags", f"has one of more than {MAX_TAG} characters")
               for tag in _tags(row, table) if len(tag) > MAX_TAG][:1]  # fmt: skip
    return faults + _fault_of_id(row, table, lines)


def _fault_of_id(row: Row, table: _Table, lines: dict[str, int]) -> list[Problem]:
    given = table.cell(row, "id")
    if not given:
        return []
    if not is_id(_id(given)):
        message = f"“{given[:80]}” is not an id: use letters, digits and hyphens"
        return [Problem(row.line, "id", message)]
    first = lines.setdefault(given.casefold(), row.line)
    if first != row.line:
        return [Problem(row.line, "id", f"“{given}” stands in line {first} already")]
    return []


def _needed(row: Row, table: _Table) -> tuple[str, str]:
    return ("question", "answer") if _is_pair(row, table) else ("title", "body")


def _is_pair(row: Row, table: _Table) -> bool:
    """Whether a row is a pair: with columns for both kinds, its cells say which it is."""
    if not {"question", "answer"} <= set(table.columns):
        return False
    if not {"title", "body"} <= set(table.columns):
        return True
    return bool(table.cell(row, "question") or table.cell(row, "answer"))


def _kind(row: Row, table: _Table) -> str:
    said = table.cell(row, "type").casefold().replace(" ", "_").replace("-", "_")
    return said or ("faq" if _is_pair(row, table) else "article")


def _under(row: Row, table: _Table, together: str, name: str) -> str:
    """Return the title under which a row is gathered; nothing for what is no plain pair."""
    if not _is_pair(row, table) or _kind(row, table) != "faq":
        return ""
    category = " ".join(table.cell(row, "category").split())
    return {BY_CATEGORY: category, ALL: name}.get(together, "")


def _text(row: Row, table: _Table) -> Text:
    title = table.cell(row, "title")
    if _is_pair(row, table):
        asked = _questions(row, table)
        title = title or asked[0]
        body = pair_of(asked, as_markdown(table.cell(row, "answer")))
    else:
        body = as_markdown(table.cell(row, "body"))
    return Text(
        title=" ".join(title.split()),
        body=f"{body}\n",
        place=f"line {row.line}",
        line=row.line,
        id=_id(table.cell(row, "id")),
        type=_kind(row, table),
        tags=tuple(_tags(row, table)),
        language=table.cell(row, "language"),
        pieces=tuple(_pieces(row, table)),
    )


def _pieces(row: Row, table: _Table) -> Iterator[Piece]:
    """Yield the cells that say something, each with its line and the name of its column."""
    for role in ("title", "question", "phrasings", "answer", "body"):
        for n in table.columns.get(role, []):
            if n < len(row.cells) and row.cells[n]:
                name = table.names[n] or str(n + 1)
                place = f"line {row.line}, column “{name[:80]}”"
                yield Piece(as_markdown(row.cells[n]), place=place)


def _questions(row: Row, table: _Table) -> list[str]:
    """Return every phrasing of a row's question: a column each, or a line of a cell each."""
    cells = [*table.cells(row, "question"), *table.cells(row, "phrasings")]
    asked = [" ".join(line.split()) for cell in cells for line in cell.splitlines()]
    return list(dict.fromkeys(question for question in asked if question))


def _tags(row: Row, table: _Table) -> list[str]:
    cells = table.cells(row, "tags")
    tags = [tag.strip() for cell in cells for tag in re.split(r"[,;|\n]", cell)]
    return list(dict.fromkeys(tag for tag in tags if tag))


def _id(given: str) -> str:
    """Return an id as given; numbers of other desks are ids too."""
    return given.strip().replace(" ", "-")

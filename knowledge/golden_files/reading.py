"""Reading a file of golden questions, line by line."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from knowledge.golden_files.columns import COLUMNS, OF_SETS, name_of, plain
from knowledge.golden_files.rows import Fault, Row, Wrong, row_of, unknown_among

MOST_BYTES = 5_000_000
MOST_ROWS = 2000


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
            rows.append(row_of(line, values))
        except Wrong as wrong:
            faults.append(Fault(line, str(wrong)))
        if len(rows) > MOST_ROWS:
            told = _("A file has at most %d questions.") % MOST_ROWS
            return [], [Fault(line, told)]
    if not rows and not faults:
        faults.append(Fault(0, _("There is no question in it.")))
    return rows, faults


def _csv(text: str, faults: list[Fault]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    lines = csv.reader(io.StringIO(text), delimiter=delimiter)
    try:
        names = [name_of(cell) for cell in next(lines, [])]
        if "question" not in names:
            told = _("The first line has to name its columns, “question” among them.")
            faults.append(Fault(1, told))
            return
        # A column without a name holds nothing; one with a wrong name holds what would be lost.
        unknown = unknown_among(name for name in names if name)
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
                    named = zip(names, map(plain, cells), strict=False)
                    yield begins, {k: v for k, v in named if k in known}
            begins = lines.line_num + 1
    except csv.Error as error:
        faults.append(Fault(lines.line_num, str(error)))


def _jsonl(text: str, faults: list[Fault]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            values = json.loads(line)
        except (ValueError, RecursionError) as error:
            # Its own words count the lines of this one line. A number may have too many digits.
            what = getattr(error, "msg", str(error))
            faults.append(Fault(number, _("This is no JSON: %s") % what))
            continue
        if isinstance(values, dict):
            yield number, {name_of(key): value for key, value in values.items()}
        else:
            faults.append(Fault(number, _("A line holds one object: {…}.")))

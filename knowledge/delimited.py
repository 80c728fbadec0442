"""CSV with any usual delimiter: its lines as cells, each with its number in the file."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

DELIMITERS = ",;\t|"


@dataclass(frozen=True)
class Row:
    """The cells of a line; a record in quotes may have several lines."""

    line: int
    cells: list[str]


class Broken(ValueError):
    """A line that is no CSV."""

    def __init__(self, message: str, line: int) -> None:
        self.message = message
        self.line = line
        super().__init__(f"{line}: {message}")


def rows_of(text: str) -> Iterator[Row]:
    """Yield the lines that hold something, each with the number at which it begins.

    Raises Broken at the line that can't be read.
    """
    above = 0
    said = re.match(r"sep=(.)\r?\n", text)
    if said is not None:
        # Spreadsheets write which delimiter they took.
        text, above = text[said.end() :], 1
    delimiter = said.group(1) if said else _delimiter(text)
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=delimiter,
        skipinitialspace=True,
        strict=True,
    )
    while True:
        begins = above + reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise Broken(_in_words(error), begins) from None
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            yield Row(begins, [cell.strip() for cell in cells])


def _delimiter(text: str) -> str:
    """Return what parts the headings: the character that gives the most of them."""
    head = next((line for line in text.splitlines() if line.strip()), "")[:10_000]
    return max(
        DELIMITERS, key=lambda each: len(next(csv.reader([head], delimiter=each)))
    )


def _in_words(error: csv.Error) -> str:
    text = str(error)
    if "unexpected end" in text:
        return "begins a quotation that never ends"
    if "expected after" in text:
        return "has text behind a closing quotation mark; double it inside a cell"
    if "field larger" in text:
        return f"has a cell of more than {csv.field_size_limit():,} characters"
    return f"cannot be read: {text}"

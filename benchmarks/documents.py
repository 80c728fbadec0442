"""What reading a document takes of a processor, the start of the process that reads it included.

.venv/bin/python -m benchmarks.documents
"""

import os
import statistics
from collections.abc import Callable

from knowledge.converting import Converter
from knowledge.documents.proposing import atoms_of
from tests.knowledge.documents.making import docx, paragraph, pdf

ROUNDS = 3
WORDS = "Press Export to write the list as it stands to a file that is kept for a day."
LINES_OF_A_PAGE = 40


def pages(number: int) -> bytes:
    """Return a PDF with a heading every fifth page."""
    body = [(11.0, WORDS)] * LINES_OF_A_PAGE
    return pdf(
        [(20.0, f"Chapter {n} of the guide"), *body] if n % 5 == 0 else body
        for n in range(number)
    )


def word(number: int) -> bytes:
    """Return a Word file of as much text."""
    body = [paragraph(WORDS)] * LINES_OF_A_PAGE
    headed = [
        [paragraph(f"Chapter {n}", "Heading1"), *body] if n % 5 == 0 else body
        for n in range(number)
    ]
    return docx(*(p for page in headed for p in page))


def used() -> float:
    """Return the seconds of processor that this process and those that ended have used."""
    return sum(os.times()[:4])


def main() -> None:
    cases: list[tuple[str, str, Callable[[int], bytes], int]] = [
        ("PDF, 100 pages", "a.pdf", pages, 100),
        ("PDF, 500 pages", "a.pdf", pages, 500),
        ("Word, 100 pages", "a.docx", word, 100),
    ]
    print("| document | MB | texts | CPU seconds |\n|---|---|---|---|")
    for label, name, make, number in cases:
        data = make(number)
        took, made = [], 0
        for _ in range(ROUNDS):
            begun = used()
            with Converter() as converter:
                made = len(list(atoms_of(converter.read(data, name), name, "a")))
            took.append(used() - begun)
        size = len(data) / 1_000_000
        print(f"| {label} | {size:.2f} | {made} | {statistics.median(took):.2f} |")


if __name__ == "__main__":
    main()

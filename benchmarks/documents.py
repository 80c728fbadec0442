"""What reading a document takes of processor and memory, the start of the process that reads it included.

.venv/bin/python -m benchmarks.documents
"""

import os
import resource
import statistics
import subprocess
import sys
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


CASES: dict[str, tuple[str, Callable[[int], bytes], int]] = {
    "PDF, 100 pages": ("a.pdf", pages, 100),
    "PDF, 300 pages": ("a.pdf", pages, 300),
    "PDF, 500 pages": ("a.pdf", pages, 500),
    "Word, 100 pages": ("a.docx", word, 100),
    "Word, 500 pages": ("a.docx", word, 500),
}


def row(label: str) -> str:
    """Return the row of docs/figures.md; the memory is that of the largest process that read."""
    name, make, number = CASES[label]
    data = make(number)
    took, made = [], 0
    for _ in range(ROUNDS):
        begun = used()
        with Converter() as converter:
            made = len(list(atoms_of(converter.read(data, name), name, "a")))
        took.append(used() - begun)
    unit = 1_000_000 if sys.platform == "darwin" else 1_000
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / unit
    size = len(data) / 1_000_000
    seconds = statistics.median(took)
    return f"| {label} | {size:.2f} | {made} | {seconds:.2f} | {peak:.0f} |"


def main() -> None:
    """Print the rows; each document has a process of its own, whose children are its readers alone."""
    if label := "".join(sys.argv[1:2]):
        print(row(label))
        return
    print(
        "| document | MB | texts | CPU seconds | MB of memory |\n|---|---|---|---|---|"
    )
    for each in CASES:
        subprocess.run([sys.executable, "-m", "benchmarks.documents", each], check=True)


if __name__ == "__main__":
    main()

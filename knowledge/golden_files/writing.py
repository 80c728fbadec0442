"""Writing golden questions into a file, which `read` reads back."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from knowledge.golden_files.columns import COLUMNS, inert
from knowledge.models import GoldenQuestion


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
        writer.writerow([inert(told[column]) for column in COLUMNS])
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

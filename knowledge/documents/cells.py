"""What stands in the cells of a table, as markdown: texts, and pairs of a question with its answer."""

import re
from collections.abc import Sequence

from knowledge.documents.html import fragment
from knowledge.documents.marks import quoted

_HTML = re.compile(
    r"</?(?:p|br|div|ul|ol|li|h[1-6]|table|strong|b|a|span)\b[^>]*>", re.IGNORECASE
)


def as_markdown(cell: str) -> str:
    """Return a cell as markdown: exports of other desks hold HTML."""
    return fragment(cell) if _HTML.search(cell) else cell.strip()


def pair_of(questions: Sequence[str], answer: str) -> str:
    """Return the phrasings of a question and its answer as the pair of an atom."""
    asked = [f"> Q: {question}" for question in questions]
    first, *others = answer.split("\n")
    said = [f"> A: {first}", *(quoted(line) for line in others)]
    return "\n".join([*asked, *said])

"""Sentences as the text of an atom, under the headings that its type asks for."""

import re
from collections.abc import Iterable, Sequence

from knowledge.interviews.support import Sentence

_STRUCTURE = re.compile(r"^(?=#{1,6}\s|>|[-*+]\s|\d{1,9}[.)]\s|\||```|~~~|---|===)")


def plain(text: str) -> str:
    """Return a text on one line that markdown takes for words and nothing else."""
    flat = " ".join(text.replace("`", "'").split())
    return _STRUCTURE.sub(r"\\", flat.replace("<", "&lt;").replace("[", "\\["))


def section(heading: str, text: str) -> str:
    """Return a section, or nothing when nothing stands under its heading."""
    return f"## {heading}\n{text}" if text else ""


def joined(*parts: str) -> str:
    """Return the parts that hold something, with blank lines between them."""
    return "\n\n".join(part for part in parts if part) + "\n"


def paragraph(sentences: Iterable[Sentence]) -> str:
    """Return sentences that follow each other."""
    return " ".join(plain(sentence.text) for sentence in sentences)


def numbered(steps: Sequence[Sequence[Sentence]]) -> str:
    """Return a numbered list; a step may have several sentences."""
    return "\n".join(f"{n}. {paragraph(step)}" for n, step in enumerate(steps, 1))


def bulleted(sentences: Sequence[Sentence]) -> str:
    """Return a list."""
    return "\n".join(f"- {plain(sentence.text)}" for sentence in sentences)


def code(text: str) -> str:
    """Return a block of code."""
    bare = text.replace("`", "'").replace("\n", " ")
    return f"```\n{bare}\n```"


def table(columns: Sequence[str], row: Sequence[str]) -> str:
    """Return a table of one row."""
    cells = (plain(cell).replace("|", "\\|") for cell in row)
    rule = "|".join("---" for _ in columns)
    return f"| {' | '.join(columns)} |\n|{rule}|\n| {' | '.join(cells)} |"


def pair(question: str, answer: Sequence[Sentence]) -> str:
    """Return a question and its answer as the format has them."""
    return f"> Q: {plain(question)}\n> A: {paragraph(answer)}"

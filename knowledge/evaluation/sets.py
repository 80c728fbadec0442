"""Reading an evaluation set: a folder of questions, and of atoms or pairs that answer them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import BaseModel, ValidationError

from knowledge.answering.outcomes import Line
from knowledge.format import parse
from knowledge.indexing.units import AtomText, Pair


class BadSet(Exception):
    """The folder cannot be used; the message says which file and line, and why."""


@dataclass(frozen=True)
class Item:
    """One text to answer from, under the id that questions name it by."""

    id: str
    type: str
    text: AtomText


@dataclass(frozen=True)
class AskedQuery:
    """One question, what was said before it, and the ids that answer it."""

    text: str
    history: tuple[Line, ...]
    relevant: frozenset[str]
    in_scope: bool


@dataclass(frozen=True)
class EvaluationSet:
    """A folder as read; `name` is the folder's."""

    name: str
    items: tuple[Item, ...]
    queries: tuple[AskedQuery, ...]


class _Said(BaseModel):
    role: Literal["user", "agent"]
    text: str


class _Query(BaseModel):
    query: str
    relevant: list[str]
    in_scope: bool
    history: list[_Said] = []


class _Pair(BaseModel):
    id: str
    question: str
    alt_questions: list[str] = []
    answer: str | None = None


Row = TypeVar("Row", bound=BaseModel)


def read_set(folder: Path) -> EvaluationSet:
    """Read `queries.jsonl` with `knowledge/*.md` or `faq.jsonl`; raises BadSet."""
    folder = folder.resolve()
    queries = tuple(map(_asked, _rows(folder / "queries.jsonl", _Query)))
    items = (*_articles(folder / "knowledge"), *_pairs(folder / "faq.jsonl"))
    if not items:
        raise BadSet(f"{folder} has neither knowledge/*.md nor faq.jsonl.")
    if len({item.id for item in items}) < len(items):
        raise BadSet(f"{folder} has two texts of one id.")
    return EvaluationSet(folder.name, items, queries)


def _asked(query: _Query) -> AskedQuery:
    return AskedQuery(
        text=query.query,
        history=tuple(
            Line("customer" if said.role == "user" else "bot", said.text)
            for said in query.history
        ),
        relevant=frozenset(query.relevant),
        in_scope=query.in_scope,
    )


def _articles(folder: Path) -> Iterator[Item]:
    for file in sorted(folder.glob("*.md")):
        atom = parse(file.read_bytes(), foreign=True)
        if atom.errors:
            raise BadSet(f"{file}:{atom.errors[0]}")
        yield Item(atom.id, atom.type, AtomText.of(atom))


def _pairs(file: Path) -> Iterator[Item]:
    for row in _rows(file, _Pair) if file.exists() else ():
        phrasings = (row.question, *row.alt_questions)
        answer = row.answer or ""
        # As such a pair would stand in a file of its own.
        lines = [f"> Q: {' '.join(phrasing.split())}" for phrasing in phrasings]
        lines += [f"> {line}" for line in f"A: {answer}".splitlines()]
        text = AtomText(row.question, "\n".join(lines), (Pair(phrasings, answer),))
        yield Item(row.id, "faq", text)


def _rows(file: Path, kind: type[Row]) -> Iterator[Row]:
    try:
        lines = file.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise BadSet(f"{file} cannot be read: {error}") from error
    for number, line in enumerate(lines, 1):
        try:
            if line.strip():
                yield kind.model_validate(json.loads(line))
        except (json.JSONDecodeError, ValidationError) as error:
            raise BadSet(f"{file}:{number}: {error}") from error

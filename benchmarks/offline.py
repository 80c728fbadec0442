"""Retrieval without a database of the desk: what the lanes would find, computed in memory."""

import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import psycopg
from psycopg import Connection

from helpdesk.embedded import Layout, running
from knowledge.evaluation.sets import AskedQuery, EvaluationSet, Item, read_set
from knowledge.indexing.builder import Entry, build
from knowledge.indexing.lexemes import lexemes_of
from knowledge.indexing.literals import literals_of
from knowledge.llm.embedder import Vectors
from knowledge.llm.in_time import Vector
from knowledge.llm.minilm import MiniLM
from knowledge.retrieval.normalising import normalised
from knowledge.retrieval.scoring import UNITS, Ranking, View, content_words, rank

LEXEMES = f"""
    SELECT lexeme, coalesce(array_length(positions, 1), 1)
    FROM unnest({lexemes_of("%s::text")})
"""  # noqa: S608 made of our own words; the text is a parameter


class RememberingMiniLM(MiniLM):
    """Keeps its vectors in a file: embedding the sets takes minutes, fitting seconds."""

    def __init__(self, *, cache: Path, threads: int, file: Path) -> None:
        super().__init__(cache=cache, threads=threads)
        self._file = file
        self._known: dict[str, Vectors] = {}
        if file.exists():
            kept = np.load(file)
            self._known = dict(
                zip(kept["texts"].tolist(), kept["vectors"], strict=True)
            )

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return vectors, known ones without computing them again."""
        new = sorted({text for text in texts if text not in self._known})
        self._known |= dict(zip(new, super().embed(new), strict=True))
        return np.array([self._known[text] for text in texts])

    def keep(self) -> None:
        """Write the file."""
        texts, vectors = list(self._known), list(self._known.values())
        np.savez(self._file, texts=np.array(texts), vectors=np.array(vectors))


class Words:
    """BM25 over the texts of one set, with PostgreSQL's own lexemes."""

    def __init__(self, entries: Sequence[Entry], server: Connection) -> None:
        self._server = server
        documents = [self._lexemes("\n".join(entry.words)) for entry in entries]
        lengths = np.array([sum(document.values()) for document in documents])
        self._usual = 1.2 * (0.25 + 0.75 * lengths / lengths.mean())
        self._texts = len(documents)
        self._postings: dict[str, dict[int, int]] = {}
        for key, document in enumerate(documents):
            for lexeme, frequency in document.items():
                self._postings.setdefault(lexeme, {})[key] = frequency

    def found(self, question: str) -> tuple[dict[int, float], float]:
        """Return BM25 by text, and the summed idf of the words asked."""
        bm25: Counter[int] = Counter()
        rarity = 0.0
        for lexeme in self._lexemes(question):
            posting = self._postings.get(lexeme, {})
            idf = np.log(1 + (self._texts - len(posting) + 0.5) / (len(posting) + 0.5))
            rarity += idf
            for key, frequency in posting.items():
                bm25[key] += idf * frequency * 2.2 / (frequency + self._usual[key])
        return bm25, rarity

    def _lexemes(self, text: str) -> dict[str, int]:
        return dict(self._server.execute(LEXEMES, [text.replace("\0", " ")]).fetchall())


class Names:
    """The names that the texts of one set spell, weighed as the literal lane weighs them."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._spelling: dict[str, list[int]] = {}
        for key, entry in enumerate(entries):
            for name in entry.literals:
                self._spelling.setdefault(name, []).append(key)

    def found(self, question: str) -> dict[int, float]:
        """Return the share of the question's names that each text spells."""
        names = literals_of(question)
        weights = [len(self._spelling.get(name, "1")) ** -0.5 for name in names]
        shares: Counter[int] = Counter()
        for name, weight in zip(names, weights, strict=True):
            for key in self._spelling.get(name, ()):
                shares[key] += weight / sum(weights)
        return shares


@dataclass(frozen=True)
class Shelf:
    """The texts of one set, ready to be searched."""

    entries: Sequence[Entry]
    words: Words
    names: Names
    middles: Sequence[Vectors]
    """Of each text, the middle of its windows and those of its pairs."""

    @classmethod
    def of(cls, items: Sequence[Item], minilm: MiniLM, server: Connection) -> "Shelf":
        """Cut, embed and count the texts of a set."""
        entries = [build(item.text, minilm) for item in items]
        return cls(
            entries, Words(entries, server), Names(entries), [*map(_middles, entries)]
        )

    def ranking(self, query: AskedQuery, minilm: MiniLM) -> Ranking:
        """Rank the texts for a question as live retrieval does."""
        questions = ways(query)
        vectors = minilm.embed(questions)
        views = [self._view(*asked) for asked in zip(questions, vectors, strict=True)]
        ranking = rank(views)
        scored = tuple(
            replace(
                each,
                centre=float((self.middles[each.key] @ vectors[each.view]).max()),
                is_pairs=_is_pairs(self.entries[each.key]),
            )
            for each in ranking.scored
        )
        return replace(ranking, scored=scored)

    def _view(self, question: str, vector: Vector) -> View:
        cosines = {
            key: np.sort(entry.vectors @ vector)[::-1][:UNITS].tolist()
            for key, entry in enumerate(self.entries)
        }
        bm25, rarity = self.words.found(question)
        return View(
            cosines=cosines,
            bm25=bm25,
            rarity=rarity,
            literals=self.names.found(question),
            words=content_words(question),
        )


def ways(query: AskedQuery) -> list[str]:
    """The last turn alone, and behind the customer's turn before it."""
    before = [line.text for line in query.history if line.role == "customer"]
    asked = [query.text, f"{before[-1]}\n{query.text}"] if before else [query.text]
    return [normalised(question) for question in asked]


def _middles(entry: Entry) -> Vectors:
    parts = [unit.pair_ordinal for unit in entry.units]
    of_parts = [
        entry.vectors[[n for n, part in enumerate(parts) if part == one]].mean(axis=0)
        for one in dict.fromkeys(parts)
    ]
    middles = np.array(of_parts)
    normed: Vectors = middles / np.linalg.norm(middles, axis=1, keepdims=True)
    return normed


def _is_pairs(entry: Entry) -> bool:
    return all(unit.kind != "window" for unit in entry.units)


@contextmanager
def offline(vectors: Path | None) -> Iterator[tuple[RememberingMiniLM, Connection]]:
    """Lend the embedder, which keeps vectors in a file, and a server that counts words."""
    with tempfile.TemporaryDirectory(prefix="atomdesk-offline-") as data:
        layout = Layout(Path(data))
        file = vectors or layout.data / "vectors.npz"
        minilm = RememberingMiniLM(cache=file.parent, threads=2, file=file)
        with (
            running(layout, durable=False),
            psycopg.connect(host=str(layout.sockets), user="postgres") as server,
        ):
            yield minilm, server
            minilm.keep()


def read_shelves(
    folder: Path, vectors: Path | None
) -> Iterator[tuple[EvaluationSet, Shelf, MiniLM]]:
    """Yield every set below a folder; `vectors` is the file where embeddings are kept."""
    folders = sorted(path.parent for path in folder.glob("*/queries.jsonl"))
    with offline(vectors) as (minilm, server):
        for each in folders:
            evaluated = read_set(each)
            yield evaluated, Shelf.of(evaluated.items, minilm, server), minilm

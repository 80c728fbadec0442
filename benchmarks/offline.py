"""Retrieval without a database of the desk: what the lanes would find, computed in memory."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import psycopg

from knowledge.evaluation.sets import AskedQuery
from knowledge.indexing.builder import Entry
from knowledge.indexing.lexemes import lexemes_of
from knowledge.llm.embedder import Vectors
from knowledge.llm.minilm import MiniLM
from knowledge.retrieval.scoring import UNITS, View

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

    def __init__(self, entries: Sequence[Entry], server: psycopg.Connection) -> None:
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


def ways(query: AskedQuery) -> list[str]:
    """The last turn alone, and behind the customer's turn before it."""
    before = [line.text for line in query.history if line.role == "customer"]
    return [query.text, f"{before[-1]}\n{query.text}"] if before else [query.text]


def view_of(
    question: str, entries: Sequence[Entry], words: Words, minilm: MiniLM
) -> View:
    """Return what the lanes would find for one question."""
    (vector,) = minilm.embed([question])
    cosines = {
        key: np.sort(entry.vectors @ vector)[::-1][:UNITS].tolist()
        for key, entry in enumerate(entries)
    }
    bm25, rarity = words.found(question)
    return View(cosines=cosines, bm25=bm25, rarity=rarity)

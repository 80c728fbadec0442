"""Texts that hold the words of a question only inside a sample: they show how such a text is
written, and do not answer it."""

import re
from functools import lru_cache

from knowledge.answering.wording import terms_of
from knowledge.indexing.blocks import Kind, blocks
from knowledge.retrieval.candidates import Candidate

_SAID = 1 / 3
"""Share of a question's words that must stand outside of code, in title, text or questions."""
_IN_CODE = 0.5
_IDENTIFIER = re.compile(r"\w[_./=:-]\w|\b[A-Z]{2,}\b|\d{3}|[{}<>`$=\\]")


def is_only_sample(question: str, candidate: Candidate) -> bool:
    """Whether only the code of a text speaks of what is asked.

    Never for pasted code and names of things, which stand in code and nowhere else, and never
    for the messages of errors.
    """
    asked = set(terms_of(question))
    if not asked or candidate.type == "error" or _IDENTIFIER.search(question):
        return False
    code, told = _terms_in(candidate.body)
    if len(asked & code) < _IN_CODE * len(asked):
        return False
    heads = f"{candidate.title} {candidate.question} {candidate.answer}"
    said = told.union(terms_of(heads))
    in_code, outside = len(asked & code - said), len(asked & said)
    return in_code >= _IN_CODE * len(asked) and outside < _SAID * len(asked)


@lru_cache(maxsize=512)
def _terms_in(body: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the stems in the code of a text, and those outside of it."""
    code: set[str] = set()
    told: set[str] = set()
    for block in blocks(body):
        (code if block.kind is Kind.CODE else told).update(terms_of(block.text))
    return frozenset(code), frozenset(told)

"""What the desk's own texts say to models is taken out of them before anybody reads on.

A poisoned text may come with an imported file, in white letters or in a comment. Its other
paragraphs answer as ever; a text whose title or question gives orders is not used at all.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from knowledge.answering.guard.guarding import Finding
from knowledge.answering.guard.injection import Order, orders_in_knowledge
from knowledge.answering.seams import Retrieve
from knowledge.reader import Reader
from knowledge.retrieval.candidates import Candidate, Retrieved

_KEPT = 5000
_GAP = re.compile(r"(\n[ \t]*(?:\n[ \t]*)+)")
_HOLE = re.compile(r"\n\s*\n\s*\n(?=\S)")
_SOFT_BREAK = re.compile(r"(?<!\n)\n(?!\n)")
_FENCE = re.compile(r"[ \t]*(?:```|~~~)")


class Screened:
    """A search whose texts give no orders to models; `findings` are those that did."""

    def __init__(self, retrieve: Retrieve) -> None:
        self._retrieve = retrieve
        self.findings: list[Finding] = []

    async def __call__(self, queries: Sequence[str], reader: Reader) -> Retrieved:
        """Look up, and screen what was found."""
        found = await self._retrieve(queries, reader)
        kept = tuple(c for c in map(self._screened, found.candidates) if c is not None)
        return replace(found, candidates=kept)

    def _screened(self, candidate: Candidate) -> Candidate | None:
        heads = (
            candidate.title,
            candidate.section,
            candidate.question,
            candidate.first_question,
        )
        in_heads = [order for head in heads for order in given_in(head)]
        body, in_body = without_orders(candidate.body)
        answer, in_answer = without_orders(candidate.answer)
        orders = [*in_heads, *in_body, *in_answer]
        self._note(candidate, orders)
        nothing_left = (candidate.body and not body) or (
            candidate.answer and not answer
        )
        if in_heads or nothing_left:
            return None
        return replace(candidate, body=body, answer=answer) if orders else candidate

    def _note(self, candidate: Candidate, orders: list[Order]) -> None:
        for order in orders:
            found = Finding(
                "knowledge", order.kind, order.excerpt, order.disguise, candidate.atom
            )
            if found not in self.findings:
                self.findings.append(found)


def given_in(text: str) -> list[Order]:
    """Return the orders that a text gives, without those that it only tells of."""
    one_line = _SOFT_BREAK.sub(" ", text)
    found = orders_in_knowledge(text) or orders_in_knowledge(one_line)
    return [order for order in found if not order.reported]


@lru_cache(maxsize=_KEPT)
def without_orders(text: str) -> tuple[str, tuple[Order, ...]]:
    """Return a text without what gives orders in it, and those orders.

    A line goes alone where that is enough, else its whole paragraph.
    """
    if not given_in(text):
        return text, ()
    orders: list[Order] = []
    parts = _GAP.split(text)
    parts[::2] = ["\n".join(_kept(part, orders)) for part in parts[::2]]
    kept = _HOLE.sub("\n\n", "".join(parts)).strip()
    # What is spread over paragraphs can only go as a whole.
    return ("", tuple(given_in(text))) if given_in(kept) else (kept, tuple(orders))


def _kept(part: str, orders: list[Order]) -> Iterator[str]:
    lines = part.split("\n")
    if not (found := given_in(part)):
        yield from lines
        return
    orders += found
    rest = [line for line in lines if _FENCE.match(line) or not given_in(line)]
    if len(rest) < len(lines) and not given_in("\n".join(rest)):
        yield from rest
    else:
        yield from (line for line in lines if _FENCE.match(line))

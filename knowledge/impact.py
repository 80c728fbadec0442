"""What an edit would change: questions nearest to an atom, asked with and without the edit.

The live retriever and gate are asked. The draft's units stand in for the published ones, for a
batch of questions at a time, in a transaction that is rolled back: nobody waits for it, and
nobody else sees it. Import it only where answers are made: it is heavy.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from accounts.models import Site
from knowledge.indexing.builder import build
from knowledge.llm.embedder import Embedder
from knowledge.models import AtomVersion
from knowledge.past_questions import PastQuestion, questions_for
from knowledge.policies import policy_of
from knowledge.reader import AUDIENCES, Reader
from knowledge.readers import reader_of_customer
from knowledge.replaying import Remembering, Replayed, replay
from knowledge.retrieval.scope import Edit
from knowledge.standing_in import standing_in
from knowledge.written import text_of

BATCH = 20

Change = Literal[
    "gained", "lost", "taken", "given", "silenced", "freed", "reworded", "asked", "same"
]


@dataclass(frozen=True)
class Side:
    """What becomes of a question: answered or not, and from which passage."""

    answered: bool
    score: float
    atom: str = ""
    title: str = ""
    text: str = ""
    asked_which: bool = False
    """Whether two texts fit alike and the customer is asked which is meant."""


@dataclass(frozen=True)
class Compared:
    """One question before and after."""

    question: PastQuestion
    change: Change
    before: Side
    after: Side


def compare(
    draft: AtomVersion, embedder: Embedder, progress: Callable[[int, int], None]
) -> list[Compared]:
    """Ask the questions nearest to a draft with and without it; at most 200.

    `progress` is told how many of how many are done, outside any transaction. Raises
    EmbeddingFailed.
    """
    live = draft.atom.live_version
    entry = build(text_of(draft), embedder)
    vectors = [entry.vectors]
    if live is not None:
        vectors.append(build(text_of(live), embedder).vectors)
    questions = questions_for(draft, live, np.concatenate(vectors), embedder.model)
    progress(0, len(questions))
    remembering = Remembering(embedder, [question.text for question in questions])
    asking = _Asking(draft, remembering)
    compared: list[Compared] = []
    for start in range(0, len(questions), BATCH):
        batch = questions[start : start + BATCH]
        before = [asking.side(question) for question in batch]
        with standing_in(draft, entry, embedder) as edit:
            after = [asking.side(question, edit) for question in batch]
        compared += map(asking.compared, batch, before, after)
        progress(len(compared), len(questions))
    return compared


class _Asking:
    """Asks as the customers of the sites that draw on the atom's collection."""

    def __init__(self, draft: AtomVersion, embedder: Embedder) -> None:
        self._atom = draft.atom.slug
        self._embedder = embedder
        sites = draft.atom.collection.sites.all()
        self._sites = {site.pk: site for site in sites}
        self._readers = {
            (site.pk, verified): reader_of_customer(site, verified=verified)
            for site in sites
            for verified in (False, True)
        }
        self._anybody = Reader(
            frozenset(AUDIENCES), frozenset({draft.atom.collection_id})
        )

    def side(self, question: PastQuestion, edit: Edit | None = None) -> Side:
        site = self._site_of(question)
        reader = self._anybody
        if site is not None:
            reader = self._readers[site.pk, question.verified]
        found = replay(
            question.text,
            before=question.before,
            reader=reader,
            embedder=self._embedder,
            policy=policy_of(site),
            edit=edit,
        )
        return _side(found)

    def _site_of(self, question: PastQuestion) -> Site | None:
        """The site it was asked at; for what nobody asked, the first that there is."""
        if question.site is not None:
            return self._sites.get(question.site)
        return next(iter(self._sites.values()), None)

    def compared(self, question: PastQuestion, before: Side, after: Side) -> Compared:
        change = _change(before, after, self._atom)
        return Compared(question, change, before, after)


def _side(found: Replayed) -> Side:
    first = found.first
    if first is None:
        return Side(found.answered, found.score)
    text = first.answer or first.quote or first.title
    return Side(
        found.answered,
        found.score,
        first.atom,
        first.title,
        text,
        found.asked_which,
    )


def _change(before: Side, after: Side, atom: str) -> Change:
    """Name what happens to a question, seen from the atom that is edited."""
    if after.asked_which:
        return "same" if before.asked_which else "asked"
    own_before = before.answered and before.atom == atom
    own_after = after.answered and after.atom == atom
    if own_before and own_after:
        return "same" if before.text == after.text else "reworded"
    if own_after:
        return "taken" if before.answered else "gained"
    if own_before:
        return "given" if after.answered else "lost"
    if before.answered == after.answered:
        return "lost" if before.asked_which else "same"
    return "silenced" if before.answered else "freed"

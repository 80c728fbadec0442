"""What a message wants, what was found for it, and whether that is enough to answer from."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from knowledge.answering import gate
from knowledge.answering.courtesies import without_courtesies
from knowledge.answering.following import queries_for
from knowledge.answering.foreign import in_one_language, spoken
from knowledge.answering.gate import Verdict
from knowledge.answering.intents import LOOKED_UP, Intent, intent_of
from knowledge.answering.outcomes import Line, Question
from knowledge.answering.same_asking import asks_the_same, key_of
from knowledge.answering.samples import is_only_sample
from knowledge.answering.seams import Retrieve
from knowledge.reader import Reader
from knowledge.retrieval.candidates import Candidate, Retrieved
from knowledge.retrieval.scoring import Ranking


@dataclass(frozen=True)
class Weighed:
    """Everything that is known before a word is written."""

    intent: Intent
    queries: tuple[str, ...] = ()
    retrieved: Retrieved | None = None
    verdict: Verdict | None = None

    @property
    def score(self) -> float:
        """Return the gate's score; 0 for what is not looked up."""
        return self.verdict.score if self.verdict else 0.0

    @property
    def candidates(self) -> Sequence[Candidate]:
        """Return the texts that were found, best first."""
        return self.retrieved.candidates if self.retrieved else ()

    @property
    def understood(self) -> str:
        """Return the last turn as it was looked up: without greeting, thanks and slips."""
        return self.retrieved.queries[0] if self.retrieved else ""

    @property
    def enough(self) -> bool:
        """Whether the best text may be answered from."""
        return self.verdict is not None and self.verdict.answer

    @property
    def by_what_was_said(self) -> bool:
        """Whether the best text was found by what was said before, not by the last turn alone."""
        return bool(self.candidates) and self.candidates[0].scored.view > 0

    @property
    def torn(self) -> bool:
        """Whether it may be answered from, but another text fits as well."""
        return self.verdict is not None and self.verdict.torn

    def leaves_out(self, cited: Collection[str]) -> bool:
        """Whether an answer that cites these atoms uses just one of those that fit alike."""
        return bool(self.left_out(cited))

    def left_out(self, cited: Collection[str]) -> list[str]:
        """Return the titles of those that fit alike, where an answer uses just one of them."""
        if not self.torn:
            return []
        enough = self.candidates[0].scored.score - gate.TIE
        alike = [one for one in self.candidates if one.scored.score > enough]
        used = {one.atom for one in alike}.intersection(cited)
        if len(used) != 1:
            return []
        return list(dict.fromkeys(one.title for one in alike if one.atom not in used))


async def weigh(
    question: Question,
    history: Sequence[Line],
    reader: Reader,
    retrieve: Retrieve,
    *,
    also: str = "",
) -> Weighed:
    """Weigh a message: its intent, then its evidence. Only questions are looked up.

    `also` is the question said again, to be looked up beside the customer's own words.
    """
    intent = intent_of(question.text, history)
    if intent not in LOOKED_UP:
        return Weighed(intent)
    queries = queries_for(question.text, history)
    queries = (*queries[:2], also) if also else queries
    queries = tuple(map(without_courtesies, queries))
    found = in_one_language(await retrieve(queries, reader), spoken(question))
    judged = [_judged(question, queries, each) for each in found]
    retrieved, verdict = next((one for one in judged if one[1].answer), judged[0])
    return Weighed(intent, queries, retrieved, verdict)


def _judged(
    question: Question, queries: Sequence[str], found: Retrieved
) -> tuple[Retrieved, Verdict]:
    """Judge what was found; what staff wrote for this very question comes first."""
    retrieved = _without_samples(found, queries[-1])
    floor = question.policy.answer_floor
    verdict = gate.judge(_still_there(retrieved), floor=floor)
    clear = replace(verdict, answer=True, reason=gate.Reason.CLEAR, torn=False)
    said = retrieved.queries[0] if retrieved.queries else question.text
    if known := known_phrasing(said, retrieved.candidates):
        others = (c for c in retrieved.candidates if c is not known)
        return replace(retrieved, candidates=(known, *others)), clear
    return retrieved, clear if is_title(said, retrieved.candidates) else verdict


def is_title(text: str, found: Sequence[Candidate]) -> bool:
    """Whether the best text, and no other, is headed by what is asked."""
    same = [n for n, each in enumerate(found) if asks_the_same(text, each.title)]
    return same == [0] and found[0].scored.view == 0


def known_phrasing(text: str, found: Sequence[Candidate]) -> Candidate | None:
    """Return the pair that somebody wrote for this very question, if there is just one.

    The gate guesses what staff meant to answer; here they have said it.
    """
    key = key_of(text)
    same = [c for c in found if c.kind == "phrasing" and key_of(c.question) == key]
    return same[0] if len({candidate.answer for candidate in same}) == 1 else None


def _without_samples(retrieved: Retrieved, question: str) -> Retrieved:
    """Return what was found without texts that only show how such a text is written."""
    kept = tuple(c for c in retrieved.candidates if not is_only_sample(question, c))
    return replace(retrieved, candidates=kept)


def _still_there(retrieved: Retrieved) -> Ranking:
    """Return the ranking without what was unpublished while it was looked up."""
    kept = {candidate.scored.key for candidate in retrieved.candidates}
    scored = retrieved.ranking.scored
    fetched = (
        max((n for n, text in enumerate(scored) if text.key in kept), default=-1) + 1
    )
    there = tuple(
        text for n, text in enumerate(scored) if n >= fetched or text.key in kept
    )
    return replace(retrieved.ranking, scored=there if kept else ())

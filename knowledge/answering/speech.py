"""What is said to one question that has evidence: quoted, or by a model from the passages."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace

from knowledge.answering.checking import Check, SentenceCheck
from knowledge.answering.foreign import language_for, preface
from knowledge.answering.guard.injection import orders_in_knowledge
from knowledge.answering.marking import MarkerCheck
from knowledge.answering.notes import Notes
from knowledge.answering.outcomes import Citation, Delta, Line, Question
from knowledge.answering.pitfalls import warning_beside
from knowledge.answering.prompts import prompt_for
from knowledge.answering.said_before import only_repeats
from knowledge.answering.same_asking import asks_the_same
from knowledge.answering.seams import Tool
from knowledge.answering.speaking import Attempt
from knowledge.answering.weigh import Weighed
from knowledge.llm.chat import ChatModel, Passage, Prompt
from knowledge.llm.extractive import Extractive
from knowledge.retrieval.candidates import Candidate
from knowledge.retrieval.passages import passages


@dataclass(frozen=True)
class Speakers:
    """Who may speak, and what they are told besides the question."""

    model: ChatModel
    history: Sequence[Line] = ()
    tools: Sequence[Tool] = ()


class Speech:
    """Lets one speaker after the other try, until something of their words may be shown."""

    def __init__(
        self,
        question: Question,
        weighed: Weighed,
        speakers: Speakers,
        *,
        after: int = 0,
    ) -> None:
        """Number the passages from `after` + 1 on: an answer may have several speeches."""
        found = weighed.candidates
        self._preface = preface(question, found[0])
        question = replace(question, answer_in=language_for(question, found[0]))
        self._question, self._speakers = question, speakers
        read = found[: question.policy.passages]
        given = _numbered(passages(read, question.text), after)
        self._known = is_known_phrasing(question.text, found[0])
        prompt = prompt_for(
            question,
            speakers.history,
            given,
            speakers.tools,
            context_tokens=question.policy.context_tokens,
        )
        # What the guard let through as a quote alone is answered, or declined.
        sure = not weighed.torn or self._known or question.quote_only
        if found[0].scored.view and only_repeats(
            question.text, speakers.history, given[0]
        ):
            sure = False
        self.prompt = replace(prompt, quotable=sure)
        self.last = after + len(given)
        self._warning = warning_beside(found, n=self.last + 1)
        self.quoting = (
            question.quote_only
            or self._known
            # A text that only tells of such orders is shown, but to no model.
            or any(orders_in_knowledge(passage.text) for passage in given)
        )
        self.text = ""
        self.citations: list[Citation] = []
        self.halt: str | None = None
        self.foreign = False
        """Whether the customer was told that this is in another language than theirs."""

    async def deltas(self, notes: Notes) -> AsyncGenerator[Delta, None]:
        """Yield what may be shown; afterwards `text`, `citations` and `halt` say how it ended.

        Raises ModelFailed when a model breaks off after some of its text was shown.
        """
        notes.note_prompt(self.prompt, quoting=self.quoting)
        fallback = Extractive("pair" if self._known else "extractive")
        for speaker in [fallback] if self.quoting else [self._speakers.model, fallback]:
            attempt = Attempt(
                speaker, self.prompt, _check_for(self._question, self.prompt)
            )
            async with aclosing(attempt.deltas()) as deltas:
                async for delta in deltas:
                    yield delta if self.foreign else Delta(self._preface + delta.text)
                    self.foreign = bool(self._preface)
            notes.note_attempt(attempt)
            self.text, self.halt = attempt.result.text, attempt.result.halt
            self.citations = _citations(attempt)
            if self.text or self.halt in {"promise", "unknown"}:
                break
        self.text = self._preface + self.text if self.text else ""
        if self.text and self.halt is None and (warning := self._added()):
            yield Delta(warning)

    def _added(self) -> str:
        """Add the warning of a pitfall that is about the same; return what is new."""
        if self._warning is None or self._warning.passage.atom in {
            citation.atom for citation in self.citations
        }:
            return ""
        passage = self._warning.passage
        self.last = passage.n
        added = f"\n\n{self._warning.markdown}"
        self.text += added
        self.citations.append(citation_of(passage, self._warning.quote))
        return added


def is_known_phrasing(text: str, candidate: Candidate) -> bool:
    """Whether the best unit is a phrasing of a pair that asks the same as the last turn alone."""
    if candidate.kind != "phrasing" or candidate.scored.view != 0:
        return False
    return asks_the_same(text, candidate.question)


def citation_of(passage: Passage, quote: str) -> Citation:
    """Return what the marker of a passage stands for."""
    return Citation(
        n=passage.n,
        atom=passage.atom,
        version_id=passage.version_id,
        version=passage.version,
        title=passage.title,
        section=passage.section,
        quote=quote,
    )


def _numbered(found: Sequence[Passage], after: int) -> list[Passage]:
    return [replace(passage, n=passage.n + after) for passage in found]


def _check_for(question: Question, prompt: Prompt) -> Check:
    if question.policy.stream_sentences:
        rules = prompt.messages[0].content
        return SentenceCheck(prompt.passages, question.text, rules)
    return MarkerCheck(prompt.passages)


def _citations(attempt: Attempt) -> list[Citation]:
    cited = {passage.n: passage for passage in attempt.prompt.passages}
    result = attempt.result
    return [citation_of(cited[n], result.quotes[n]) for n in result.cited]

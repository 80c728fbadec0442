"""What is said to one question that has evidence: quoted, or by a model from the passages."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace

from knowledge.answering.checking import Check, SentenceCheck
from knowledge.answering.marking import MarkerCheck
from knowledge.answering.notes import Notes
from knowledge.answering.outcomes import Citation, Delta, Line, Question
from knowledge.answering.pitfalls import warning_beside
from knowledge.answering.prompts import prompt_for
from knowledge.answering.same_question import is_known_phrasing
from knowledge.answering.seams import Tool
from knowledge.answering.speaking import Attempt
from knowledge.answering.weigh import Weighed
from knowledge.llm.chat import ChatModel, Passage, Prompt
from knowledge.llm.extractive import Extractive
from knowledge.retrieval.passages import passages

PASSAGES = 4
"""How many texts a model reads. More would rarely hold the answer, and make small models stray."""


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
        self._question = question
        self._speakers = speakers
        found = weighed.candidates
        given = _numbered(passages(found[:PASSAGES], question.text), after)
        self.prompt = prompt_for(
            question,
            speakers.history,
            given,
            speakers.tools,
            context_tokens=question.policy.context_tokens,
        )
        self.last = after + len(given)
        self._warning = warning_beside(found, n=self.last + 1)
        self.quoting = is_known_phrasing(question.text, found[0])
        self.text = ""
        self.citations: list[Citation] = []
        self.halt: str | None = None

    async def deltas(self, notes: Notes) -> AsyncGenerator[Delta, None]:
        """Yield what may be shown; afterwards `text`, `citations` and `halt` say how it ended.

        Raises ModelFailed when a model breaks off after some of its text was shown.
        """
        notes.note_prompt(self.prompt, quoting=self.quoting)
        fallback = Extractive()
        for speaker in [fallback] if self.quoting else [self._speakers.model, fallback]:
            attempt = Attempt(
                speaker, self.prompt, _check_for(self._question, self.prompt)
            )
            async with aclosing(attempt.deltas()) as deltas:
                async for delta in deltas:
                    yield delta
            notes.note_attempt(attempt)
            self.text, self.halt = attempt.result.text, attempt.result.halt
            self.citations = _citations(attempt)
            if self.text or self.halt in {"promise", "unknown"}:
                break
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
        return SentenceCheck(prompt.passages, question.text)
    return MarkerCheck(prompt.passages)


def _citations(attempt: Attempt) -> list[Citation]:
    cited = {passage.n: passage for passage in attempt.prompt.passages}
    result = attempt.result
    return [citation_of(cited[n], result.quotes[n]) for n in result.cited]

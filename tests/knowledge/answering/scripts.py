"""A model and a search that do what a test writes down; both fulfil the real Protocols."""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field

from knowledge.answering.answer import answer
from knowledge.answering.outcomes import Delta, Line, Outcome, Policy, Question
from knowledge.llm.chat import Finished, ModelFailed, Prompt, Text
from knowledge.reader import PUBLIC, Reader
from knowledge.retrieval.candidates import Candidate, Retrieved
from knowledge.retrieval.scoring import Ranking, Scored

READER = Reader(frozenset({PUBLIC}), frozenset({1}))
ALWAYS, NEVER = 0.0, 1.1
"""Floors that let every question through the gate, or none."""


@dataclass
class ScriptedModel:
    """Says its pieces one after the other, then ends or fails; `prompts` are what it was asked."""

    pieces: Sequence[str] = ()
    reason: str = "stop"
    failure: ModelFailed | None = None
    name: str = "scripted"
    prompts: list[Prompt] = field(default_factory=list)
    said: int = 0
    closed: bool = False

    async def stream(self, prompt: Prompt) -> AsyncGenerator[Text | Finished, None]:
        self.prompts.append(prompt)
        try:
            for piece in self.pieces:
                self.said += 1
                yield Text(piece)
            if self.failure:
                raise self.failure
            yield Finished("scripted", "scripted-1", self.reason, 10, 5)
        finally:
            self.closed = True


def saying(text: str, **settings) -> ScriptedModel:
    """A model that says this in pieces of a few letters."""
    return ScriptedModel([text[i : i + 4] for i in range(0, len(text), 4)], **settings)


@dataclass
class ScriptedSearch:
    """Finds the same candidates for every question and keeps the queries."""

    candidates: Sequence[Candidate] = ()
    queries: list[Sequence[str]] = field(default_factory=list)

    async def __call__(self, queries: Sequence[str], reader: Reader) -> Retrieved:
        self.queries.append(tuple(queries))
        ranking = Ranking(tuple(c.scored for c in self.candidates), nearest=0.9)
        return Retrieved(
            queries=tuple(queries),
            candidates=self.candidates,
            ranking=ranking,
            vector=(0.5, 0.5),
            model="scripted",
            milliseconds=(("dense", 1.5),),
        )


def candidate(title: str, body: str, *, score: float = 0.8, **given) -> Candidate:
    """One section of one atom, or with `answer` the pair that was found."""
    slug = title.lower().replace(" ", "-")
    key = sum(map(ord, slug))
    cosine = given.pop("cosine", score)
    fields = {
        "kind": "window",
        "section": "",
        "quote": "",
        "question": "",
        "answer": "",
    } | given
    return Candidate(
        atom=slug,
        version_id=key,
        version=1,
        title=title,
        type="article",
        body=body,
        cosine=cosine,
        first_question=fields["question"],
        scored=Scored(key=key, view=0, score=score, cosine=cosine, lexical=0.5),
        **fields,
    )


RESET = candidate(
    "Reset a password",
    """Open the sign-in page and press **Forgot password**. A link comes by mail; it works for 30 minutes.

You cannot use one of your last 5 passwords.""",
)
PLANS = candidate(
    "Plans",
    "The Team plan costs $20 per month. Exports are not available in the Free plan.",
    score=0.5,
)


async def asked(
    text: str,
    model: ScriptedModel,
    *,
    found: Sequence[Candidate] = (RESET, PLANS),
    history: Sequence[Line] = (),
    floor: float | None = ALWAYS,
    search: ScriptedSearch | None = None,
    **policy,
) -> tuple[str, Outcome]:
    """Ask; return everything that was shown and how it ended."""
    question = Question(text, Policy(bot_name="Ada", answer_floor=floor, **policy))
    search = search or ScriptedSearch(found)
    shown, outcomes = "", []
    async for event in answer(question, history, READER, search, model):
        if isinstance(event, Delta):
            assert not outcomes
            shown += event.text
        else:
            outcomes.append(event)
    (outcome,) = outcomes
    return shown, outcome

"""A site's golden questions asked as its customers would ask them, and judged.

Import it only where answers are made: it is heavy.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from accounts.models import Site
from knowledge.answering.intents import LOOKED_UP
from knowledge.answering.outcomes import (
    Answered,
    AskedBack,
    Escalated,
    Question,
)
from knowledge.evaluation.asking import Asked, ask, said_before
from knowledge.evaluation.beside import Beside, loop_beside
from knowledge.evaluation.figures import Result, figures
from knowledge.evaluation.judging import Judged, answer_figures, judge
from knowledge.evaluation.tradeoff import tradeoff
from knowledge.llm.chat import ChatModel
from knowledge.llm.configured import quotes
from knowledge.llm.embedder import Embedder
from knowledge.models import GoldenQuestion
from knowledge.policies import policy_of
from knowledge.reader import Reader
from knowledge.readers import reader_of_customer
from knowledge.replaying import finished, retrieve_with
from knowledge.retrieval.scope import Edit

Expected = GoldenQuestion.Expected


@dataclass(frozen=True)
class Judgement:
    """What became of one golden question, and whether that is right."""

    question: GoldenQuestion
    asked: Asked
    relevant: frozenset[str]
    judged: Judged

    @property
    def right(self) -> bool:
        """Whether it ended as it must."""
        return is_right(self.question.expects, self.asked, self.relevant)

    @property
    def place(self) -> int | None:
        """Return the place of the first expected atom among those found, from 1."""
        places = (
            n for n, atom in enumerate(self.asked.ranked, 1) if atom in self.relevant
        )
        return next(places, None)

    @property
    def result(self) -> Result:
        """Return it as an evaluation set's question."""
        cited = self.asked.cited
        return Result(
            relevant=self.relevant,
            in_scope=self.question.expects == Expected.ANSWER,
            ranked=self.asked.ranked,
            score=self.asked.outcome.trace.score or 0.0,
            answered=isinstance(self.asked.outcome, Answered),
            cited=cited[0] if cited else None,
            milliseconds=self.asked.milliseconds,
        )


def questions_of(site: Site) -> list[GoldenQuestion]:
    """Return the golden questions that are asked at a site."""
    asked = GoldenQuestion.objects.asked_at(site)
    return list(asked.prefetch_related("atoms__collection").order_by("pk"))


def evaluate_site(
    site: Site,
    questions: Sequence[GoldenQuestion],
    embedder: Embedder,
    model: ChatModel | None,
    progress: Callable[[int, int], None],
    edit: Edit | None = None,
) -> list[Judgement]:
    """Ask golden questions at a site; with an `edit`, as if that version were live.

    Without a `model` answers are quotes, and where the chat would ask which text is meant, so is
    it here. Raises EmbeddingFailed and ModelFailed.
    """
    readers = {
        verified: reader_of_customer(site, verified=verified)
        for verified in (False, True)
    }
    policy = policy_of(site)
    speaker = model or quotes(policy.provider)
    retrieve = retrieve_with(embedder, edit)
    judgements: list[Judgement] = []
    with loop_beside(lambda queries, who: finished(retrieve(queries, who))) as beside:
        for number, question in enumerate(questions, 1):
            asked = _ask(
                question,
                Question(question.text, policy),
                readers[question.verified],
                beside,
                speaker,
            )
            judgements.append(judgement_of(question, asked))
            progress(number, len(questions))
    return judgements


def _ask(
    golden: GoldenQuestion,
    question: Question,
    reader: Reader,
    beside: Beside,
    model: ChatModel,
) -> Asked:
    first = said_before(golden.before, question, reader, beside.retrieve, model)
    history = beside.run(first)
    return beside.run(ask(question, history, reader, beside.retrieve, model))


def judgement_of(question: GoldenQuestion, asked: Asked) -> Judgement:
    """Judge what became of a golden question."""
    relevant = frozenset(atom.slug for atom in question.atoms.all())
    in_scope = question.expects == Expected.ANSWER
    return Judgement(
        question, asked, relevant, judge(asked, relevant, in_scope=in_scope)
    )


def is_right(expects: str, asked: Asked, relevant: Iterable[str]) -> bool:
    """Whether a question ended as it must: the first citation counts."""
    outcome = asked.outcome
    intent = outcome.trace.intent
    unclear = intent in LOOKED_UP or intent == "nothing_asked"
    match expects:
        case Expected.ANSWER:
            return asked.cited[:1] != [] and asked.cited[0] in relevant
        case Expected.SILENCE:
            return not isinstance(outcome, Answered)
        case Expected.ASK_BACK:
            return isinstance(outcome, AskedBack) and unclear
        case Expected.PERSON:
            return isinstance(outcome, Escalated)
        case _:
            return isinstance(outcome, AskedBack) and not unclear


def summary(judgements: Sequence[Judgement]) -> dict[str, Any]:
    """Return the figures of a run: of all, by kind of question, type and collection, and the curve.

    What is neither to be answered nor to be left unanswered counts only as right or wrong.
    """
    by_type, by_collection = defaultdict(list), defaultdict(list)
    for each in judgements:
        atoms = each.question.atoms.all()
        for atom_type in {atom.type for atom in atoms}:
            by_type[atom_type].append(each)
        for collection in {atom.collection_id for atom in atoms}:
            by_collection[str(collection)].append(each)
    by_expected = {
        expects: _figures([e for e in judgements if e.question.expects == expects])
        for expects in Expected.values
        if any(e.question.expects == expects for e in judgements)
    }
    points = tradeoff([each.result for each in _ranked(judgements)])
    return {
        **_figures(judgements),
        **answer_figures([each.judged for each in judgements]),
        "by_expected": by_expected,
        "by_type": {name: _figures(found) for name, found in by_type.items()},
        "by_collection": {key: _figures(each) for key, each in by_collection.items()},
        "tradeoff": [asdict(point) for point in points],
    }


def _figures(judgements: Sequence[Judgement]) -> dict[str, Any]:
    right = sum(each.right for each in judgements)
    return {
        "n": len(judgements),
        "n_right": right,
        "right": round(right / len(judgements), 4) if judgements else None,
        **figures([each.result for each in _ranked(judgements)]),
    }


def _ranked(judgements: Sequence[Judgement]) -> list[Judgement]:
    ranked = {Expected.ANSWER, Expected.SILENCE}
    return [each for each in judgements if each.question.expects in ranked]

"""Asking a set's questions the way the desk asks them, and noting what became of each."""

import time
from collections.abc import Callable, Iterator

from knowledge.answering.outcomes import Answered, Question
from knowledge.answering.seams import Retrieve
from knowledge.answering.weigh import weigh
from knowledge.evaluation.asking import Asked, ask
from knowledge.evaluation.beside import loop_beside
from knowledge.evaluation.figures import Result
from knowledge.evaluation.judging import Judged, judge
from knowledge.evaluation.scope import ThrowawayScope, throwaway
from knowledge.evaluation.sets import AskedQuery, EvaluationSet
from knowledge.llm.chat import ChatModel
from knowledge.llm.embedder import Embedder
from knowledge.replaying import finished, retrieve_with

Progress = Callable[[int, int], None]
"""Told how many of how many steps are done."""


def evaluate(
    evaluated: EvaluationSet, embedder: Embedder, progress: Progress
) -> list[Result]:
    """Ask every question of a set in a throwaway scope, with the live retriever and gate."""
    steps = len(evaluated.items) + len(evaluated.queries)
    results = []
    with throwaway(
        evaluated.items, embedder, lambda done: progress(done, steps)
    ) as scope:
        for result in weighed(evaluated, scope):
            results.append(result)
            progress(len(evaluated.items) + len(results), steps)
    return results


def weighed(evaluated: EvaluationSet, scope: ThrowawayScope) -> Iterator[Result]:
    """Put each question to search and gate; nothing is worded."""
    retrieve = retrieve_with(scope.embedder)
    for query in evaluated.queries:
        yield _weighed(query, scope, retrieve)


def answered(
    evaluated: EvaluationSet, scope: ThrowawayScope, model: ChatModel
) -> Iterator[tuple[Result, Judged]]:
    """Let a model answer each question, and judge what the customer would see.

    A model that fails leaves the word to the best passage, as in a chat.
    """
    retrieve = retrieve_with(scope.embedder)
    with loop_beside(lambda queries, who: finished(retrieve(queries, who))) as beside:
        for query in evaluated.queries:
            asking = ask(
                Question(query.text),
                query.history,
                scope.reader,
                beside.retrieve,
                model,
            )
            asked = beside.run(asking)
            relevant = {
                slug for slug, name in scope.names.items() if name in query.relevant
            }
            judged = judge(asked, relevant, in_scope=query.in_scope)
            yield _result(query, scope, asked), judged


def _weighed(query: AskedQuery, scope: ThrowawayScope, retrieve: Retrieve) -> Result:
    start = time.perf_counter()
    asked = weigh(Question(query.text), query.history, scope.reader, retrieve)
    found = finished(asked)
    milliseconds = (time.perf_counter() - start) * 1000
    ranked = [scope.names[candidate.atom] for candidate in found.candidates]
    return Result(
        relevant=query.relevant,
        in_scope=query.in_scope,
        ranked=ranked,
        score=found.score,
        answered=found.enough,
        cited=ranked[0] if found.enough else None,
        milliseconds=milliseconds,
    )


def _result(query: AskedQuery, scope: ThrowawayScope, asked: Asked) -> Result:
    cited = [scope.names[atom] for atom in asked.cited]
    return Result(
        relevant=query.relevant,
        in_scope=query.in_scope,
        ranked=[scope.names[atom] for atom in asked.ranked],
        score=asked.outcome.trace.score or 0.0,
        answered=isinstance(asked.outcome, Answered),
        cited=cited[0] if cited else None,
        milliseconds=asked.milliseconds,
    )

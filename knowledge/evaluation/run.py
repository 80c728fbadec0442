"""Asking a set's questions the way the desk asks them, and noting what became of each."""

import time
from collections.abc import Callable

from knowledge.answering.outcomes import Question
from knowledge.answering.seams import Retrieve
from knowledge.answering.weigh import weigh
from knowledge.evaluation.figures import Result
from knowledge.evaluation.scope import ThrowawayScope, throwaway
from knowledge.evaluation.sets import AskedQuery, EvaluationSet
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
        retrieve = retrieve_with(scope.embedder)
        for query in evaluated.queries:
            results.append(_asked(query, scope, retrieve))
            progress(len(evaluated.items) + len(results), steps)
    return results


def _asked(query: AskedQuery, scope: ThrowawayScope, retrieve: Retrieve) -> Result:
    start = time.perf_counter()
    asked = weigh(Question(query.text), query.history, scope.reader, retrieve)
    weighed = finished(asked)
    milliseconds = (time.perf_counter() - start) * 1000
    ranked = [scope.names[candidate.atom] for candidate in weighed.candidates]
    return Result(
        relevant=query.relevant,
        in_scope=query.in_scope,
        ranked=ranked,
        score=weighed.score,
        answered=weighed.enough,
        cited=ranked[0] if weighed.enough else None,
        milliseconds=milliseconds,
    )

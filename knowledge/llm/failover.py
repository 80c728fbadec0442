"""Asks one model after the other until one of them says something."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import replace

from knowledge.llm.chat import ChatModel, Finished, ModelFailed, Prompt, Text

FAILED_BEFORE = "failed_before"


class Failover:
    """Several models as one. What failed before is told in `Finished.extra`.

    A model that breaks after its first word is not replaced: people have read that word.
    """

    def __init__(self, models: Sequence[ChatModel]) -> None:
        if not models:
            raise ValueError("Failover needs at least one model")
        self.name = " then ".join(model.name for model in models)
        self._models = models

    async def stream(self, prompt: Prompt) -> AsyncGenerator[Text | Finished, None]:
        """Yield the first answer that there is.

        Raises ModelFailed: the first model's kind and what all of them said when none
        answered; the answering model's own when it broke off.
        """
        failures: list[tuple[str, ModelFailed]] = []
        for model in self._models:
            spoke = False
            try:
                async with aclosing(model.stream(prompt)) as pieces:
                    async for piece in pieces:
                        spoke = spoke or isinstance(piece, Text)
                        if isinstance(piece, Text):
                            yield piece
                        elif spoke:
                            yield _told(piece, failures)
                            return
                failed = ModelFailed("cut", "it ended without a word")
            except ModelFailed as error:
                if spoke:
                    raise
                failed = error
            failures.append((model.name, failed))
        first = failures[0][1]
        again = any(failed.retryable for _, failed in failures)
        raise ModelFailed(first.kind, _listed(failures), retryable=again)


def _told(finished: Finished, failures: Sequence[tuple[str, ModelFailed]]) -> Finished:
    if not failures:
        return finished
    return replace(finished, extra=finished.extra | {FAILED_BEFORE: _listed(failures)})


def _listed(failures: Sequence[tuple[str, ModelFailed]]) -> str:
    return "; ".join(f"{name}: {failed}" for name, failed in failures)

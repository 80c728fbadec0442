"""The pipeline asks the model that a question's policy wishes for."""

from collections.abc import AsyncGenerator, Sequence

import pytest

from knowledge.answering.outcomes import Policy, Question
from knowledge.llm.chat import Finished, Prompt, Text
from knowledge.pipeline import Pipeline
from knowledge.reader import Reader
from knowledge.retrieval.candidates import NOTHING, Retrieved


class Silent:
    """A model that is only named."""

    def __init__(self, name: str) -> None:
        self.name = name

    async def stream(self, prompt: Prompt) -> AsyncGenerator[Text | Finished, None]:
        yield Text(self.name)


async def nothing(queries: Sequence[str], reader: Reader) -> Retrieved:
    return NOTHING


@pytest.mark.parametrize(
    ("policy", "wishes"),
    [
        (Policy(), []),
        (Policy(provider="ollama", model="qwen3:4b"), [("ollama", "qwen3:4b")]),
        (Policy(provider="extractive"), [("extractive", "")]),
    ],
)
async def test_a_model_is_looked_for_where_a_policy_names_one(
    policy: Policy, wishes: list[tuple[str, str]]
) -> None:
    asked: list[tuple[str, str]] = []

    def wished(provider: str, model: str) -> Silent:
        asked.append((provider, model))
        return Silent(provider)

    pipeline = Pipeline(nothing, Silent("own"), wished=wished)

    nobody = Reader(frozenset(), frozenset())
    [_ async for _ in pipeline.answer(Question("Hello!", policy), [], nobody)]

    assert asked == wishes

"""Asks the configured chat model about texts that seem alike, in a bounded time."""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import aclosing

from knowledge.likeness.second_look import Word, question_about, word_of
from knowledge.llm.chat import ChatModel, ModelFailed, Prompt, Text
from knowledge.llm.configured import chat_model
from knowledge.llm.metering import metered
from knowledge.lookalikes import Lookalike
from knowledge.retrieval import alike
from knowledge.retrieval.alike import Draft
from knowledge.services import usage
from knowledge.written import text_of

SECONDS = 20.0

logger = logging.getLogger(__name__)


def words_about(
    draft: Draft, found: Sequence[Lookalike], seconds: float = SECONDS
) -> dict[int, Word | None]:
    """Return the model's word on each text, by its version's key; None where it gave none."""
    one = alike.comparable(draft.text, ())
    prompts = {
        other.version.pk: question_about(
            one, alike.comparable(text_of(other.version), ())
        )
        for other in found
    }
    with metered() as calls:
        words = asyncio.run(_words(chat_model(), list(prompts.values()), seconds))
    usage.record(calls)
    return dict(zip(prompts, words, strict=True))


async def _words(
    model: ChatModel, prompts: Sequence[Prompt], seconds: float
) -> list[Word | None]:
    return await asyncio.gather(*(_word(model, prompt, seconds) for prompt in prompts))


async def _word(model: ChatModel, prompt: Prompt, seconds: float) -> Word | None:
    said = ""
    try:
        async with asyncio.timeout(seconds), aclosing(model.stream(prompt)) as pieces:
            async for piece in pieces:
                said += piece.text if isinstance(piece, Text) else ""
    except (ModelFailed, TimeoutError) as error:
        logger.warning("The model gave no word about two texts: %s", error)
        return None
    return word_of(said)

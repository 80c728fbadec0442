"""Asking the live pipeline from a page of the admin; only its use of models is kept."""

import asyncio
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import replace

from django.conf import settings
from django.utils.translation import gettext as _

from knowledge.answering.outcomes import Delta, Line, Outcome, Question
from knowledge.answering.said_before import lines_of
from knowledge.llm.chat import ModelFailed
from knowledge.llm.embedder import EmbeddingFailed
from knowledge.llm.metering import metered
from knowledge.pipeline import Answers
from knowledge.reader import Reader
from knowledge.services import usage


class NoAnswer(Exception):
    """No answer could be made; the message says why, for the person who asked."""


def ask(
    answers: Answers, question: Question, history: Sequence[Line], reader: Reader
) -> Outcome:
    """Return how a question ends for a reader; raises NoAnswer."""
    try:
        with metered() as calls:
            return asyncio.run(_ask(answers, question, history, reader))
    except (ModelFailed, EmbeddingFailed, TimeoutError) as error:
        raise NoAnswer(str(error) or _("It took too long.")) from error
    finally:
        usage.record(calls)


def said_before(
    answers: Answers, text: str, question: Question, reader: Reader
) -> list[Line]:
    """Return the chat before a question, where the customer asked this first.

    Quotes alone answer it, as nobody reads that answer; raises NoAnswer.
    """
    if not text:
        return []
    before = replace(question, text=text, quote_only=True)
    return lines_of(text, ask(answers, before, (), reader))


async def _ask(
    answers: Answers, question: Question, history: Sequence[Line], reader: Reader
) -> Outcome:
    async with asyncio.timeout(settings.ANSWER_DEADLINE_SECONDS):
        async with aclosing(answers.answer(question, history, reader)) as said:
            async for piece in said:
                if not isinstance(piece, Delta):
                    return piece
    raise ModelFailed("cut", _("The answer ended without an outcome."))

"""Ollama's own chat API: the first choice, on this machine or one nearby."""

import asyncio
from collections.abc import AsyncGenerator
from functools import partial

import httpx
from pydantic import BaseModel, Field, ValidationError

from knowledge.llm.chat import Finished, ModelFailed, Prompt, Text
from knowledge.llm.fitting import fitted
from knowledge.llm.ollama_model import OllamaModel, loaded_context
from knowledge.llm.refusals import message_in
from knowledge.llm.streaming import (
    Clock,
    Deadlines,
    answer_to,
    clean,
    drain,
    with_retries,
)


class _Message(BaseModel):
    content: str = ""


class _Line(BaseModel):
    """One line of the stream. Thoughts are not read; they are switched off."""

    message: _Message = Field(default_factory=_Message)
    done: bool = False
    done_reason: str = "stop"
    prompt_eval_count: int | None = None
    eval_count: int | None = None
    error: str | None = None


_SURELY_LOADED_SECONDS = 60.0
"""After an answer the model is in memory; who asks so soon again needs no look."""


class OllamaChat:
    """A model of one Ollama server that answers."""

    def __init__(
        self, model: OllamaModel, *, deadlines: Deadlines | None = None
    ) -> None:
        self.name = f"ollama/{model.name}"
        self._model = model
        self._deadlines = deadlines or Deadlines()
        self._loaded_until = 0.0

    def stream(self, prompt: Prompt) -> AsyncGenerator[Text | Finished, None]:
        """Yield the answer; see ChatModel."""
        return fitted(prompt, self._ask)

    def _ask(self, prompt: Prompt) -> AsyncGenerator[Text | Finished, None]:
        return with_retries(partial(self._attempt, prompt), self._deadlines)

    async def _attempt(
        self, prompt: Prompt, clock: Clock
    ) -> AsyncGenerator[Text | Finished, None]:
        if self._deadlines.load and not await self._is_loaded():
            clock.patience = self._deadlines.load
        request = httpx.Request("POST", self._model.chat_url, json=self._body(prompt))
        async with answer_to(request, clock) as lines:
            async for raw in lines:
                line = _parsed(raw)
                if text := clean(line.message.content):
                    yield Text(text)
                if line.done:
                    await drain(lines)
                    self._loaded_until = _now() + _SURELY_LOADED_SECONDS
                    yield self._finished(line)
                    return
        # Among others, the server's own guard against repetition ends a stream like this.
        raise ModelFailed(
            "cut", "the stream ended without its last line", retryable=True
        )

    async def _is_loaded(self) -> bool:
        """Whether the model is in memory as we ask for it; yes when the server does not say."""
        if _now() < self._loaded_until:
            return True
        try:
            room = await loaded_context(self._model)
        except ModelFailed:
            return True
        # With another room than ours it is loaded again.
        return room == self._model.context_tokens

    def _body(self, prompt: Prompt) -> dict[str, object]:
        shape = {} if prompt.schema is None else {"format": dict(prompt.schema)}
        return shape | self._model.body(
            prompt.messages,
            num_predict=prompt.max_tokens,
            temperature=prompt.temperature,
        )

    def _finished(self, line: _Line) -> Finished:
        return Finished(
            provider="ollama",
            model=self._model.name,
            reason="length" if line.done_reason == "length" else "stop",
            prompt_tokens=line.prompt_eval_count,
            answer_tokens=line.eval_count,
        )


def _parsed(raw: bytes) -> _Line:
    try:
        line = _Line.model_validate_json(raw)
    except ValidationError as error:
        words = f"{error.error_count()} mistakes in a line of {len(raw)} bytes"
        raise ModelFailed("garbled", words, retryable=True) from error
    if line.error is not None:
        words = message_in(line.error) or line.error
        raise ModelFailed("server", words[:300], retryable=True)
    return line


def _now() -> float:
    return asyncio.get_running_loop().time()

"""Ollama's own chat API: the first choice, on this machine or one nearby."""

from collections.abc import AsyncGenerator
from functools import partial

import httpx
from pydantic import BaseModel, Field, ValidationError

from knowledge.llm.chat import Finished, ModelFailed, Prompt, Text
from knowledge.llm.refusals import message_in
from knowledge.llm.streaming import (
    Clock,
    Deadlines,
    answer_to,
    checked_url,
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


class OllamaChat:
    """A model of one Ollama server.

    Every request for a model should have the same `context_tokens`: the server loads the
    model again when they change. Refuses models of the cloud: prompts stay at home.
    """

    def __init__(
        self,
        url: str,
        model: str,
        *,
        context_tokens: int = 8192,
        keep_alive: str = "30m",
        deadlines: Deadlines | None = None,
    ) -> None:
        if model.lower().endswith((":cloud", "-cloud")):
            message = (
                f"{model} runs on Ollama's cloud; prompts must not leave the house."
            )
            raise ValueError(message)
        self.name = f"ollama/{model}"
        self._url = checked_url(url) + "/api/chat"
        self._model = model
        self._context_tokens = context_tokens
        # The server reads a bare number as seconds only if it is no string.
        bare = keep_alive.lstrip("-").isdecimal()
        self._keep_alive = int(keep_alive) if bare else keep_alive
        self._deadlines = deadlines or Deadlines()

    def stream(self, prompt: Prompt) -> AsyncGenerator[Text | Finished, None]:
        """Yield the answer; see ChatModel."""
        return with_retries(partial(self._attempt, prompt), self._deadlines)

    async def _attempt(
        self, prompt: Prompt, clock: Clock
    ) -> AsyncGenerator[Text | Finished, None]:
        request = httpx.Request("POST", self._url, json=self._body(prompt))
        async with answer_to(request, clock) as lines:
            async for raw in lines:
                line = _parsed(raw)
                if text := clean(line.message.content):
                    yield Text(text)
                if line.done:
                    await drain(lines)
                    yield self._finished(line)
                    return
        # Among others, the server's own guard against repetition ends a stream like this.
        raise ModelFailed(
            "cut", "the stream ended without its last line", retryable=True
        )

    def _body(self, prompt: Prompt) -> dict[str, object]:
        return {
            "model": self._model,
            "messages": [
                {"role": message.role, "content": message.content}
                for message in prompt.messages
            ],
            "stream": True,
            # Models that can think do so unless told not to, in silence.
            "think": False,
            # A prompt that does not fit is an error, not half a prompt.
            "truncate": False,
            "keep_alive": self._keep_alive,
            "options": {
                "num_ctx": self._context_tokens,
                "num_predict": prompt.max_tokens,
                "temperature": prompt.temperature,
            },
        }

    def _finished(self, line: _Line) -> Finished:
        return Finished(
            provider="ollama",
            model=self._model,
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

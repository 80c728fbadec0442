"""Servers that speak OpenAI's chat API: llama-server, vLLM and many more."""

from collections.abc import AsyncGenerator, AsyncIterator
from functools import partial

import httpx
from pydantic import BaseModel, ValidationError

from knowledge.llm.chat import Finished, ModelFailed, Prompt, Text
from knowledge.llm.fitting import fitted
from knowledge.llm.refusals import failure_of
from knowledge.llm.streaming import (
    Clock,
    Deadlines,
    answer_to,
    checked_url,
    clean,
    drain,
    with_retries,
)

_END = b"[DONE]"


class _Delta(BaseModel):
    content: str | None = None


class _Choice(BaseModel):
    delta: _Delta = _Delta()
    finish_reason: str | None = None


class _Usage(BaseModel):
    prompt_tokens: int | None = None
    completion_tokens: int | None = None


class _Event(BaseModel):
    choices: list[_Choice] = []
    usage: _Usage | None = None
    error: dict[str, object] | str | None = None


class OpenAICompatibleChat:
    """A model of one server with `/v1/chat/completions`."""

    def __init__(
        self,
        url: str,
        model: str,
        *,
        api_key: str = "",
        deadlines: Deadlines | None = None,
    ) -> None:
        self.name = f"openai_compatible/{model}"
        base = checked_url(url)
        path = httpx.URL(base).path.rstrip("/")
        self._url = base + ("" if path else "/v1") + "/chat/completions"
        self._model = model
        self._headers = {"Authorization": f"Bearer {api_key}"} if api_key else {}
        self._deadlines = deadlines or Deadlines()

    def stream(self, prompt: Prompt) -> AsyncGenerator[Text | Finished, None]:
        """Yield the answer; see ChatModel."""
        return fitted(prompt, self._ask)

    def _ask(self, prompt: Prompt) -> AsyncGenerator[Text | Finished, None]:
        return with_retries(partial(self._attempt, prompt), self._deadlines)

    async def _attempt(
        self, prompt: Prompt, clock: Clock
    ) -> AsyncGenerator[Text | Finished, None]:
        body = self._body(prompt)
        request = httpx.Request("POST", self._url, json=body, headers=self._headers)
        reason: str | None = None
        usage = _Usage()
        async with answer_to(request, clock) as lines:
            async for data in _data_in(lines):
                event = _parsed(data)
                usage = event.usage or usage
                for choice in event.choices[:1]:
                    reason = choice.finish_reason or reason
                    if text := clean(choice.delta.content or ""):
                        yield Text(text)
        if reason is None:
            # A failure in mid-stream may look like this: Ollama tells nothing here.
            words = "the stream ended without a finish_reason"
            raise ModelFailed("cut", words, retryable=True)
        yield self._finished(reason, usage)

    def _body(self, prompt: Prompt) -> dict[str, object]:
        return {
            "model": self._model,
            "messages": [
                {"role": message.role, "content": message.content}
                for message in prompt.messages
            ],
            "stream": True,
            "stream_options": {"include_usage": True},
            "max_tokens": prompt.max_tokens,
            "temperature": prompt.temperature,
        } | _shape(prompt)

    def _finished(self, reason: str, usage: _Usage) -> Finished:
        return Finished(
            provider="openai_compatible",
            model=self._model,
            reason="length" if reason == "length" else "stop",
            prompt_tokens=usage.prompt_tokens,
            answer_tokens=usage.completion_tokens,
        )


def _shape(prompt: Prompt) -> dict[str, object]:
    if prompt.schema is None:
        return {}
    schema = {"name": "answer", "schema": dict(prompt.schema), "strict": True}
    return {"response_format": {"type": "json_schema", "json_schema": schema}}


async def _data_in(lines: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Yield the data of server-sent events up to the end mark; comments are left out."""
    async for line in lines:
        field, _, value = line.rstrip(b"\r").partition(b":")
        value = value.removeprefix(b" ")
        if field != b"data":
            continue
        if value == _END:
            await drain(lines)
            return
        yield value


def _parsed(data: bytes) -> _Event:
    try:
        event = _Event.model_validate_json(data)
    except ValidationError as error:
        words = f"{error.error_count()} mistakes in an event of {len(data)} bytes"
        raise ModelFailed("garbled", words, retryable=True) from error
    if event.error is not None:
        code = event.error.get("code") if isinstance(event.error, dict) else None
        status = code if isinstance(code, int) and code >= 400 else 500
        raise failure_of(status, data.decode())
    return event

"""Our chat models behind LlamaIndex's LLM interface. Import it only where it is used."""

import asyncio
import threading
from collections.abc import AsyncGenerator, Awaitable
from contextlib import aclosing
from dataclasses import asdict
from functools import cache
from typing import Any, TypeVar

from llama_index.core.base.llms.types import (
    CompletionResponse,
    CompletionResponseAsyncGen,
    CompletionResponseGen,
    LLMMetadata,
)
from llama_index.core.llms import CustomLLM
from llama_index.core.llms.callbacks import llm_completion_callback
from pydantic import PrivateAttr

from knowledge.llm.chat import ChatModel, Message, Prompt, Text

T = TypeVar("T")


class ChatModelLLM(CustomLLM):
    """A ChatModel that LlamaIndex's query engines can call.

    The passages of our own prompts do not exist here, so an extractive model cannot stand in.
    """

    context_window: int = 8192
    max_tokens: int = 512
    _model: ChatModel = PrivateAttr()

    def __init__(self, model: ChatModel, **settings: Any) -> None:
        super().__init__(**settings)
        self._model = model

    @classmethod
    def class_name(cls) -> str:
        """Return the name that LlamaIndex writes down."""
        return "atomdesk_chat_model"

    @property
    def metadata(self) -> LLMMetadata:
        """Return what LlamaIndex fits its prompts to."""
        return LLMMetadata(
            context_window=self.context_window,
            num_output=self.max_tokens,
            model_name=self._model.name,
        )

    @llm_completion_callback()
    def complete(
        self, prompt: str, formatted: bool = False, **kwargs: Any
    ) -> CompletionResponse:
        """Return the whole answer."""
        return _waited_for(self._whole(prompt))

    @llm_completion_callback()
    def stream_complete(
        self, prompt: str, formatted: bool = False, **kwargs: Any
    ) -> CompletionResponseGen:
        """Yield the answer as it grows."""
        responses = self._grow(prompt)
        try:
            while (response := _waited_for(anext(responses, None))) is not None:
                yield response
        finally:
            _waited_for(responses.aclose())

    @llm_completion_callback()
    async def acomplete(
        self, prompt: str, formatted: bool = False, **kwargs: Any
    ) -> CompletionResponse:
        """Return the whole answer."""
        return await self._whole(prompt)

    # Without LlamaIndex's callback: what that puts around a generator does not close it, and
    # the server would go on writing for nobody.
    async def astream_complete(
        self, prompt: str, formatted: bool = False, **kwargs: Any
    ) -> CompletionResponseAsyncGen:
        """Yield the answer as it grows."""
        return self._grow(prompt)

    async def _whole(self, prompt: str) -> CompletionResponse:
        whole = CompletionResponse(text="")
        async with aclosing(self._grow(prompt)) as responses:
            async for longer in responses:
                whole = longer
        return whole

    async def _grow(self, prompt: str) -> AsyncGenerator[CompletionResponse, None]:
        asked = Prompt([Message("user", prompt)], max_tokens=self.max_tokens)
        text = ""
        async with aclosing(self._model.stream(asked)) as pieces:
            async for piece in pieces:
                if isinstance(piece, Text):
                    text += piece.text
                    yield CompletionResponse(text=text, delta=piece.text)
                else:
                    yield CompletionResponse(text=text, delta="", raw=asdict(piece))


def _waited_for(what: Awaitable[T]) -> T:
    """Return what a coroutine returns, from code that is none.

    It runs in a loop in a thread of its own, so this works inside a running loop too.
    """

    async def wait() -> T:
        return await what

    return asyncio.run_coroutine_threadsafe(wait(), _loop()).result()


@cache
def _loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="llama-index", daemon=True).start()
    return loop

"""One model's attempt at an answer: its text through the check, and an account of it."""

import time
from collections.abc import AsyncGenerator
from contextlib import aclosing

from knowledge.answering.checking import Check, Checked
from knowledge.answering.outcomes import Delta
from knowledge.llm.chat import ChatModel, Finished, ModelFailed, Prompt, Text


class Attempt:
    """Lets one model speak once."""

    def __init__(self, model: ChatModel, prompt: Prompt, check: Check) -> None:
        self.model = model
        self.finished: Finished | None = None
        self.failure: ModelFailed | None = None
        self.milliseconds: dict[str, float] = {}
        self.prompt = prompt
        self._check = check
        self._started = time.perf_counter()

    @property
    def result(self) -> Checked:
        """What has come of it so far."""
        return self._check.result

    async def deltas(self) -> AsyncGenerator[Delta, None]:
        """Yield what may be shown. Raises ModelFailed only when something was shown already."""
        try:
            async with aclosing(self._model_text()) as pieces:
                async for piece in pieces:
                    if shown := self._check.feed(piece):
                        self._note("first_shown")
                        yield Delta(shown)
                    if self.result.halt:
                        # Leaving closes the stream, and so stops the model at its server.
                        break
        except ModelFailed as failure:
            self.failure = failure
            if self.result.text:
                raise
            return
        cut_off = self.finished is not None and self.finished.reason == "length"
        if rest := self._check.finish(cut_off=cut_off):
            self._note("first_shown")
            yield Delta(rest)
        self._note("whole")

    async def _model_text(self) -> AsyncGenerator[str, None]:
        async with aclosing(self.model.stream(self.prompt)) as events:
            async for event in events:
                if isinstance(event, Text):
                    self._note("first_token")
                    yield event.text
                else:
                    self.finished = event

    def _note(self, moment: str) -> None:
        passed = (time.perf_counter() - self._started) * 1000
        self.milliseconds.setdefault(moment, round(passed, 1))

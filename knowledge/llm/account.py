"""One call of a model while it runs: what is heard of it, for the record that it becomes."""

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime

from knowledge.llm.chat import Finished, ModelFailed, Prompt, Text
from knowledge.llm.fitting import SHRUNK
from knowledge.llm.metering import Call
from knowledge.llm.tokens import estimated, is_cut


@dataclass
class Account:
    """What is known of a call so far. Moments are those of `time.perf_counter`."""

    prompt: Prompt
    at: datetime = field(default_factory=lambda: datetime.now(UTC))
    began: float = field(default_factory=time.perf_counter)
    admitted: float | None = None
    spoke: float | None = None
    pieces: int = 0
    finished: Finished | None = None

    def admit(self) -> None:
        """Its turn in the line has come."""
        self.admitted = time.perf_counter()

    def hear(self, piece: Text | Finished) -> None:
        """The model said something, or came to its end."""
        if isinstance(piece, Finished):
            self.finished = piece
            return
        self.spoke = self.spoke or time.perf_counter()
        self.pieces += 1

    def call(self, name: str, outcome: ModelFailed | str, *, places: int) -> Call:
        """Return the record of it. `name` is the model's, with its provider in front."""
        ended = time.perf_counter()
        provider, _, model = name.partition("/")
        failed = outcome if isinstance(outcome, ModelFailed) else None
        read = self.finished.prompt_tokens if self.finished else None
        written = self.finished.answer_tokens if self.finished else None
        asked = () if self.admitted is None else self.prompt.messages
        return Call(
            at=self.at,
            provider=provider,
            model=model,
            purpose=self.prompt.purpose,
            outcome=failed.kind if failed else str(outcome),
            detail=failed.detail if failed else "",
            prompt_tokens=estimated(asked) if read is None else read,
            answer_tokens=self.pieces if written is None else written,
            counted=read is not None,
            cut=self._is_cut(read),
            waited_ms=_milliseconds(self.began, self.admitted or ended),
            first_token_ms=_first(self.admitted, self.spoke),
            total_ms=_milliseconds(self.admitted or ended, ended),
            places=places,
        )

    def _is_cut(self, read: int | None) -> bool:
        if self.finished is None or SHRUNK in self.finished.extra:
            # What was sent in the end is not this prompt.
            return False
        return is_cut(self.prompt.messages, read)


def _first(admitted: float | None, spoke: float | None) -> int | None:
    if admitted is None or spoke is None:
        return None
    return _milliseconds(admitted, spoke)


def _milliseconds(since: float, until: float) -> int:
    return round((until - since) * 1000)

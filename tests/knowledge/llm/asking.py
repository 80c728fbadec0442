"""How the tests of chat models ask, and how little patience they have."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing

from knowledge.llm.chat import ChatModel, Finished, Message, Passage, Prompt, Text
from knowledge.llm.streaming import Deadlines

SOON = Deadlines(first_token=5, stall=5, total=10, pause=(0.0, 0.01))
QUESTION = Prompt([Message("user", "How do I load a folder?")])


async def read(
    model: ChatModel, prompt: Prompt = QUESTION, *, shown: list[str] | None = None
) -> tuple[str, Finished]:
    """Return the whole answer and its end. What came before a failure is in `shown`."""
    texts = [] if shown is None else shown
    finished = None
    async with aclosing(model.stream(prompt)) as pieces:
        async for piece in pieces:
            assert finished is None, "something came after the end"
            if isinstance(piece, Text):
                texts.append(piece.text)
            else:
                finished = piece
    assert finished is not None
    return "".join(texts), finished


def passage(text: str, *, kind: str = "section", n: int = 1) -> Passage:
    return Passage(
        n=n,
        atom="load-a-folder",
        version_id=7,
        version=1,
        title="Load a folder",
        section="Steps",
        text=text,
        kind=kind,  # type: ignore[arg-type]
    )


def asked_with(*passages: Passage) -> Prompt:
    return Prompt(QUESTION.messages, passages)


class Scripted:
    """A model that does exactly this, and remembers what it was asked."""

    def __init__(
        self, name: str, events: Sequence[Text | Finished | Exception]
    ) -> None:
        self.name = name
        self.asked: list[Prompt] = []
        self.closed = 0
        self._events = events
        self._streams: list[AsyncGenerator[Text | Finished, None]] = []

    def stream(self, prompt: Prompt) -> AsyncGenerator[Text | Finished, None]:
        self.asked.append(prompt)
        # Kept, so that nothing is closed just because nobody knows it any more.
        self._streams.append(self._play())
        return self._streams[-1]

    async def _play(self) -> AsyncGenerator[Text | Finished, None]:
        try:
            for event in self._events:
                if isinstance(event, Exception):
                    raise event
                yield event
        finally:
            self.closed += 1

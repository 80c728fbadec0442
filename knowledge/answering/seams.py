"""What answering needs from outside: a way to look things up, and tools."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from knowledge.reader import Reader
from knowledge.retrieval.candidates import Retrieved


class Retrieve(Protocol):
    """Looks up what this reader may read. Each query is scored alone, the better score kept."""

    async def __call__(self, queries: Sequence[str], reader: Reader) -> Retrieved:
        """Return the texts that fit best; the first query is the last turn alone."""
        ...


@dataclass(frozen=True)
class ToolResult:
    """What a tool gave back: text that the answer may use and cite like a passage."""

    text: str
    ok: bool = True


class Tool(Protocol):
    """Something a model may ask for. No tool exists yet; a prompt describes those it is given."""

    name: str
    description: str
    arguments: Mapping[str, Any]
    """JSON Schema of what `call` takes."""

    async def call(self, arguments: Mapping[str, Any]) -> ToolResult:
        """Do it, or look it up."""
        ...

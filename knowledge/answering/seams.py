"""What answering needs from outside: a way to look things up, and tools."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol


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

    async def call(self, arguments: Mapping[str, Any]) -> ToolResult: ...

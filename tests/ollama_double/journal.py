"""When each token of each answer left the double: what a load test measures the desk against."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass
class Entry:
    """One answer. Times are seconds of the machine's monotonic clock, the same in all processes."""

    asked: str
    began: float = field(default_factory=time.monotonic)
    tokens: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)

    def note(self, token: str) -> None:
        """Note that a token leaves now."""
        self.tokens.append(token)
        self.times.append(time.monotonic())


class Journal:
    """Kept only while somebody wants it: it grows with every token."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []

    def begin(self, messages: Sequence[Mapping[str, Any]]) -> Entry:
        """Open the entry of one answer."""
        entry = Entry(str(messages[-1].get("content") or "") if messages else "")
        self._entries.append(entry)
        return entry

    def torn_out(self) -> list[dict[str, Any]]:
        """Return everything noted so far and forget it."""
        entries, self._entries = self._entries, []
        return [asdict(entry) for entry in entries]

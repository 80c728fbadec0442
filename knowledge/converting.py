"""Documents read by a process of their own, which ends when one takes too long or too much."""

import time
from collections.abc import Sequence
from types import TracebackType
from typing import Any

from knowledge.documents.values import Piece, Reading, Text, refused
from knowledge.documents.values import Refused as Refused
from knowledge.format import Problem
from knowledge.separate import Separate

SECONDS_OF_A_FILE = 120.0


class Converter:
    """Reads one document after the other.

    A context manager: at its end the process is gone.
    """

    def __init__(self) -> None:
        self._process = Separate("knowledge.documents")

    def __enter__(self) -> "Converter":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.__exit__(kind, error, trace)

    def read(
        self,
        data: bytes,
        name: str,
        columns: Sequence[str] | None = None,
        together: str = "",
    ) -> Reading:
        """Read a document by the ending of its name; raises Refused with every reason.

        `columns` says what the columns of a table hold, without them their headings do; `together`
        which of its lines become one text.
        """
        begun = time.monotonic()
        answer = self._process.ask(
            data, name, seconds=SECONDS_OF_A_FILE, columns=columns, together=together
        )
        took = time.monotonic() - begun
        if answer is None:
            raise refused(f"could not be read within {took:.0f} seconds, or broke the reader")  # fmt: skip
        return _reading(answer)


def read_apart(
    data: bytes, name: str, columns: Sequence[str] | None, together: str = ""
) -> Reading:
    """Read a file in a process apart; raises Refused with every reason."""
    with Converter() as converter:
        return converter.read(data, name, columns, together)


def _reading(answer: dict[str, Any]) -> Reading:
    if "problems" in answer:
        raise Refused(_problems(answer["problems"]))
    texts = tuple(_text(text) for text in answer["texts"])
    return Reading(texts, _problems(answer["notices"]))


def _text(found: dict[str, Any]) -> Text:
    pieces = tuple(Piece(**piece) for piece in found["pieces"])
    return Text(**{**found, "tags": tuple(found["tags"]), "pieces": pieces})


def _problems(found: list[dict[str, Any]]) -> tuple[Problem, ...]:
    return tuple(Problem(**problem) for problem in found)

"""Documents read by a process of their own, which ends when one takes too long or too much."""

import json
import subprocess
import sys
import time
from pathlib import Path
from threading import Timer
from types import TracebackType
from typing import Any

from knowledge.documents.values import Reading, Text, refused
from knowledge.documents.values import Refused as Refused
from knowledge.format import Problem

ROOT = Path(__file__).parents[1]
SECONDS_OF_A_FILE = 120.0


class Converter:
    """Reads one document after the other, within so many seconds for all of them.

    A context manager: at its end the process is gone.
    """

    def __init__(self, *, seconds: float | None = None) -> None:
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Converter":
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._end()

    def read(self, data: bytes, name: str) -> Reading:
        """Read a document by the ending of its name; raises Refused with every reason."""
        left = SECONDS_OF_A_FILE if self._seconds is None else self._seconds
        if left <= 0:
            raise refused("is left over: these files take too long together; send fewer")  # fmt: skip
        begun = time.monotonic()
        answer = self._asked(data, name, min(left, SECONDS_OF_A_FILE))
        took = time.monotonic() - begun
        if self._seconds is not None:
            self._seconds -= took
        if answer is None:
            self._end()
            raise refused(f"could not be read within {took:.0f} seconds, or broke the reader")  # fmt: skip
        return _reading(answer)

    def _asked(self, data: bytes, name: str, seconds: float) -> dict[str, Any] | None:
        """Return what the process says; nothing when it ended or had to be ended."""
        process = self._process = self._process or _started()
        assert process.stdin is not None  # noqa: S101 both are pipes
        assert process.stdout is not None  # noqa: S101
        timer = Timer(seconds, process.kill)
        timer.start()
        try:
            request = json.dumps({"name": name, "size": len(data)}).encode()
            process.stdin.write(request + b"\n" + data)
            process.stdin.flush()
            line = process.stdout.readline()
        except OSError:
            return None
        finally:
            timer.cancel()
        return json.loads(line) if line.endswith(b"\n") else None

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()


def _started() -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "knowledge.documents"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
    )


def _reading(answer: dict[str, Any]) -> Reading:
    if "problems" in answer:
        raise Refused(_problems(answer["problems"]))
    texts = (Text(**{**text, "tags": tuple(text["tags"])}) for text in answer["texts"])
    return Reading(tuple(texts), _problems(answer["notices"]))


def _problems(found: list[dict[str, Any]]) -> tuple[Problem, ...]:
    return tuple(Problem(**problem) for problem in found)

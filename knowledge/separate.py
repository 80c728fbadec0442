"""Files of others, read by a process of its own that ends when one takes too long."""

import json
import subprocess
import sys
from pathlib import Path
from threading import Timer
from types import TracebackType
from typing import Any, Self

ROOT = Path(__file__).parents[1]


class Separate:
    """A process that runs a module of ours whose loop is `knowledge.documents.serving`.

    A context manager: it begins with the first file, and at the end it is gone.
    """

    def __init__(self, module: str) -> None:
        self._module = module
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._end()

    def ask(
        self, data: bytes, name: str, *, seconds: float, **more: object
    ) -> dict[str, Any] | None:
        """Return what the process says of a file; nothing when it broke or took too long.

        `more` is what else the module has to know of the file.
        """
        process = self._process = self._process or self._started()
        assert process.stdin is not None  # noqa: S101 both are pipes
        assert process.stdout is not None  # noqa: S101
        timer = Timer(seconds, process.kill)
        timer.start()
        try:
            request = json.dumps({**more, "name": name, "size": len(data)}).encode()
            process.stdin.write(request + b"\n" + data)
            process.stdin.flush()
            line = process.stdout.readline()
        except OSError:
            line = b""
        finally:
            timer.cancel()
        if line.endswith(b"\n"):
            answer: dict[str, Any] = json.loads(line)
            return answer
        self._end()
        return None

    def _started(self) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            [sys.executable, "-m", self._module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
        )

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()

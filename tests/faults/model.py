"""The double of Ollama as a process of its own, told by HTTP what to do."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from helpdesk.embedded.process import spawn
from tests.desk import free_port
from tests.faults.place import ROOT


@dataclass
class Model:
    """Where the double listens; every call raises when the double refuses it."""

    port: int
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def tell(self, path: str, /, **body: Any) -> Any:
        """Post to one of the double's control paths: `config`, `reply`, `faults`, `reset`."""
        answer = httpx.post(f"{self.url}/__fake/{path}", json=body, timeout=10)
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def ask(self, path: str) -> Any:
        """Read one of them: `requests`, `stats`."""
        answer = httpx.get(f"{self.url}/__fake/{path}", timeout=10)
        answer.raise_for_status()
        return answer.json()

    def pace(self, *, ttft: float, tps: float) -> None:
        """Seconds to the first token, and tokens per second after it."""
        self.tell("config", ttft=ttft, tps=tps)


@contextmanager
def model(*, ttft: float = 0.05, tps: float = 200) -> Iterator[Model]:
    """Run a double until the block ends."""
    port = free_port()
    command = [sys.executable, "-m", "tests.ollama_double", "--port", str(port)]
    command += ["--ttft", str(ttft), "--tps", str(tps)]
    process = spawn(command, folder=ROOT, output=subprocess.DEVNULL)
    made = Model(port, process)
    try:
        _wait(made)
        yield made
    finally:
        process.terminate()
        process.wait(20)


def _wait(made: Model) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        assert made.process.poll() is None, "the double ended at its start"
        try:
            httpx.get(made.url).raise_for_status()
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the double did not start")

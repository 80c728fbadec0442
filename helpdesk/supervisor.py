"""Keeps the processes of a desk running: restarts what crashes, stops everything in order."""

import logging
import os
import signal
import subprocess
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from helpdesk.embedded.process import spawn

logger = logging.getLogger(__name__)

CRASHES, WITHIN_SECONDS = 5, 60.0
LONGEST_PAUSE_SECONDS = 10.0
STOP_SECONDS = 25.0


@dataclass
class Child:
    """One process to keep running."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    crashes: deque[float] = field(default_factory=lambda: deque(maxlen=CRASHES))
    start_at: float = 0.0

    def start(self) -> None:
        """Start it; its output is ours."""
        self.process = spawn(self.command, environment=self.environment)


class Supervisor:
    """Runs children until it is told to stop, or until one of them crashes too often."""

    def __init__(
        self,
        children: Sequence[Child],
        *,
        servers: Mapping[str, subprocess.Popen[bytes]],
        report: Callable[[str], None],
        first_pause_seconds: float = 1.0,
    ) -> None:
        self._children = list(children)
        self._first_pause = first_pause_seconds
        self._servers = servers
        self._report = report
        self._stop = threading.Event()

    def run(self) -> int:
        """Keep everything running; return 0 after a stop, 1 when it had to give up."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._told_to_stop)
        for child in self._children:
            child.start()
        try:
            while not self._stop.wait(0.2):
                problem = self._look()
                if problem:
                    self._report(problem)
                    return 1
        finally:
            self._end()
        return 0

    def _told_to_stop(self, number: int, frame: object) -> None:
        self._stop.set()

    def _look(self) -> str:
        """Deal with what has ended; return why to give up, if there is a reason."""
        for name, server in self._servers.items():
            if server.poll() is not None:
                return f"The embedded {name} server ended; see its log. Stopping."
        now = time.monotonic()
        for child in self._children:
            if child.process is None:
                if now >= child.start_at:
                    child.start()
                continue
            status = child.process.poll()
            if status is None:
                continue
            problem = self._crashed(child, status, now)
            if problem:
                return problem
        return ""

    def _crashed(self, child: Child, status: int, now: float) -> str:
        child.process = None
        child.crashes.append(now)
        recent = [at for at in child.crashes if at > now - WITHIN_SECONDS]
        if len(recent) >= CRASHES:
            return (
                f"{child.name} crashed {CRASHES} times within a minute "
                f"(last status {status}). Stopping; its messages are above."
            )
        child.crashes = deque(recent, maxlen=CRASHES)
        # 1, 2, 4 seconds and so on with each crash of the last minute.
        pause = min(self._first_pause * 2 ** (len(recent) - 1), LONGEST_PAUSE_SECONDS)
        child.start_at = now + pause
        self._report(
            f"{child.name} ended with status {status}; starting it again in {pause:.0f} s."
        )
        return ""

    def _end(self) -> None:
        """Stop the children together, then wait; the servers are stopped after us."""
        running = [
            c.process for c in self._children if c.process and c.process.poll() is None
        ]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for process in running:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()

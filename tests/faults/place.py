"""A whole desk whose every process can be stopped, killed, frozen and started alone."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import psycopg
from psycopg.rows import dict_row

from helpdesk.embedded import Layout, postgres, redis
from helpdesk.embedded.process import spawn
from helpdesk.management.commands.up import AS_ROOT
from tests.desk import Desk, free_port

ROOT = Path(__file__).resolve().parents[2]
ORIGIN = "http://shop.example"
SITE = "shop"
PASSWORD = "a long password"
PATIENCE_SECONDS = 60.0

SERVERS = ("postgres", "redis")
_starter = ThreadPoolExecutor(max_workers=1, thread_name_prefix="starter")
CELERY = (sys.executable, "-m", "celery", "--quiet", "-A", "helpdesk.celery")
WORKER = (
    *(*CELERY, "worker", "--pool", "threads", "--loglevel", "WARNING"),
    *("--without-gossip", "--without-mingle"),
)


@dataclass
class Place:
    """One desk in a folder of its own: `postgres`, `redis`, `web`, `answers`, `worker`, `beat`.

    More of a kind may be added: `web2` with a port of its own, `answers2` and so on. What is
    stopped stays stopped until it is started.
    """

    data: Path
    environment: Mapping[str, str]
    redis_url: str = ""
    ports: dict[str, int] = field(default_factory=dict)
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    altered: set[str] = field(default_factory=set)

    @property
    def layout(self) -> Layout:
        return Layout(self.data)

    @property
    def desk(self) -> Desk:
        return self.desk_of("web")

    @property
    def desks(self) -> list[Desk]:
        """Every web server that was ever started; some may be down."""
        return [Desk(port) for port in self.ports.values()]

    def desk_of(self, name: str) -> Desk:
        return Desk(self.ports.setdefault(name, free_port()))

    # Processes ------------------------------------------------------------------------------

    def start(self, name: str, *, without: str = "", **environment: str) -> None:
        """Start one process; return when it does its work.

        `without` names protections of `tests.faults.without`, joined by commas, that are taken
        out of it.
        """
        # A child is stopped by the kernel when the thread that started it ends, so that is one
        # which lives as long as we do, whoever calls.
        _starter.submit(self._launch, name, without, environment).result()
        self._until_it_works(name)

    def _launch(self, name: str, without: str, environment: Mapping[str, str]) -> None:
        if name == "postgres":
            self.processes[name] = postgres.start(self.layout)
        elif name == "redis":
            self.processes[name] = redis.start(self.layout)
        else:
            env = {**self.environment_of(name), **environment}
            command = self._command(name)
            if without or environment:
                self.altered.add(name)
            if without:
                command[1:1] = ["-m", "tests.faults.without", without, "--"]
            with self._log(name).open("ab") as log:
                self.processes[name] = spawn(
                    command, environment=env, folder=ROOT, output=log
                )

    def stop(self, name: str, number: int = signal.SIGTERM) -> None:
        """Send a signal and wait for the end; a server's default is a clean stop."""
        process = self.processes.pop(name)
        process.send_signal(
            signal.SIGINT if name == "postgres" and number == signal.SIGTERM else number
        )
        process.wait(PATIENCE_SECONDS)

    def kill(self, name: str) -> None:
        """End a process as a crash of the machine would."""
        for pid in reversed(self.family(name)):
            _signal(pid, signal.SIGKILL)
        self.processes.pop(name).wait(PATIENCE_SECONDS)

    def freeze(self, name: str) -> None:
        """Let a process hang: its connections stay open and nothing answers."""
        for pid in self.family(name):
            _signal(pid, signal.SIGSTOP)

    def thaw(self, name: str) -> None:
        """Let it go on."""
        for pid in self.family(name):
            _signal(pid, signal.SIGCONT)

    def restart(self, *names: str, **options: str) -> None:
        """Kill and start processes; `options` are those of `start`."""
        for name in names:
            self.kill(name)
        for name in names:
            self.altered.discard(name)
            self.start(name, **options)

    def forget(self) -> None:
        """Drop all chats: a promise broken on purpose is not held against the next test."""
        with psycopg.connect(self.dsn) as server:
            server.execute("TRUNCATE conversations_conversation CASCADE")

    def mend(self) -> None:
        """Start what is down and thaw what is frozen: every test begins with a whole desk."""
        for name in [n for n in self.altered if n in self.processes]:
            self.kill(name)
        self.altered.clear()
        for name in ("postgres", "redis", "web", "answers", "worker", "beat"):
            process = self.processes.get(name)
            if process is None or process.poll() is not None:
                self.start(name)
            else:
                self.thaw(name)
        for name in [n for n in self.processes if n not in NAMES]:
            self.kill(name)
            self.ports.pop(name, None)
        self.wait(self.is_ready)
        self.forget()

    def family(self, name: str) -> list[int]:
        """The ids of a process and of everything it started, parents first."""
        parents: dict[int, int] = {}
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text().rpartition(")")[2].split()
            except OSError:
                continue
            parents[int(stat.parent.name)] = int(fields[1])
        found = [self.processes[name].pid]
        for pid in found:
            found += [child for child, parent in parents.items() if parent == pid]
        return found

    def memory(self, name: str) -> int:
        """Resident bytes of a process, those it started included."""
        pages = [
            int(Path(f"/proc/{pid}/statm").read_text().split()[1])
            for pid in self.family(name)
        ]
        return sum(pages) * os.sysconf("SC_PAGE_SIZE")

    def processor_seconds(self, name: str) -> float:
        """Time that a process has had on the processors, those it started included."""
        ticks = 0
        for pid in self.family(name):
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def log_of(self, name: str) -> str:
        """What a process has written so far."""
        path = self._log(name)
        return path.read_text() if path.exists() else ""

    # Looking and waiting ------------------------------------------------------------------------

    def is_ready(self) -> bool:
        try:
            answer = httpx.get(f"{self.desk.url}/health/ready", timeout=5)
        except httpx.TransportError:
            return False
        return answer.status_code == 200

    def wait(self, true: Callable[[], bool], seconds: float = PATIENCE_SECONDS) -> None:
        """Return as soon as something is so; AssertionError when it never is."""
        deadline = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < deadline, f"waited {seconds} s for {true}"
            time.sleep(0.05)

    def rows(self, query: str, *parameters: object) -> list[dict[str, Any]]:
        """Ask the database past the desk."""
        with psycopg.connect(self.dsn, row_factory=dict_row) as server:  # type: ignore[arg-type]
            return server.execute(query, parameters).fetchall()  # type: ignore[arg-type,return-value]

    @property
    def dsn(self) -> str:
        return f"host={self.layout.sockets} user=postgres dbname=postgres"

    # Inside -------------------------------------------------------------------------------------

    def environment_of(self, name: str) -> dict[str, str]:
        """What a process of this desk finds in its environment."""
        sockets = self.layout.sockets
        kept = {
            **os.environ,
            "DATA_DIR": str(self.data),
            "DEMO": "0",
            "DATABASE_URL": f"postgresql:///postgres?host={sockets}&user=postgres",
            "REDIS_URL": self.redis_url or f"unix://{self.layout.redis_socket}",
            **self.environment,
            **AS_ROOT,
        }
        if name.startswith("web"):
            kept["PORT"] = str(self.desk_of(name).port)
        elif _kind(name) in QUEUES:
            kept["ATOMDESK_QUEUES"] = QUEUES[_kind(name)]
        return kept

    def _command(self, name: str) -> list[str]:
        if name == "beat":
            return [*CELERY, "beat", "--pidfile=", "--loglevel", "WARNING"]
        if name.startswith("web"):
            return [sys.executable, "-m", "helpdesk.serve"]
        threads = self.environment.get("ANSWER_THREADS", "32")
        many = threads if _kind(name) == "answers" else "4"
        queues = QUEUES[_kind(name)]
        return [*WORKER, "-Q", queues, "-n", f"{name}@%h", "--concurrency", many]

    def _log(self, name: str) -> Path:
        return self.data / "logs" / f"{name}.log"

    def _until_it_works(self, name: str) -> None:
        process = self.processes[name]

        def works() -> bool:
            assert process.poll() is None, f"{name} ended: {self.log_of(name)[-3000:]}"
            if name.startswith("web"):
                return _is_alive(self.desk_of(name))
            if name == "answers" and self.processes.get("web"):
                return self.is_ready()
            return True

        self.wait(works)


QUEUES = {"answers": "answers", "worker": "index,notify,maintenance"}
NAMES = {*SERVERS, *QUEUES, "web", "beat"}


@contextmanager
def place(folder: Path, **environment: str) -> Iterator[Place]:
    """Build a desk in a folder, furnish it with a shop and its staff, and run it."""
    made = Place(folder, environment)
    made.layout.make()
    try:
        for name in SERVERS:
            made.start(name)
        for command in (["manage.py", "prepare"], ["-m", "tests.faults.furnish"]):
            subprocess.run(
                [sys.executable, *command],
                cwd=ROOT,
                env=made.environment_of("prepare"),
                check=True,
                timeout=180,
            )
        made.mend()
        yield made
    finally:
        for name in reversed(list(made.processes)):
            made.kill(name)


def _kind(name: str) -> str:
    return name.rstrip("0123456789")


def _is_alive(desk: Desk) -> bool:
    try:
        return httpx.get(f"{desk.url}/health/live", timeout=5).status_code == 200
    except httpx.TransportError:
        return False


def _signal(pid: int, number: int) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return

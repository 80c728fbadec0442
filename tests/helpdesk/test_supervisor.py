"""The supervisor, with real processes."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

PROGRAM = """
import sys
from helpdesk.supervisor import Child, Supervisor
children = [Child(f"child {n}", ["sh", "-c", line]) for n, line in enumerate(sys.argv[1:])]
report = lambda line: print(line, flush=True)
report("up")
sys.exit(Supervisor(children, servers={}, report=report, first_pause_seconds=0.01).run())
"""


Supervise = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def supervise() -> Iterator[Supervise]:
    """Run a supervisor over shell lines; whatever is left of it is ended with the test."""
    with ExitStack() as stack:

        def start(*lines: str) -> "subprocess.Popen[str]":
            process = subprocess.Popen(
                [sys.executable, "-c", PROGRAM, *lines],
                stdout=subprocess.PIPE,
                text=True,
                cwd=Path(__file__).parents[2],
            )
            stack.enter_context(process)
            stack.callback(process.kill)
            assert process.stdout
            assert process.stdout.readline() == "up\n"
            return process

        yield start


def pids(folder: Path, count: int) -> list[int]:
    """Wait until so many children have written their process id."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        found = [int(p.read_text() or 0) for p in folder.iterdir()]
        if len(found) == count and all(found):
            return found
        time.sleep(0.01)
    raise AssertionError("the children did not start")


def gone(pid: int) -> bool:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            os.kill(pid, 0)
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except (ProcessLookupError, FileNotFoundError):
            return True
        if state == "Z":
            return True
        time.sleep(0.02)
    return False


def sleeper(folder: Path, name: str) -> str:
    return f"echo $$ > {folder / name}; exec sleep 1000"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_every_child_and_ends_well(
    tmp_path: Path, supervise: Supervise, number: int
) -> None:
    desk = supervise(sleeper(tmp_path, "a"), sleeper(tmp_path, "b"))
    children = pids(tmp_path, 2)

    desk.send_signal(number)

    assert desk.wait(10) == 0
    assert all(gone(pid) for pid in children)


def test_a_killed_supervisor_takes_its_children_with_it(
    tmp_path: Path, supervise: Supervise
) -> None:
    desk = supervise(sleeper(tmp_path, "a"), sleeper(tmp_path, "b"))
    children = pids(tmp_path, 2)

    desk.kill()
    desk.wait(10)

    assert all(gone(pid) for pid in children)


def test_a_crashed_child_is_started_again_and_reported(
    tmp_path: Path, supervise: Supervise
) -> None:
    once = f"test -e {tmp_path / 'a'} || {{ : > {tmp_path / 'a'}; exit 3; }}; {sleeper(tmp_path, 'a')}"
    desk = supervise(once)

    pids(tmp_path, 1)
    desk.terminate()

    assert desk.stdout
    assert "child 0 ended with status 3" in desk.stdout.read()
    assert desk.wait(10) == 0


def test_five_crashes_in_a_minute_stop_everything_with_a_reason(
    tmp_path: Path, supervise: Supervise
) -> None:
    desk = supervise("exit 7", sleeper(tmp_path, "b"))
    (other,) = pids(tmp_path, 1)

    status = desk.wait(20)

    assert desk.stdout
    assert status == 1
    assert (
        "child 0 crashed 5 times within a minute (last status 7)" in desk.stdout.read()
    )
    assert gone(other)

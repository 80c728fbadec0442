"""The check of the clocks: database, Redis and this machine must agree."""

import time
from collections.abc import Callable, Iterator
from datetime import datetime

from helpdesk.doctor.database import connected
from helpdesk.doctor.examination import Examination
from helpdesk.doctor.findings import Finding, failed, merged, skipped, warning
from helpdesk.doctor.redis import client

# A customer's signed identity may be off by 60 s; leases and deadlines are 15 s and more.
_WARN_SECONDS = 2.0
_FAIL_SECONDS = 30.0
_FIX = "Switch on time synchronisation on both machines: timedatectl set-ntp true"


def agrees(examination: Examination) -> Iterator[Finding]:
    """`clock`: nobody is off by more than two seconds."""
    code = "clock"
    offsets: dict[str, float] = {}
    if examination.well("database"):
        offsets["the database"] = _offset(_database_time)
    if examination.well("redis"):
        offsets["Redis"] = _offset(_redis_time)
    if not offsets:
        yield skipped(code, "no other clock is reached", fix="See database and redis.")
        return
    problems = [
        _off(name, seconds)
        for name, seconds in offsets.items()
        if abs(seconds) > _WARN_SECONDS
    ]
    told = ", ".join(f"{name} {seconds:+.1f} s" for name, seconds in offsets.items())
    yield merged(code, problems, fine=f"against this machine: {told}")


def _off(name: str, seconds: float) -> Finding:
    found = f"the clock of {name} is {seconds:+.0f} s off this machine's"
    wrong = failed if abs(seconds) > _FAIL_SECONDS else warning
    return wrong("clock", found, fix=_FIX)


def _offset(ask: Callable[[], float]) -> float:
    """Return how far a clock is ahead, counted from the middle of the question."""
    before = time.time()
    told = ask()
    return told - (before + time.time()) / 2


def _database_time() -> float:
    with connected() as opened:
        told: datetime
        ((told,),) = opened.execute("SELECT now()").fetchall()
    return told.timestamp()


def _redis_time() -> float:
    seconds, micros = client().time()
    return float(seconds) + float(micros) / 1e6

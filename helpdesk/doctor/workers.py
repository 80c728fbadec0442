"""The checks of the desk's own processes: a worker for each queue, and the clock."""

from collections.abc import Iterator

import httpx
import redis
from django.conf import settings
from django.utils import timezone

from conversations.services.sweeping import OUTAGE_SECONDS, last_sweep
from helpdesk.doctor.examination import Examination
from helpdesk.doctor.findings import Finding, failed, ok, skipped, warning
from helpdesk.doctor.redis import client
from helpdesk.health import HEARTBEAT_SECONDS

QUEUES = ("answers", "index", "notify", "maintenance")
_WITHOUT = {
    "answers": "questions wait and then go to people",
    "index": "what is published is not found",
    "notify": "nothing is sent to it yet",
    "maintenance": "no deadline and no lost turn is noticed",
}
_START = "Start the desk: make run"
_WEB_SECONDS = 2


def is_running() -> bool:
    """Whether any process of this desk shows a sign of life."""
    try:
        if client().exists(*(_heartbeat_key(queue) for queue in QUEUES)):
            return True
    except (redis.RedisError, ValueError, OSError):
        pass
    return _web_answers()


def served(examination: Examination) -> Iterator[Finding]:
    """`workers`: somebody takes the work of each queue."""
    known = client()
    for queue in QUEUES:
        # What is left of the heartbeat's time tells its age by Redis' own clock.
        left = known.pttl(_heartbeat_key(queue))
        yield _worker(queue, left, running=examination.running)


def _worker(queue: str, left: int, *, running: bool) -> Finding:
    code = "workers"
    if left > 0:
        age = max(0.0, HEARTBEAT_SECONDS - left / 1000)
        return ok(code, f"a worker was heard of {age:.0f} s ago", subject=queue)
    if not running:
        found = "no worker: the desk is not running"
        return warning(code, found, fix=_START, subject=queue)
    found = f"no worker was heard of for {HEARTBEAT_SECONDS} s: {_WITHOUT[queue]}"
    process = "answers worker" if queue == "answers" else "worker"
    fix = (
        f"Under make run the process '{process}' comes back by itself: read why it "
        f"ended in the desk's log. Without it: {_command(queue)}"
    )
    if queue == "notify":
        return warning(code, found, fix=fix, subject=queue)
    return failed(code, found, fix=fix, subject=queue)


def ticks(examination: Examination) -> Iterator[Finding]:
    """`beat`: sweeps come, which shows the clock that asks for them."""
    code = "beat"
    if not examination.running:
        yield warning(code, "no sweeps: the desk is not running", fix=_START)
        return
    if client().pttl(_heartbeat_key("maintenance")) <= 0:
        found = "cannot be told: nobody makes the sweeps that it asks for"
        yield skipped(code, found, fix="See workers, queue maintenance, first.")
        return
    last = last_sweep()
    age = None if last is None else (timezone.now() - last).total_seconds()
    if age is not None and age <= OUTAGE_SECONDS:
        yield ok(code, f"the last sweep was {max(0.0, age):.0f} s ago")
        return
    seen = "no sweep yet" if age is None else f"the last sweep was {age:.0f} s ago"
    fix = (
        "When the desk has only just started, ask again in half a minute. Else restart "
        "it; without make run: .venv/bin/python -m celery -A helpdesk.celery beat "
        "--pidfile="
    )
    yield failed(code, f"{seen}; one is due every 5 s", fix=fix)


def _heartbeat_key(queue: str) -> str:
    return f"atomdesk:worker:{queue}"


def _command(queue: str) -> str:
    queues = "answers" if queue == "answers" else "index,notify,maintenance"
    return (
        f"ATOMDESK_QUEUES={queues} .venv/bin/python -m celery -A helpdesk.celery worker "
        f"--pool threads -Q {queues}"
    )


def _web_answers() -> bool:
    host = settings.HOST if settings.HOST not in {"0.0.0.0", "::"} else "127.0.0.1"  # noqa: S104 compared, not bound
    host = f"[{host}]" if ":" in host else host
    names = [name for name in settings.ALLOWED_HOSTS if name.strip("*.")]
    try:
        answer = httpx.get(
            f"http://{host}:{settings.PORT}/health/live",
            headers={"Host": names[0]} if names else {},
            timeout=_WEB_SECONDS,
            trust_env=False,
        )
        return bool(answer.json() == {"status": "live"})
    except (httpx.HTTPError, httpx.InvalidURL, ValueError):
        return False

"""Run the whole desk: servers, web, workers and beat, under this one process."""

import signal
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from helpdesk import env
from helpdesk.embedded import ServerFailed, running
from helpdesk.embedded.process import spawn
from helpdesk.supervisor import Child, Supervisor

# Tasks are JSON, so what Celery warns root of (pickled tasks run code) does not apply.
AS_ROOT = {
    "C_FORCE_ROOT": "1",
    "PYTHONWARNINGS": "ignore:You're running the worker with superuser privileges",
}


class Command(BaseCommand):
    """`make run` is this command."""

    help = "Run the desk; Ctrl-C stops it."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Start everything in order and stop it in reverse."""
        try:
            with running(settings.LAYOUT) as servers:
                _prepare()
                self._welcome()
                supervisor = Supervisor(
                    _children(), servers=servers, report=self._report
                )
                status = supervisor.run()
        except ServerFailed as failure:
            raise CommandError(str(failure)) from None
        if status:
            sys.exit(status)

    def _welcome(self) -> None:
        base = f"http://127.0.0.1:{settings.PORT}"
        demo = f"  Demo    {base}/demo/\n" if settings.DEMO else ""
        self.stdout.write(
            f"\n  Atomdesk {settings.VERSION}\n"
            f"  Admin   {base}/admin/   user admin, {_password_hint()}\n"
            f"{demo}"
            "  Ctrl-C stops everything.\n"
        )
        self.stdout.flush()

    def _report(self, line: str) -> None:
        self.stderr.write(line)
        self.stderr.flush()


def _prepare() -> None:
    """Bring the data up to date in a process of its own, whose memory is then free again."""
    process = spawn([sys.executable, "manage.py", "prepare"], folder=settings.BASE_DIR)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: process.terminate())
    status = process.wait()
    if status < 0:
        raise CommandError("Stopped while preparing.")
    if status:
        raise CommandError("The desk could not be prepared; the reason is above.")


def _password_hint() -> str:
    if env.text("ADMIN_PASSWORD"):
        return "password as given in ADMIN_PASSWORD"
    kept = settings.DATA_DIR / "admin-password"
    if not kept.exists():
        return "password as you set it"
    return f"password {kept.read_text()} (unless you changed it)"


def _children() -> list[Child]:
    celery = [sys.executable, "-m", "celery", "--quiet", "-A", "helpdesk.celery"]
    worker = [
        *(*celery, "worker", "--pool", "threads", "--loglevel", "WARNING"),
        *("--without-gossip", "--without-mingle"),
    ]
    answers, others = "answers", "index,notify,maintenance"
    threads = str(settings.ANSWER_THREADS)
    # What readiness waits for comes first.
    return [
        Child(
            "answers worker",
            [*worker, "-Q", answers, "-n", "answers@%h", "--concurrency", threads],
            {"ATOMDESK_QUEUES": answers, **AS_ROOT},
        ),
        Child("web", [sys.executable, "-m", "helpdesk.serve"]),
        Child(
            "worker",
            [*worker, "-Q", others, "-n", "others@%h", "--concurrency", "4"],
            {"ATOMDESK_QUEUES": others, **AS_ROOT},
        ),
        Child("beat", [*celery, "beat", "--pidfile=", "--loglevel", "WARNING"]),
    ]

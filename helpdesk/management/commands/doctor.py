"""`manage.py doctor`: look at everything that a desk needs, and say how to repair it."""

import logging
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from helpdesk import env
from helpdesk.doctor.checks import CHECKS
from helpdesk.doctor.examination import Examination, examine
from helpdesk.doctor.findings import Finding, Status
from helpdesk.doctor.report import as_json, lines, overall, summary
from helpdesk.doctor.workers import is_running
from helpdesk.embedded import AlreadyRunning, ServerFailed, running
from helpdesk.embedded.redis import RedisFailed


class Command(BaseCommand):
    """Prints each finding as it comes; ends with status 1 when something failed."""

    help = "Check everything the desk needs; each problem comes with its fix."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the one switch."""
        parser.add_argument(
            "--json", action="store_true", help="print one JSON object instead of lines"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Examine the desk; start the embedded servers for it when no desk runs them."""
        findings: list[Finding] = []
        # What would be logged is in the findings, and in words that help.
        logging.disable(logging.CRITICAL)
        try:
            with _servers() as examination:
                for finding in examine(CHECKS, examination):
                    findings.append(finding)
                    if not options["json"]:
                        self.stdout.write(lines(finding))
                        self.stdout.flush()
        finally:
            logging.disable(logging.NOTSET)
        if options["json"]:
            self.stdout.write(as_json(findings))
        else:
            self.stdout.write("\n" + summary(findings))
        if overall(findings) is Status.FAILED:
            sys.exit(1)


@contextmanager
def _servers() -> Iterator[Examination]:
    """Yield what is known before the first check, with the servers there if they start."""
    if env.text("DATABASE_URL") and env.text("REDIS_URL"):
        yield Examination(running=is_running())
        return
    with ExitStack() as stack:
        try:
            processes = stack.enter_context(running(settings.LAYOUT))
        except AlreadyRunning:
            examination = Examination(running=is_running())
        except RedisFailed as failure:
            examination = _without("redis", failure)
        except (ServerFailed, OSError) as failure:
            examination = _without("database", failure)
        else:
            # A Redis that had to be started cannot have been anybody's before.
            alive = "redis" not in processes and is_running()
            examination = Examination(running=alive)
        yield examination


def _without(code: str, failure: Exception) -> Examination:
    return Examination(running=False, not_started={code: str(failure)})

"""The lines above the list of atoms that lead to deeds on many and imports under way, or just ended."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone

from knowledge import remaining
from knowledge.admin.access import staff
from knowledge.models import Errand, ImportRun

MOST = 3


@dataclass(frozen=True)
class Line:
    """A deed on many atoms, how far it is, and whose it is if it is not one's own."""

    errand: Errand
    total: int
    left: str
    who: str

    @property
    def is_running(self) -> bool:
        """Whether it is under way."""
        return self.errand.state == Errand.State.RUNNING

    @property
    def is_stopped(self) -> bool:
        """Whether it ended before all atoms were done."""
        return not self.is_running and self.errand.position < self.total


def lines(request: HttpRequest) -> list[Line]:
    """Return the newest of those that somebody may see, in one query."""
    now = timezone.now()
    visible = Errand.objects.visible_to(staff(request)).worth_a_line(now)
    return [_line(request, each, now) for each in visible.select_related("user")[:MOST]]


def imports(request: HttpRequest) -> list[ImportRun]:
    """Return the newest imports that somebody may see, without their files, in one query."""
    visible = ImportRun.objects.visible_to(staff(request)).defer("archive")
    found = visible.worth_a_line(timezone.now())
    return list(found.select_related("collection")[:MOST])


def time_left(errand: Errand, total: int, now: datetime) -> str:
    """Return how long it will still take, in words; nothing while that cannot be said."""
    if errand.state != Errand.State.RUNNING or errand.begun_at is None:
        return ""
    seconds = remaining.seconds_left(
        done=errand.position - errand.begun_from,
        rest=total - errand.position,
        seconds=(now - errand.begun_at).total_seconds(),
    )
    return "" if seconds is None else remaining.told(seconds)


def _line(request: HttpRequest, errand: Errand, now: datetime) -> Line:
    # What the query counted stands beside the fields.
    total: int = vars(errand)["total"]
    own = errand.user_id == staff(request).pk
    who = "" if own else errand.user.display_name
    return Line(errand, total, time_left(errand, total, now), who)

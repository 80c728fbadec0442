"""The order in which candidates are read: what comes before and after one, and how many are left."""

from typing import Any

from django.urls import reverse

from knowledge.admin.candidate_sources import SourcePage
from knowledge.models import Candidate


def neighbours(candidate: Candidate, source: SourcePage) -> dict[str, Any]:
    """Return the next and the one before that wait, and how many others do."""
    rows = list(source.in_order().values_list("pk", "state"))
    place = [pk for pk, _state in rows].index(candidate.pk)
    before = _waiting(rows[:place])
    after = _waiting(rows[place + 1 :])
    return {
        "next": next(iter(after or before), None),
        "previous": before[-1] if before else None,
        "left": len(before) + len(after),
    }


def go_on(candidate: Candidate, source: SourcePage) -> str:
    """Return where to go on once this one is decided about."""
    following = neighbours(candidate, source)["next"]
    return address(following) if following else source.address


def address(key: int) -> str:
    """Return the address of a candidate's page."""
    return reverse("admin:knowledge_candidate_change", args=[key])


def _waiting(rows: list[tuple[int, str]]) -> list[int]:
    return [pk for pk, state in rows if state == Candidate.State.OPEN]

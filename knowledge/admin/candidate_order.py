"""The order in which candidates are read: what comes before and after one, and how many are left."""

from typing import Any

from django.urls import reverse

from knowledge.models import Candidate


def neighbours(candidate: Candidate) -> dict[str, Any]:
    """Return the next and the one before that wait, and how many of all are decided about."""
    of_interview = candidate.interview.candidates.exclude(state=Candidate.State.SPLIT)
    waiting = of_interview.waiting().exclude(pk=candidate.pk)
    place = (candidate.ordinal, candidate.pk)
    keys = list(waiting.values_list("ordinal", "pk"))
    after = [key for key in keys if key > place]
    before = [key for key in keys if key < place]
    return {
        "next": next(iter(after or before), None),
        "previous": before[-1] if before else None,
        "left": len(keys),
        "all": of_interview.count(),
    }


def after(candidate: Candidate) -> str:
    """Return where to go on once this one is decided about."""
    following = neighbours(candidate)["next"]
    if following:
        return address(following[1])
    return reverse(
        "admin:knowledge_interview_extraction", args=[candidate.interview_id]
    )


def address(key: int) -> str:
    """Return the address of a candidate's page."""
    return reverse("admin:knowledge_candidate_change", args=[key])

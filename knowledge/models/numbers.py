"""Rows by their numbers."""

from django.db.models import Q

from knowledge.passages import Runs


def within(runs: Runs) -> Q:
    """Return the condition that a row's number is in one of the runs; without any, none is."""
    wanted = Q(pk__in=[])
    for first, last in runs:
        wanted |= Q(number__range=(first, last))
    return wanted

"""Pages of candidates for programs, whatever they are made of: to read only."""

from collections.abc import Mapping
from typing import Any

from knowledge.api import shown
from knowledge.api.base import one_of, only_known, page_of
from knowledge.models import Atom, Candidate
from knowledge.models.candidates import CandidateQuerySet
from knowledge.reader import Reader


def page_of_candidates(
    found: CandidateQuerySet, query: Mapping[str, str], reader: Reader
) -> dict[str, Any]:
    """Return a page of candidates, the newest first, those of one state where `query` says so."""
    only_known(query, {"state", "cursor", "limit"})
    if state := one_of(query, "state", Candidate.State.values):
        found = found.filter(state=state)
    page, following = page_of(found.prefetch_related("sentences"), query)
    named = [each.atom_id for each in page if each.atom_id]
    readable = Atom.objects.readable_by(reader).filter(pk__in=named)
    seen = dict(readable.values_list("pk", "slug"))
    items = [shown.candidate(each, seen) for each in page]
    return {"items": items, "next": following}

"""How the page of a candidate speaks of its source: its words, its links, and what comes next.

A new kind of source has a class here, beside its column in `Candidate`.
"""

from collections.abc import Iterator
from datetime import timedelta
from functools import cached_property
from typing import Any, Protocol

from django.db.models import Case, Q, When
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from knowledge.admin.access import reader_of
from knowledge.admin.candidate_merging import gave_before
from knowledge.admin.evidence_of_chats import addresses_of_lines, chats_of
from knowledge.models import Atom, Candidate, Interview, Proposal, SourceDocument
from knowledge.models.candidates import CandidateQuerySet

LATELY = timedelta(days=30)
ORDER = ("-chats", "-last_at", "-pk")
"""Proposals are read in this order: what most chats speak for first."""
MOST_IN_A_ROW = 500
MOST_ALIKE = 3


class SourcePage(Protocol):
    """What the page of a candidate needs to know of its source.

    `name` and `address` lead back to it, `heading` stands above its passages, and `nothing` in their
    place where none is used. `into` is an atom that the source would have newer.
    """

    name: str
    address: str
    heading: str
    nothing: str
    into: Atom | None

    def depends(self, number: int) -> str:
        """Return the address of what else comes from a passage, or nothing."""

    def there(self, number: int) -> str:
        """Return where a passage stands in the whole source, or nothing."""

    def in_order(self) -> CandidateQuerySet:
        """Return the candidates that are read one after the other with this one, in their order."""

    def more(self) -> dict[str, Any]:
        """Return what a part of the page that only this kind of source has needs."""


def source_page(request: HttpRequest, candidate: Candidate) -> SourcePage:
    """Return what the page of a candidate says of its source."""
    if candidate.proposal is not None:
        return OfProposal(request, candidate.proposal)
    if candidate.document is not None:
        return OfDocument(candidate, candidate.document)
    assert candidate.interview is not None  # noqa: S101 the constraint of its table
    return OfInterview(candidate.interview)


class OfInterview:
    """Turns of an interview: its candidates are read in the order of the talk."""

    into: Atom | None = None

    def __init__(self, interview: Interview) -> None:
        self._interview = interview
        self.name = str(interview)
        self.address = reverse(
            "admin:knowledge_interview_extraction", args=[interview.pk]
        )
        self.heading = _("What was said")
        self.nothing = _("No turn of the interview is a source of this text.")

    def depends(self, number: int) -> str:
        """Return the address of what else was written of a turn."""
        return f"{self.address}?turn={number}"

    def there(self, number: int) -> str:
        """Return where a turn stands in the whole talk."""
        page = reverse("admin:knowledge_interview_change", args=[self._interview.pk])
        return f"{page}?turn={number}#turn-{number}"

    def in_order(self) -> CandidateQuerySet:
        """Return the candidates of the interview in the order of the talk."""
        return self._interview.candidates.order_by("ordinal", "pk")

    def more(self) -> dict[str, Any]:
        """An interview has nothing more to show."""
        return {}


class OfDocument:
    """Blocks or cells of a document: its candidates are read in the order of the file."""

    def __init__(self, candidate: Candidate, document: SourceDocument) -> None:
        self._document = document
        self.name = str(document)
        self.address = reverse(
            "admin:knowledge_sourcedocument_change", args=[document.pk]
        )
        self.heading = _("What stands in the document")
        self.nothing = _("No passage of the document is a source of this text.")
        self.into = gave_before(candidate)

    def depends(self, number: int) -> str:
        """Return the address of what else was made of a passage."""
        return f"{self.address}?of={number}"

    def there(self, number: int) -> str:
        """Return where a passage stands in the whole document."""
        return f"{self.address}?passage={number}#passage-{number}"

    def in_order(self) -> CandidateQuerySet:
        """Return the candidates of the document in the order of the file."""
        return self._document.candidates.order_by("ordinal", "pk")

    def more(self) -> dict[str, Any]:
        """Where each passage stands is told beside it."""
        return {}


class OfProposal:
    """Lines of chats that people answered: those with the most chats are read first."""

    def __init__(self, request: HttpRequest, proposal: Proposal) -> None:
        self._request = request
        self._proposal = proposal
        self.name = _("Proposals")
        self.address = reverse("admin:knowledge_proposal_changelist")
        self.heading = _("What was said in chats")
        self.nothing = _("No line of a chat is a source of this text.")
        self.into = proposal.atom

    def depends(self, number: int) -> str:
        """Nothing else comes from a line of a chat."""
        return ""

    def there(self, number: int) -> str:
        """Return where a line stands in its chat, for whoever may read that."""
        return self._lines.get(number, "")

    @cached_property
    def _lines(self) -> dict[int, str]:
        return addresses_of_lines(self._request, self._proposal)

    def in_order(self) -> CandidateQuerySet:
        """Return the newest texts of proposals in the order of their list."""
        mine = Proposal.objects.readable_by(reader_of(self._request)).to_read()
        waiting = mine.waiting() | mine.filter(pk=self._proposal.pk)
        ranked = waiting.with_counts(timezone.now() - LATELY).order_by(*ORDER)
        keys = list(ranked.values_list("pk", flat=True)[:MOST_IN_A_ROW])
        place = Case(
            *(When(proposal=key, then=n) for n, key in enumerate(keys)),
            default=MOST_IN_A_ROW,
        )
        found = Candidate.objects.filter(
            Q(proposal__in=keys) | Q(proposal=self._proposal)
        )
        return found.order_by(place, "pk")

    def more(self) -> dict[str, Any]:
        """Return the chats that are its evidence, and proposals that ask the same."""
        chats = chats_of(self._request, self._proposal)
        return {"chats": chats, "asked_alike": list(self._alike())}

    def _alike(self) -> Iterator[tuple[str, Proposal]]:
        mine = Proposal.objects.readable_by(reader_of(self._request)).to_read()
        for each in mine.like(self._proposal).select_related("candidate")[:MOST_ALIKE]:
            yield reverse("admin:knowledge_proposal_change", args=[each.pk]), each

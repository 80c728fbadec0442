"""Looks through an interview for programs: begun, followed, and what they found, to read only."""

from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api import Problem
from knowledge.api import shown
from knowledge.api.base import one_of, only_known, page_of
from knowledge.api.interviews import InterviewView
from knowledge.models import Atom, Candidate
from knowledge.rights import Right
from knowledge.services import extractions

ENGINE = "rules"
MOST_SHOWN = 20


class Extractions(InterviewView):
    """`/api/v1/interviews/<number>/extractions`."""

    def get(self, request: Request, number: int) -> Response:
        """Return the latest looks, the newest first."""
        latest = self.one(number).extractions.all()[:MOST_SHOWN]
        return Response({"items": [shown.extraction(each) for each in latest]})

    def post(self, request: Request, number: int) -> Response:
        """Have it looked through; one look that is under way is enough, and is what is told."""
        interview = self.one(number)
        self.need(Right.WRITE, interview.collection)
        try:
            begun = extractions.begin(
                interview=interview, user=self.owner, engine=ENGINE
            )
        except extractions.NotReady:
            message = (
                "First say who asks and who knows: PATCH the interview with its "
                "speakers' roles and “state”: “ready”."
            )
            raise Problem(409, "not_ready", message) from None
        return Response(shown.extraction(begun), status=202)


class OneExtraction(InterviewView):
    """`/api/v1/interviews/<number>/extractions/<look>`."""

    def get(self, request: Request, number: int, look: int) -> Response:
        """Return how far it is."""
        found = self.one(number).extractions.filter(pk=look).first()
        if found is None:
            raise Http404
        return Response(shown.extraction(found))


class Candidates(InterviewView):
    """`/api/v1/interviews/<number>/candidates`: to read; deciding is for people."""

    def get(self, request: Request, number: int) -> Response:
        """Return a page of what was found, the newest first."""
        query = request.query_params
        only_known(query, {"state", "cursor", "limit"})
        found = Candidate.objects.filter(interview=self.one(number))
        if state := one_of(query, "state", Candidate.State.values):
            found = found.filter(state=state)
        page, following = page_of(found.prefetch_related("sentences"), query)
        named = [each.atom_id for each in page if each.atom_id]
        readable = Atom.objects.readable_by(self.reader).filter(pk__in=named)
        seen = dict(readable.values_list("pk", "slug"))
        items = [shown.candidate(each, seen) for each in page]
        return Response({"items": items, "next": following})

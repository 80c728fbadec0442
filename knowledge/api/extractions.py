"""Looks through an interview for programs: begun, followed, and what they found, to read only."""

from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api import Problem
from knowledge.api import shown
from knowledge.api.bodies import LookBody
from knowledge.api.candidates import page_of_candidates
from knowledge.api.interviews import InterviewView
from knowledge.llm import configured
from knowledge.models import Candidate, Extraction
from knowledge.rights import Right
from knowledge.services import extractions

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
        body = LookBody(data=request.data)
        body.is_valid(raise_exception=True)
        engine = body.validated_data["engine"]
        if engine == Extraction.MODEL and not configured.servers():
            message = "The settings of the desk name no model server: use “rules”."
            raise Problem(409, "no_model", message)
        try:
            begun = extractions.begin(
                interview=interview, user=self.owner, engine=engine
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
        found = Candidate.objects.filter(interview=self.one(number))
        page = page_of_candidates(found, request.query_params, self.reader)
        return Response(page)

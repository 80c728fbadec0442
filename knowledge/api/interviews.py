"""Interviews for programs: taken in from a file or from turns, listed, told, changed, sent back."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.urls import reverse
from rest_framework.exceptions import ParseError
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api import BoundedJson, Problem
from knowledge.api import shown
from knowledge.api.base import KnowledgeView, one_of, only_known, page_of, whole
from knowledge.api.bodies import ChangeBody, ImportBody
from knowledge.interview_facts import file_of, found_in, title_of
from knowledge.interviews.reading import MOST_BYTES
from knowledge.interviews.turns import Transcript, TranscriptError
from knowledge.models import Interview, Speaker
from knowledge.rights import Right
from knowledge.services import interviews as services
from knowledge.services.interviews import About, ImportedAlready, Original
from knowledge.transcribed import read_apart

IMPORT_BURST, IMPORTS_PER_SECOND = 10, 0.2
LONGEST_SEARCH = 200
FILTERS = {
    "collection", "guide", "state", "format", "language", "q", "cursor", "limit"
}  # fmt: skip


class InterviewView(KnowledgeView):
    """An address below one interview, or below all of them."""

    def readable(self) -> QuerySet[Interview]:
        """Return the interviews that the key's owner sees."""
        found = Interview.objects.readable_by(self.reader)
        return found.select_related("collection", "guide", "imported_by")

    def one(self, number: int) -> Interview:
        """Return the one of this number; raises Http404."""
        found = self.readable().filter(pk=number).first()
        if found is None:
            raise Http404
        return found


class Interviews(InterviewView):
    """`/api/v1/interviews`."""

    parser_classes = [MultiPartParser, BoundedJson]
    # The file, and room for the fields around it.
    most_bytes = MOST_BYTES + 1_000_000

    def get(self, request: Request) -> Response:
        """Return a page of interviews, the newest first."""
        query = request.query_params
        only_known(query, FILTERS)
        page, following = page_of(self._filtered(query), query)
        return Response({"items": shown.rows(page, self.reader), "next": following})

    def post(self, request: Request) -> Response:
        """Take one in, once for each file and collection; with `?dry_run=1` only say what it holds."""
        only_known(request.query_params, {"dry_run"})
        dry = one_of(request.query_params, "dry_run", ["0", "1"]) == "1"
        if not isinstance(request.data, dict):
            raise ParseError("The body must be an object.")
        body = ImportBody(data=request.data, context={"rights": self.rights})
        body.is_valid(raise_exception=True)
        sent = body.validated_data
        original = _original(sent)
        before = services.imported_before(sent["collection"], original)
        if before is not None and not dry:
            return self._told(before, 200)
        self.spend("import", burst=IMPORT_BURST, per_second=IMPORTS_PER_SECOND)
        transcript = _read(original)
        if dry:
            found = shown.preview(found_in(transcript), transcript)
            number = before.pk if before is not None else None
            return Response({**found, "imported_as": number})
        return self._kept(sent, original, transcript)

    def _kept(
        self, sent: dict[str, Any], original: Original, transcript: Transcript
    ) -> Response:
        found = found_in(transcript)
        about = About(
            title=sent.get("title") or title_of(original.source),
            language=sent.get("language") or found.language,
            held_on=sent.get("held_on"),
            guide=sent.get("guide"),
        )
        try:
            made = services.add(
                collection=sent["collection"],
                original=original,
                transcript=transcript,
                about=about,
                user=self.owner,
            )
        except ImportedAlready as already:
            return self._told(already.interview, 200)
        return self._told(made, 201)

    def _told(self, interview: Interview, status: int) -> Response:
        response = Response(shown.whole(self.one(interview.pk), self.reader), status)
        response["Location"] = reverse("api-interview", args=[interview.pk])
        return response

    def _filtered(self, query: Any) -> QuerySet[Interview]:
        found = self.readable()
        if slug := query.get("collection"):
            found = found.filter(collection__slug=slug.replace("\0", ""))
        if guide := whole(query, "guide"):
            found = found.filter(guide=guide, guide__collection__in=self.reader.collections)  # fmt: skip
        if state := one_of(query, "state", Interview.State.values):
            found = found.filter(state=state)
        if kind := one_of(query, "format", Interview.Format.values):
            found = found.filter(format=kind)
        if language := query.get("language"):
            found = found.filter(language=language.replace("\0", ""))
        for word in query.get("q", "").replace("\0", "")[:LONGEST_SEARCH].split():
            found = found.filter(title__icontains=word)
        return found


class OneInterview(InterviewView):
    """`/api/v1/interviews/<number>`."""

    def get(self, request: Request, number: int) -> Response:
        """Return what is known of it."""
        only_known(request.query_params, set())
        return Response(shown.whole(self.one(number), self.reader))

    def patch(self, request: Request, number: int) -> Response:
        """Change what is said about it, names and roles of speakers, and say that they are right."""
        interview = self.one(number)
        self.need(Right.WRITE, interview.collection)
        body = ChangeBody(data=request.data, context={"rights": self.rights})
        body.is_valid(raise_exception=True)
        with transaction.atomic():
            self._change(interview, body.validated_data)
        return Response(shown.whole(self.one(number), self.reader))

    def _change(self, interview: Interview, sent: dict[str, Any]) -> None:
        facts = {
            name: sent.get(name, getattr(interview, name))
            for name in ("title", "guide", "language", "held_on")
        }
        if set(facts) & set(sent):
            about = About(**facts)
            services.describe(interview=interview, about=about, user=self.owner)
        for place, speaker in enumerate(sent.get("speakers", ())):
            self._change_speaker(interview, speaker, f"speakers.{place}")
        if sent.get("state") == Interview.State.READY:
            services.approve_speakers(interview=interview, user=self.owner)

    def _change_speaker(
        self, interview: Interview, sent: dict[str, Any], where: str
    ) -> None:
        speakers = interview.speakers.select_related("interview")
        speaker = speakers.filter(pk=sent["id"]).first()
        if speaker is None:
            raise _at(f"{where}.id", "is no speaker of this interview.")
        if "name" in sent and sent["name"] != speaker.name:
            self._rename(speaker, sent["name"], f"{where}.name")
        if "role" in sent and sent["role"] != speaker.role:
            role = sent["role"]
            services.change_role(speaker=speaker, role=role, user=self.owner)

    def _rename(self, speaker: Speaker, name: str, where: str) -> None:
        try:
            services.rename(speaker=speaker, name=name, user=self.owner)
        except services.NoName:
            raise _at(where, "needs at least one letter or figure.") from None
        except services.NameTaken as taken:
            message = f"is the name of speaker {taken.other.pk} already."
            raise _at(where, message) from None


class OriginalFile(InterviewView):
    """`/api/v1/interviews/<number>/original`."""

    def get(self, request: Request, number: int) -> HttpResponse:
        """Send the file as it came."""
        return file_of(self.one(number))


def _original(sent: dict[str, Any]) -> Original:
    if "transcript" in sent:
        return Original(sent["transcript"], sent.get("source") or "interview.json")
    file = sent["file"]
    return Original(file.read(), sent.get("source") or str(file.name)[-200:])


def _read(original: Original) -> Transcript:
    try:
        return read_apart(original.data)
    except TranscriptError as error:
        message = f"Line {error.line} {error.message}."
        raise Problem(422, "unreadable", message, line=error.line) from None


def _at(where: str, why: str) -> Problem:
    message = f"“{where}” {why}"
    return Problem(422, "invalid", message, fields={where: [why]})

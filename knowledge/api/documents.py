"""Documents for programs: brought in as files, listed, told how far reading is, their columns described."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.urls import reverse
from rest_framework.exceptions import ParseError
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api import Problem
from knowledge.api import shown_documents as shown
from knowledge.api.base import KnowledgeView, one_of, only_known, page_of, wrong
from knowledge.api.candidates import page_of_candidates
from knowledge.api.document_bodies import BringBody, ColumnsBody
from knowledge.api.interviews import IMPORT_BURST, IMPORTS_PER_SECOND, LONGEST_SEARCH
from knowledge.documents.values import MOST_BYTES
from knowledge.models import Candidate, SourceDocument
from knowledge.originals import sent_as_it_came
from knowledge.rights import Right
from knowledge.services import source_documents as services

FILTERS = {"collection", "format", "q", "cursor", "limit"}


class DocumentView(KnowledgeView):
    """An address below one document, or below all of them."""

    def readable(self) -> QuerySet[SourceDocument]:
        """Return the documents that the key's owner sees."""
        found = SourceDocument.objects.readable_by(self.reader)
        return found.select_related("collection", "asked_by")

    def one(self, number: int) -> SourceDocument:
        """Return the one of this number; raises Http404."""
        found = self.readable().filter(pk=number).first()
        if found is None:
            raise Http404
        return found


class Documents(DocumentView):
    """`/api/v1/documents`."""

    parser_classes = [MultiPartParser]
    # The file, and room for the fields around it.
    most_bytes = MOST_BYTES + 1_000_000

    def get(self, request: Request) -> Response:
        """Return a page of documents, the newest first."""
        query = request.query_params
        only_known(query, FILTERS)
        page, following = page_of(self._filtered(query), query)
        return Response({"items": [shown.row(each) for each in page], "next": following})  # fmt: skip

    def post(self, request: Request) -> Response:
        """Bring one in, once for each file and collection; a worker reads it."""
        only_known(request.query_params, set())
        if not isinstance(request.data, dict):
            raise ParseError("The body must be a form.")
        body = BringBody(data=request.data, context={"rights": self.rights})
        body.is_valid(raise_exception=True)
        sent = body.validated_data
        self.spend("import", burst=IMPORT_BURST, per_second=IMPORTS_PER_SECOND)
        try:
            made = services.add(
                collection=sent["collection"],
                name=sent["name"],
                data=sent["file"].read(),
                user=self.owner,
            )
        except services.BroughtAlready as before:
            return self._told(before.document, 200)
        return self._told(made, 201)

    def _told(self, document: SourceDocument, status: int) -> Response:
        response = Response(shown.whole(self.one(document.pk)), status)
        response["Location"] = reverse("api-document", args=[document.pk])
        return response

    def _filtered(self, query: Any) -> QuerySet[SourceDocument]:
        found = self.readable()
        if slug := query.get("collection"):
            found = found.filter(collection__slug=slug.replace("\0", ""))
        if kind := one_of(query, "format", SourceDocument.Kind.values):
            found = found.filter(kind=kind)
        for word in query.get("q", "").replace("\0", "")[:LONGEST_SEARCH].split():
            found = found.filter(name__icontains=word)
        return found


class OneDocument(DocumentView):
    """`/api/v1/documents/<number>`."""

    def get(self, request: Request, number: int) -> Response:
        """Return what is known of it, and how far reading is."""
        only_known(request.query_params, set())
        return Response(shown.whole(self.one(number)))

    def patch(self, request: Request, number: int) -> Response:
        """Say what the columns of a table hold, and have it read so."""
        document = self.one(number)
        self.need(Right.WRITE, document.collection)
        if document.kind != SourceDocument.Kind.CSV:
            raise wrong("columns", "are those of a table; this is none.")
        body = ColumnsBody(data=request.data)
        body.is_valid(raise_exception=True)
        columns, headings = body.validated_data["columns"], shown.headings(document)
        if headings is not None and len(columns) != len(headings):
            raise wrong("columns", f"must be {len(headings)}, one for each heading.")
        try:
            services.map_columns(
                document=document,
                columns=columns,
                gathered=body.validated_data["together"],
                user=self.owner,
            )
        except services.UnderWay:
            message = "It is being read just now: wait until its state is another one."
            raise Problem(409, "under_way", message) from None
        return Response(shown.whole(self.one(number)))


class OriginalDocument(DocumentView):
    """`/api/v1/documents/<number>/original`."""

    def get(self, request: Request, number: int) -> HttpResponse:
        """Send the file as it came."""
        document = self.one(number)
        return sent_as_it_came(bytes(document.original.data), document.name)


class DocumentCandidates(DocumentView):
    """`/api/v1/documents/<number>/candidates`: to read; deciding is for people."""

    def get(self, request: Request, number: int) -> Response:
        """Return a page of what it gives, the newest first."""
        found = Candidate.objects.filter(document=self.one(number))
        page = page_of_candidates(found, request.query_params, self.reader)
        return Response(page)

"""What every address of the widget shares: CORS by site, tickets, and errors as codes."""

import logging
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError
from rest_framework import status
from rest_framework.exceptions import ParseError, UnsupportedMediaType
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import identity as who
from accounts import limits
from accounts.identity import BadIdentity, Identity
from accounts.models import Site
from conversations import protocol

logger = logging.getLogger(__name__)


class Problem(Exception):
    """An answer other than success, with the protocol's code."""

    def __init__(self, code: int, word: str, *, retry_after: int = 0) -> None:
        super().__init__(word)
        self.status = code
        self.word = word
        self.retry_after = retry_after


class WidgetView(APIView):
    """What every address of the widget shares: CORS by site, and errors as `{"code": ...}`."""

    def handle_exception(self, exc: Exception) -> Response:
        """Answer with a code; never with an exception's text."""
        if isinstance(exc, Problem):
            response = Response({"code": exc.word}, status=exc.status)
            if exc.retry_after:
                response["Retry-After"] = str(exc.retry_after)
            return response
        if isinstance(exc, RequestDataTooBig):
            return Response({"code": "too_long"}, status=413)
        if isinstance(exc, DatabaseError):
            logger.error("The database did not answer: %s", exc)
            return Response({"code": "busy"}, status=503, headers={"Retry-After": "2"})
        if isinstance(exc, ParseError | UnsupportedMediaType | protocol.BadFrame):
            return Response({"code": "bad_request"}, status=status.HTTP_400_BAD_REQUEST)
        return super().handle_exception(exc)

    def finalize_response(
        self, request: Request, response: Response, *args: Any, **kwargs: Any
    ) -> Response:
        """Name the origin that may read the answer."""
        response = super().finalize_response(request, response, *args, **kwargs)
        origin = request.headers.get("Origin")
        if origin and _may_read(origin):
            response["Access-Control-Allow-Origin"] = origin
            response["Access-Control-Expose-Headers"] = "Retry-After"
        response["Vary"] = "Origin"
        response["Cache-Control"] = "no-store"
        return response

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        """Answer a preflight; the origin is named by `finalize_response`."""
        response = Response(status=status.HTTP_204_NO_CONTENT)
        response["Access-Control-Allow-Methods"] = "GET, POST, OPTIONS"
        response["Access-Control-Allow-Headers"] = (
            "Authorization, Content-Type, Idempotency-Key"
        )
        response["Access-Control-Max-Age"] = "600"
        return response


class TicketView(WidgetView):
    """An address that needs the ticket of a session."""

    who: Identity

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Read the bearer token; the origin must still be allowed when there is one."""
        super().initial(request, *args, **kwargs)
        if request.method == "OPTIONS":
            return
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            raise Problem(401, "unauthorized")
        try:
            self.who = who.read_ticket(token)
        except BadIdentity:
            raise Problem(401, "unauthorized") from None
        site = Site.objects.filter(pk=self.who.site_id, active=True).first()
        origin = request.headers.get("Origin")
        if site is None or (origin is not None and not site.allows(origin)):
            raise Problem(403, "forbidden")
        if who.is_revoked(self.who):
            raise Problem(401, "unauthorized")
        wait = limits.wait_seconds(f"http:{self.who.group}", burst=60, per_second=10)
        if wait:
            raise Problem(429, "rate", retry_after=int(wait) + 1)


def _may_read(origin: str) -> bool:
    """Whether a page of this origin may read answers; none while nobody can be asked."""
    sites = Site.objects.filter(active=True, allowed_origins__contains=[origin])
    try:
        return sites.exists()
    except DatabaseError:
        return False

"""The HTTP side of the widget: sessions, and the twin of every frame that matters."""

import logging
import re
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError
from django.utils import timezone
from rest_framework import serializers, status
from rest_framework.exceptions import ParseError, UnsupportedMediaType
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import identity as who
from accounts import limits
from accounts.identity import BadIdentity, Identity
from accounts.models import Site
from conversations import commands, history, protocol
from conversations.events import stamp
from conversations.services import customer_chats
from conversations.sources import source_text
from knowledge.looks import atom_to_html

logger = logging.getLogger(__name__)

_STATUS = {
    "rate": status.HTTP_429_TOO_MANY_REQUESTS,
    "forbidden": status.HTTP_403_FORBIDDEN,
    "not_found": status.HTTP_404_NOT_FOUND,
    "conflict": status.HTTP_409_CONFLICT,
    "closed": status.HTTP_409_CONFLICT,
    "busy": status.HTTP_503_SERVICE_UNAVAILABLE,
    "too_long": status.HTTP_413_REQUEST_ENTITY_TOO_LARGE,
}


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


class SessionRequest(serializers.Serializer[dict[str, Any]]):
    """The body of a session request."""

    site = serializers.CharField(max_length=50)
    visitor = serializers.CharField(
        max_length=200, required=False, allow_null=True, allow_blank=True
    )
    identity = serializers.CharField(max_length=4000, required=False, allow_null=True)
    prechat = serializers.DictField(required=False)


class Sessions(WidgetView):
    """`POST /widget/v1/sessions`: a ticket for the chat; writes no row."""

    def post(self, request: Request) -> Response:
        """Check site, then origin, then who it is."""
        if not isinstance(request.data, dict):
            raise ParseError
        key = request.data.get("site")
        site = Site.objects.with_key(key).first() if isinstance(key, str) else None
        if site is None:
            raise Problem(404, "unknown_site")
        if not site.allows(request.headers.get("Origin")):
            raise Problem(403, "origin_not_allowed")
        form = SessionRequest(data=request.data)
        if not form.is_valid():
            raise ParseError
        self._within_rate(request)
        identity, visitor = self._who(site, form.validated_data)
        conversation = customer_chats.current_conversation(identity)
        expires = stamp(timezone.now() + timedelta(seconds=who.TICKET_SECONDS))
        return Response(
            {
                "token": who.issue_ticket(identity),
                "visitor": visitor,
                "expires_at": expires,
                "ws": socket_address(request, site),
                "conversation": str(conversation.public_id) if conversation else None,
                "config": widget_config(site),
            },
            status=status.HTTP_201_CREATED,
        )

    def _within_rate(self, request: Request) -> None:
        per_minute = settings.SESSIONS_PER_MINUTE
        wait = limits.wait_seconds(
            f"sessions:{address_of(request)}",
            burst=per_minute,
            per_second=per_minute / 60,
        )
        if wait:
            raise Problem(429, "rate", retry_after=int(wait) + 1)

    def _who(self, site: Site, data: dict[str, Any]) -> tuple[Identity, str | None]:
        if data.get("identity"):
            try:
                return who.vouched_identity(site, data["identity"]), None
            except BadIdentity:
                raise Problem(401, "bad_identity") from None
        visitor = data.get("visitor") or ""
        try:
            return who.visitor_identity(site, visitor), visitor
        except BadIdentity:
            visitor = who.new_visitor(site)
            return who.visitor_identity(site, visitor), visitor


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


class Events(TicketView):
    """`GET /widget/v1/events?after|before&limit`."""

    def get(self, request: Request) -> Response:
        """Return one page."""
        return Response(
            history.page_for_customer(
                self.who,
                after=_whole(request, "after"),
                before=_whole(request, "before"),
                limit=min(_whole(request, "limit") or protocol.PAGE, protocol.PAGE),
            )
        )


class Messages(TicketView):
    """`POST /widget/v1/messages` with `Idempotency-Key`."""

    def post(self, request: Request) -> Response:
        """Store a message once."""
        if not isinstance(request.data, dict):
            raise ParseError
        frame = protocol.customer_action(
            {
                **request.data,
                "type": "send",
                "cid": request.headers.get("Idempotency-Key", ""),
            }
        )
        reply = commands.carry_out(self.who, frame)
        _raise_for(reply)
        return Response(
            {
                "cid": str(reply.cid),
                "seq": reply.seq,
                "dup": reply.dup,
                "conversation": str(reply.conversation),
            },
            status=status.HTTP_200_OK if reply.dup else status.HTTP_201_CREATED,
        )


class Actions(TicketView):
    """`POST /widget/v1/actions`: the other writing frames."""

    def post(self, request: Request) -> Response:
        """Carry one out."""
        frame = protocol.customer_action(request.data)
        if isinstance(frame, protocol.Send):
            raise protocol.BadFrame
        reply = commands.carry_out(self.who, frame)
        _raise_for(reply)
        return Response({"cid": str(reply.cid), "seq": reply.seq, "dup": reply.dup})


class Files(TicketView):
    """`POST /widget/v1/files`: sites do not take files yet, and say so."""

    parser_classes: list[Any] = []

    def post(self, request: Request) -> Response:
        """Refuse."""
        raise Problem(403, "forbidden")


class Sources(TicketView):
    """`GET /widget/v1/events/<seq>/sources/<n>`."""

    def get(self, request: Request, seq: int, n: int) -> Response:
        """Return the version that an answer cited, as safe HTML, to whoever got that answer."""
        found = source_text(self.who, seq=seq, n=n)
        if found is None:
            raise Problem(404, "not_found")
        return Response(
            {
                "title": found.title,
                "section": found.section,
                "version": found.version,
                "quote": found.quote,
                "html": atom_to_html(found.type, found.text),
            }
        )


def widget_config(site: Site) -> dict[str, Any]:
    """Return what the widget needs to look like this site's."""
    return {
        "name": site.name,
        "greeting": site.greeting,
        "suggestions": site.suggestions[:4],
        "language": site.language,
        "accent": site.accent,
        "bot_name": site.bot_name,
        "files": False,
    }


def socket_address(request: Request, site: Site) -> str:
    """Return the absolute address of the site's socket, from the request's own Host."""
    scheme = "wss" if request.is_secure() else "ws"
    return f"{scheme}://{request.get_host()}/ws/chat/v1/{site.key}/"


def address_of(request: Request) -> str:
    """Return the client's address, looking past as many proxies as the operator trusts."""
    remote = str(request.META.get("REMOTE_ADDR", ""))
    chain = [
        part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")
    ]
    trusted = settings.TRUSTED_PROXIES
    return chain[-trusted] if trusted and len(chain) >= trusted and chain[0] else remote


def _may_read(origin: str) -> bool:
    """Whether a page of this origin may read answers; none while nobody can be asked."""
    sites = Site.objects.filter(active=True, allowed_origins__contains=[origin])
    try:
        return sites.exists()
    except DatabaseError:
        return False


def _whole(request: Request, name: str) -> int | None:
    raw = request.query_params.get(name)
    if raw is None:
        return None
    if not re.fullmatch(r"\d{1,9}", raw):
        raise ParseError
    return int(raw)


def _raise_for(reply: commands.Reply) -> None:
    if reply.code:
        code = _STATUS.get(reply.code, status.HTTP_400_BAD_REQUEST)
        raise Problem(code, reply.code, retry_after=1 if reply.retry else 0)

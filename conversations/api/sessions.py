"""The beginning of a chat: who it is, what their widget looks like, and where its socket is."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from rest_framework import serializers, status
from rest_framework.exceptions import ParseError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import identity as who
from accounts import limits
from accounts.identity import BadIdentity, Identity
from accounts.models import Site
from conversations.api.base import Problem, WidgetView
from conversations.events import stamp
from conversations.services import customer_chats


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

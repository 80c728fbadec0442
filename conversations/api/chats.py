"""A chat over HTTP: the twin of every frame that matters."""

import re
from typing import Any

from rest_framework import status
from rest_framework.exceptions import ParseError
from rest_framework.request import Request
from rest_framework.response import Response

from conversations import commands, history, protocol
from conversations.api.base import Problem, TicketView
from conversations.sources import source_text
from knowledge.looks import atom_to_html

_STATUS = {
    "rate": status.HTTP_429_TOO_MANY_REQUESTS,
    "forbidden": status.HTTP_403_FORBIDDEN,
    "not_found": status.HTTP_404_NOT_FOUND,
    "conflict": status.HTTP_409_CONFLICT,
    "closed": status.HTTP_409_CONFLICT,
    "busy": status.HTTP_503_SERVICE_UNAVAILABLE,
    "too_long": status.HTTP_413_REQUEST_ENTITY_TOO_LARGE,
}


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

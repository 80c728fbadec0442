"""What the scripted desk answers over HTTP: modules, sessions, the twin of the socket, sources."""

import json
import uuid
from pathlib import Path
from typing import Protocol

from tests.widget.shop import page
from tests.widget.small_http import Request, Response
from tests.widget.witness import Frame

WIDGET = Path(__file__).parents[2] / "static" / "widget"


class Desk(Protocol):
    """What it needs of the desk."""

    config: Frame
    csp: str
    events: list[Frame]
    http_broken: bool
    language: str
    requests: list[tuple[str, str, Frame]]
    session_refusals: list[tuple[int, str]]
    sources: dict[tuple[int, int], Frame]
    token: str
    twice: bool
    ws_port: int

    @property
    def base(self) -> str: ...
    @property
    def head(self) -> int: ...
    def standing(self) -> Frame: ...
    async def note(self, where: list[tuple[str, str, Frame]], what: object) -> None: ...
    async def write(self, frame: Frame) -> Frame: ...


async def answer(desk: Desk, request: Request) -> Response:
    """Answers one request."""
    if request.path.endswith(".js"):
        source = (WIDGET / Path(request.path).name).read_bytes()
        return Response(
            200, "text/javascript", source, {"Cache-Control": "max-age=600"}
        )
    found = page(
        request.path, scripts=_scripts(desk), language=desk.language, csp=desk.csp
    )
    if found:
        return found
    path, content = request.path.removeprefix("/widget/v1"), request.content
    if "idempotency-key" in request.headers:
        content = content | {"type": "send", "cid": request.headers["idempotency-key"]}
    await desk.note(desk.requests, (request.method, path, content))
    status, body = await _api(desk, path, content, request.headers)
    return Response(status, "application/json", json.dumps(body).encode())


def _scripts(desk: Desk) -> str:
    address = f"{desk.base}/widget/v1/atomdesk.js?site=demo"
    addresses = [address, f"{address}&amp;again=1"] if desk.twice else [address]
    return "".join(f'<script type="module" src="{at}"></script>' for at in addresses)


async def _api(
    desk: Desk, path: str, content: Frame, headers: dict[str, str]
) -> tuple[int, Frame]:
    if path == "/sessions":
        return _session(desk, content)
    if desk.http_broken:
        return 503, {"code": "unavailable"}
    if headers.get("authorization") != f"Bearer {desk.token}":
        return 401, {"code": "unauthorized"}
    if path == "/events":
        return 200, _events(desk, content)
    if path in {"/messages", "/actions"}:
        return 201, await desk.write(content)
    _, _, seq, _, n = path.split("/")
    source = desk.sources.get((int(seq), int(n)))
    return (200, source) if source else (404, {"code": "not_found"})


def _session(desk: Desk, content: Frame) -> tuple[int, Frame]:
    if desk.session_refusals:
        status, code = desk.session_refusals.pop(0)
        return status, {"code": code}
    return 201, {
        "token": desk.token,
        "visitor": content.get("visitor") or f"visitor-{uuid.uuid4()}",
        "expires_at": "2026-11-20T14:17:00.000Z",
        "ws": f"ws://127.0.0.1:{desk.ws_port}/ws/chat/v1/demo/",
        "conversation": "conv-1" if desk.events else None,
        "config": desk.config,
    }


def _events(desk: Desk, query: Frame) -> Frame:
    limit = int(query["limit"])
    if "before" in query:
        found = [e for e in desk.events if e["seq"] < int(query["before"])][-limit:]
    else:
        found = [e for e in desk.events if e["seq"] > int(query["after"])][:limit]
    more = bool(found) and found[-1]["seq"] < desk.head
    return desk.standing() | {"events": found, "more": more}

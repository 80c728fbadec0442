"""An HTTP server of a few lines on the loop of the tests, open to pages of any origin."""

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Headers": "authorization,content-type,idempotency-key",
    "Access-Control-Expose-Headers": "retry-after",
    "Access-Control-Max-Age": "600",
}


@dataclass(frozen=True)
class Request:
    """What came in; `content` is the JSON body, or else the query."""

    method: str
    path: str
    headers: dict[str, str]
    content: dict[str, Any]


@dataclass(frozen=True)
class Response:
    """What goes out."""

    status: int
    kind: str
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)


async def serve_http(
    answer: Callable[[Request], Awaitable[Response]],
) -> asyncio.Server:
    """Listens on a free port; one request per connection."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            request = await _read(reader)
            preflight = request.method == "OPTIONS"
            response = (
                Response(204, "text/plain", b"") if preflight else await answer(request)
            )
            writer.write(_head(response) + response.body)
            await writer.drain()
        writer.close()

    return await asyncio.start_server(serve, "127.0.0.1", 0)


async def _read(reader: asyncio.StreamReader) -> Request:
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    first, *lines = head.split("\r\n")
    pairs = (line.partition(":") for line in lines)
    headers = {name.lower(): value.strip() for name, _, value in pairs}
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    method, target, _ = first.split()
    url = urlsplit(target)
    query = {name: values[0] for name, values in parse_qs(url.query).items()}
    return Request(method, url.path, headers, json.loads(body) if body else query)


def _head(response: Response) -> bytes:
    headers = {
        "Content-Type": f"{response.kind}; charset=utf-8",
        "Content-Length": str(len(response.body)),
        "Connection": "close",
        **CORS,
        **response.headers,
    }
    lines = [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([f"HTTP/1.1 {response.status} -", *lines, "", ""]).encode()

"""HTTP/1.1 on bare sockets, written the way Go's server writes it."""

import asyncio
import json
import socket
import struct
import time
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import formatdate
from http import HTTPStatus
from typing import Any

JSON = "application/json"
JSON_UTF8 = "application/json; charset=utf-8"
NDJSON = "application/x-ndjson"
SSE = "text/event-stream"
PLAIN = "text/plain"
PLAIN_UTF8 = "text/plain; charset=utf-8"

# Go sends longer bodies in chunks, because it no longer knows their length.
_LONGEST_COUNTED_BODY = 2048
_GO_ESCAPES = str.maketrans(
    {c: f"\\u{ord(c):04x}" for c in ("<", ">", "&", "\u2028", "\u2029")}
)


class Refusal(Exception):
    """An answer that is an error. `late` ones come from behind the stream writer."""

    def __init__(self, status: int, error: str, *, late: bool = False) -> None:
        super().__init__(error)
        self.status = status
        self.error = error
        self.late = late


class Hangup(Exception):
    """The connection is to be reset without another byte."""


@dataclass(frozen=True)
class Request:
    """One request with its whole body. Header names are lower-case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


def dumps(value: object) -> str:
    """Return JSON with Go's escapes: `<>&` and two separators escaped, the rest raw."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.translate(_GO_ESCAPES)


def timestamp(nanoseconds: int | None = None) -> str:
    """Return RFC 3339 in UTC with nanoseconds, trailing zeros cut as Go cuts them."""
    moment = time.time_ns() if nanoseconds is None else nanoseconds
    seconds, rest = divmod(moment, 1_000_000_000)
    whole = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds))
    fraction = f".{rest:09d}".rstrip("0").rstrip(".")
    return f"{whole}{fraction}Z"


async def read_request(reader: asyncio.StreamReader) -> Request | None:
    """Return the next request of a connection, None when the client is done."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    first, *fields = head.decode("latin-1").rstrip("\r\n").split("\r\n")
    method, target, _ = first.split(" ", 2)
    headers = {}
    for field in fields:
        name, _, value = field.partition(":")
        headers[name.strip().lower()] = value.strip()
    if headers.get("transfer-encoding", "").lower() == "chunked":
        body = await _read_chunks(reader)
    else:
        body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Request(method, target.partition("?")[0], headers, body)


async def _read_chunks(reader: asyncio.StreamReader) -> bytes:
    body = bytearray()
    while size := int((await reader.readuntil(b"\r\n")).split(b";")[0], 16):
        body += await reader.readexactly(size)
        await reader.readexactly(2)
    await reader.readuntil(b"\r\n")
    return bytes(body)


class Exchange:
    """One request and the answer being written to it."""

    def __init__(self, request: Request, writer: asyncio.StreamWriter) -> None:
        self.request = request
        self.started = False
        self._writer = writer

    def body(self) -> Any:
        """Return the request's JSON; Refusal with Go's words when it is none."""
        text = self.request.body
        if not text.strip():
            raise Refusal(400, "missing request body")
        try:
            return json.loads(text)
        except UnicodeDecodeError:
            raise Refusal(400, "invalid character '\\u00ff' in string") from None
        except json.JSONDecodeError as wrong:
            if wrong.pos >= len(wrong.doc) or "Unterminated" in wrong.msg:
                raise Refusal(400, "unexpected EOF") from None
            found = wrong.doc[wrong.pos]
            words = f"invalid character '{found}' looking for beginning of value"
            raise Refusal(400, words) from None

    def send(self, status: int, content_type: str, body: bytes) -> None:
        """Write a whole answer."""
        if len(body) > _LONGEST_COUNTED_BODY:
            self.start(status, content_type)
            self.chunk(body)
            self.end()
            return
        self._head(status, content_type, f"Content-Length: {len(body)}")
        if self.request.method != "HEAD":
            self._writer.write(body)

    def json(self, status: int, value: object, content_type: str = JSON_UTF8) -> None:
        """Write a whole answer of one JSON value; `/v1` ends it with a newline."""
        newline = "\n" if self.request.path.startswith("/v1/") else ""
        self.send(status, content_type, (dumps(value) + newline).encode())

    def start(self, status: int, content_type: str) -> None:
        """Write the head of an answer whose length is not known yet."""
        self._head(status, content_type, "Transfer-Encoding: chunked")

    def chunk(self, data: bytes) -> None:
        """Write the next piece of such an answer."""
        self._writer.write(b"%x\r\n%b\r\n" % (len(data), data))

    async def flushed(self) -> None:
        """Wait while the client reads more slowly than we write."""
        await self._writer.drain()

    def end(self) -> None:
        """Write the end mark of such an answer."""
        self._writer.write(b"0\r\n\r\n")

    def hang_up(self) -> None:
        """Reset the connection: with linger zero the kernel sends RST, not FIN."""
        raw: socket.socket = self._writer.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._writer.transport.abort()

    def _head(self, status: int, content_type: str, length: str) -> None:
        self.started = True
        lines = [
            f"HTTP/1.1 {status} {_phrase(status)}",
            *([f"Content-Type: {content_type}"] if content_type else []),
            f"Date: {formatdate(usegmt=True)}",
            length,
        ]
        self._writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return f"status code {status}"

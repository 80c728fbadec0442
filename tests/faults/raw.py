"""A WebSocket client without manners: it says whatever bytes it likes and may never listen."""

import asyncio
import base64
import json
import os
import socket
import struct
from typing import Any

from tests.desk import Desk
from tests.faults.place import ORIGIN, SITE

TEXT, BINARY, CLOSE, PING, PART = 1, 2, 8, 9, 0
CUSTOMERS = f"/ws/chat/v1/{SITE}/"
AGENTS = "/ws/agent/v1/"


def frame(code: int, data: bytes = b"", *, last: bool = True) -> bytes:
    """Return one frame of a client, masked with zeros."""
    head = bytes([code | (0x80 if last else 0)])
    if len(data) < 126:
        head += bytes([0x80 | len(data)])
    elif len(data) < 65_536:
        head += bytes([0x80 | 126]) + struct.pack("!H", len(data))
    else:
        head += bytes([0x80 | 127]) + struct.pack("!Q", len(data))
    return head + bytes(4) + data


def handshake(
    desk: Desk, path: str = CUSTOMERS, origin: str = ORIGIN, cookie: str = ""
) -> bytes:
    """Return the request that opens a socket."""
    key = base64.b64encode(os.urandom(16)).decode()
    lines = [
        f"GET {path} HTTP/1.1",
        f"Host: 127.0.0.1:{desk.port}",
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        f"Sec-WebSocket-Key: {key}",
        f"Origin: {origin}",
        *([f"Cookie: {cookie}"] if cookie else []),
    ]
    return "\r\n".join([*lines, "", ""]).encode()


def hello(token: str) -> bytes:
    """Return the first frame of a customer."""
    said = {"type": "hello", "v": 1, "token": token, "last": 0, "tab": "raw"}
    return frame(TEXT, json.dumps(said).encode())


AGENTS_HELLO = frame(TEXT, b'{"type": "hello", "v": 1, "tab": "raw"}')


class Raw:
    """One connection. What is not asked for is not read."""

    def __init__(self, reader: asyncio.StreamReader, writer: Any) -> None:
        self._reader, self._writer = reader, writer

    @classmethod
    async def connect(cls, desk: Desk, *, buffer: int = 0) -> "Raw":
        """Connect; `buffer` are the bytes that this machine may take for us unread."""
        link = socket.socket()
        if buffer:
            link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        link.setblocking(False)
        await asyncio.get_running_loop().sock_connect(link, ("127.0.0.1", desk.port))
        limit = buffer or 2**16
        return cls(*await asyncio.open_connection(sock=link, limit=limit))

    @classmethod
    async def open(
        cls, desk: Desk, path: str = CUSTOMERS, *, buffer: int = 0, **more: str
    ) -> "Raw":
        """Connect and shake hands."""
        raw = await cls.connect(desk, buffer=buffer)
        await raw.say(handshake(desk, path, **more))
        answer = await raw._reader.readuntil(b"\r\n\r\n")
        assert b" 101 " in answer, answer
        return raw

    async def say(self, data: bytes) -> None:
        """Send bytes; raises OSError once the desk has hung up."""
        self._writer.write(data)
        await self._writer.drain()

    async def listen(self, seconds: float = 30) -> tuple[list[str], int]:
        """Read to the end and leave: the texts, and the close code, 1006 if there was none."""
        texts: list[str] = []
        try:
            async with asyncio.timeout(seconds):
                while True:
                    code, data = await self.hear()
                    if code == CLOSE:
                        return texts, struct.unpack("!H", data[:2])[0]
                    if code == TEXT:
                        texts.append(data.decode())
        except (asyncio.IncompleteReadError, ConnectionError):
            return texts, 1006
        finally:
            self.leave()

    async def hear(self) -> tuple[int, bytes]:
        """Read one frame: its code and its data."""
        code, size = await self._reader.readexactly(2)
        if size == 126:
            size = struct.unpack("!H", await self._reader.readexactly(2))[0]
        elif size == 127:
            size = struct.unpack("!Q", await self._reader.readexactly(8))[0]
        return code & 0x0F, await self._reader.readexactly(size)

    async def until(self, kind: str) -> dict[str, Any]:
        """Read to the first frame of a type."""
        while True:
            code, data = await self.hear()
            assert code != CLOSE, data
            said: dict[str, Any] = json.loads(data) if code == TEXT else {}
            if said.get("type") == kind:
                return said

    async def hung_up(self, seconds: float = 30) -> bool:
        """Whether the desk ends a connection on which nothing is said."""
        try:
            return await asyncio.wait_for(self._reader.read(1), seconds) == b""
        except ConnectionError:
            return True
        finally:
            self.leave()

    def leave(self) -> None:
        """Hang up."""
        self._writer.transport.abort()

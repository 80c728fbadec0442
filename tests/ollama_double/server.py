"""The double itself: takes connections, finds the endpoint, writes the errors."""

import asyncio
import ipaddress
import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import Any, Self

from tests.ollama_double import faults, openai
from tests.ollama_double.endpoints import ENDPOINTS
from tests.ollama_double.faults import Faults
from tests.ollama_double.models import Model, usual
from tests.ollama_double.pretender import Pretender, Recorded
from tests.ollama_double.replies import Reply
from tests.ollama_double.state import Counts, Settings
from tests.ollama_double.wire import (
    JSON,
    JSON_UTF8,
    PLAIN,
    Exchange,
    Hangup,
    Refusal,
    Request,
    dumps,
    read_request,
)

_LOCAL_NAMES = (".localhost", ".local", ".internal")
_PATIENCE_SECONDS = 60.0


class OllamaDouble:
    """A server of its own on a free port, as long as its `async with` lasts."""

    def __init__(
        self,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        models: Sequence[Model] | None = None,
        **tuning: Any,
    ) -> None:
        self._host = host
        self._port = port
        self._connections: set[asyncio.Task[None]] = set()
        self.inside = Pretender(Settings(**tuning), list(models or usual()))

    @property
    def url(self) -> str:
        """Return where it listens."""
        return f"http://{self._host}:{self._port}"

    @property
    def counts(self) -> Counts:
        """Return what happened so far."""
        return self.inside.stats.counts

    @property
    def requests(self) -> Sequence[Recorded]:
        """Return what was asked so far, the control paths left out."""
        return list(self.inside.requests)

    def reply(self, text: str = "", *, times: int = 1, **more: Any) -> None:
        """Let the next fitting request be answered like this; see Reply."""
        self.inside.replies.put(Reply(text, **more), times)

    def fault(self, path: str, fault: str, *, times: int = 1, when: str = "") -> None:
        """Let the next fitting requests to this path fail like this; see Faults."""
        self.inside.faults.put(path, fault, times, when)

    async def until(self, true: Callable[[Counts], bool]) -> None:
        """Return as soon as the counts are as wished; TimeoutError after a minute."""
        async with asyncio.timeout(_PATIENCE_SECONDS):
            await self.inside.stats.until(true)

    def wait(self, true: Callable[[Counts], bool]) -> None:
        """Do the same from another thread."""
        asyncio.run_coroutine_threadsafe(self.until(true), self._loop).result()

    def call_soon(self, what: Callable[[], object]) -> None:
        """Call something in the double's own loop, from any thread."""
        self._loop.call_soon_threadsafe(what)

    async def __aenter__(self) -> Self:
        """Listen."""
        self._loop = asyncio.get_running_loop()
        self._server = await asyncio.start_server(
            self._serve, self._host, self._port, backlog=1024
        )
        self._port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop listening and drop whoever is still connected."""
        self._server.close()
        for connection in self._connections:
            connection.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)
        await self._server.wait_closed()

    async def _serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        connection = asyncio.current_task()
        assert connection is not None
        self._connections.add(connection)
        # Being cancelled is how a connection ends when the double is closed.
        with suppress(ConnectionError, asyncio.IncompleteReadError, Hangup):
            try:
                while request := await read_request(reader):
                    await self._answer_while_connected(request, reader, writer)
            except asyncio.CancelledError:
                pass
            finally:
                self._connections.discard(connection)
                writer.close()

    async def _answer_while_connected(
        self,
        request: Request,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        """Answer, but stop at once when the client goes.

        No client of ours sends its next request before it has the answer to this one, so
        whatever can be read meanwhile is the end of the connection.
        """
        work = asyncio.ensure_future(self._answer(Exchange(request, writer)))
        gone = asyncio.ensure_future(reader.read(1))
        try:
            await asyncio.wait({work, gone}, return_when=asyncio.FIRST_COMPLETED)
            left = not work.done()
        finally:
            work.cancel()
            gone.cancel()
            ends = await asyncio.gather(work, gone, return_exceptions=True)
        if left:
            self.inside.stats.add("client_gone")
            raise ConnectionResetError
        if isinstance(ends[0], Exception):
            raise ends[0]
        self.inside.stats.add("finished")

    async def _answer(self, exchange: Exchange) -> None:
        try:
            await self._route(exchange)
        except Hangup:
            exchange.hang_up()
            raise
        except Refusal as refusal:
            _refuse(exchange, refusal)
        await exchange.flushed()

    async def _route(self, exchange: Exchange) -> None:
        request = exchange.request
        if not _is_local(request.headers.get("host", "")):
            exchange.send(403, "", b"")
            return
        methods, handler = ENDPOINTS.get(request.path, ((), None))
        if handler is None:
            exchange.send(404, PLAIN, b"404 page not found")
            return
        if request.method not in methods:
            exchange.send(405, PLAIN, b"405 method not allowed")
            return
        knobs = Faults()
        if not request.path.startswith("/__fake/"):
            knobs = self._note(request)
        if not await faults.before_anything(exchange, knobs):
            await handler(self.inside, exchange, knobs)

    def _note(self, request: Request) -> Faults:
        """Remember the request; return the faults it is to meet."""
        try:
            body = json.loads(request.body)
        except ValueError:
            body = None
        noted = Recorded(request.method, request.path, request.headers, body)
        self.inside.requests.append(noted)
        self.inside.stats.add("requests")
        knobs = self.inside.faults.take(request.path, _last_message(body))
        knobs |= faults.of_headers(request.headers)
        name = body.get("model") if isinstance(body, dict) else None
        if isinstance(name, str) and request.path != "/api/pull":
            knobs |= faults.split_tag(name)[1]
        return knobs


def _last_message(body: object) -> str:
    messages = body.get("messages") if isinstance(body, dict) else None
    if not isinstance(messages, list) or not messages:
        return ""
    last = messages[-1]
    return str(last.get("content") or "") if isinstance(last, dict) else ""


def _refuse(exchange: Exchange, refusal: Refusal) -> None:
    path = exchange.request.path
    if path.startswith("/v1/"):
        body = openai.error(refusal.status, refusal.error)
        exchange.json(refusal.status, body, JSON)
    elif refusal.late:
        exchange.start(refusal.status, JSON)
        exchange.chunk(dumps({"error": refusal.error}).encode())
        exchange.end()
    else:
        exchange.json(refusal.status, {"error": refusal.error}, JSON_UTF8)


def _is_local(host: str) -> bool:
    """Return whether a server bound to loopback takes this Host."""
    name = host.rpartition(":")[0] or host
    if name in {"", "localhost"} or name.endswith(_LOCAL_NAMES):
        return True
    try:
        address = ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return address.is_loopback or address.is_private or address.is_unspecified


@contextmanager
def running_double(**options: Any) -> Iterator[OllamaDouble]:
    """Run a double in a thread of its own, for tests that are not coroutines."""
    double = OllamaDouble(**options)
    started, stop = threading.Event(), asyncio.Event()

    async def serve() -> None:
        async with double:
            started.set()
            await stop.wait()

    thread = threading.Thread(target=asyncio.run, args=(serve(),), name="ollama-double")
    thread.start()
    if not started.wait(_PATIENCE_SECONDS):
        raise TimeoutError("the double did not start")
    try:
        yield double
    finally:
        double.call_soon(stop.set)
        thread.join(_PATIENCE_SECONDS)

"""What all model servers over HTTP share: deadlines, byte framing, errors, retries."""

import asyncio
import random
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager, suppress
from dataclasses import dataclass, field
from types import TracebackType

import httpx

from knowledge.llm.chat import Finished, ModelFailed, Text
from knowledge.llm.refusals import failure_of

LONGEST_LINE = 1024 * 1024
_LONGEST_ERROR = 64 * 1024
_TRIES = 2
_DRAIN_SECONDS = 0.2

# NUL, which PostgreSQL cannot keep in a text, and the C1 controls: terminals obey them, and
# one of them, U+0085, ends a line for str.splitlines.
_UNWANTED = dict.fromkeys([0, *range(0x80, 0xA0)])

Pieces = AsyncGenerator[Text | Finished, None]


@dataclass(frozen=True)
class Deadlines:
    """How long to wait, in seconds.

    `first_token` and `total` count from the question, tries and pauses included; `stall`
    is the longest silence between two tokens; `pause` the least and the most before the
    second try. `load` stands in for `first_token` while the model itself has to be loaded
    first; 0 where nobody can tell.
    """

    connect: float = 3.0
    first_token: float = 20.0
    stall: float = 15.0
    total: float = 50.0
    load: float = 0.0
    pause: tuple[float, float] = (0.2, 1.0)


@dataclass
class Clock:
    """The deadlines of one question, running."""

    deadlines: Deadlines
    began: float = field(default_factory=lambda: asyncio.get_running_loop().time())
    answering: bool = False
    patience: float = 0.0
    """Seconds to the first token, when they are other than the deadlines say."""

    def limit(self) -> "Limit":
        """Allow what is inside as long as the deadlines do; ModelFailed("slow") after."""
        ends = self.deadlines
        left = self.began - asyncio.get_running_loop().time()
        total = left + ends.total, "not done within %g s", ends.total
        if self.answering:
            return Limit(*min(total, (ends.stall, "no token for %g s", ends.stall)))
        seconds = self.patience or ends.first_token
        first = left + seconds, "no first token within %g s", seconds
        return Limit(*min(total, first))


class Limit:
    """A timeout that says which deadline it was. Made for every token, so no generator."""

    def __init__(self, seconds: float, words: str, named: float) -> None:
        self._timeout = asyncio.timeout(seconds)
        self._words, self._named = words, named

    async def __aenter__(self) -> None:
        await self._timeout.__aenter__()

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        slow = isinstance(error, TimeoutError)
        try:
            await self._timeout.__aexit__(kind, error, trace)
        except TimeoutError:
            slow = True
        if slow:
            words = self._words % self._named
            raise ModelFailed("slow", words, retryable=True) from None


# One client for each event loop: its locks belong to the loop that made it.
_clients: dict[asyncio.AbstractEventLoop, httpx.AsyncClient] = {}


def http_client() -> httpx.AsyncClient:
    """Return the client of the running loop.

    It keeps no connection open between answers: an answer takes seconds, a connection a
    millisecond, and a kept one may be dead by the time it is used.
    """
    loop = asyncio.get_running_loop()
    for closed in [other for other in list(_clients) if other.is_closed()]:
        _clients.pop(closed, None)
    if loop not in _clients:
        _clients[loop] = httpx.AsyncClient(
            trust_env=False,
            limits=httpx.Limits(max_connections=None, max_keepalive_connections=0),
        )
    return _clients[loop]


@asynccontextmanager
async def answer_to(
    request: httpx.Request, clock: Clock
) -> AsyncIterator[AsyncGenerator[bytes, None]]:
    """Send a request; give the lines of its answer.

    Leaving the block closes the connection, which is how a server learns to stop. Raises
    ModelFailed: "unreachable" when nobody answers, else what an error's status means.
    """
    request.extensions["timeout"] = {"connect": clock.deadlines.connect}
    async with clock.limit():
        try:
            response = await http_client().send(request, stream=True)
        except httpx.TransportError as error:
            raise ModelFailed("unreachable", _said(error), retryable=True) from error
    async with aclosing(response), aclosing(_lines(response, clock)) as lines:
        if response.status_code != httpx.codes.OK:
            text = await _error_text(response, clock)
            raise failure_of(response.status_code, text)
        yield lines


async def _lines(response: httpx.Response, clock: Clock) -> AsyncGenerator[bytes, None]:
    r"""Yield the lines of a body, cut at b"\n" and nowhere else, the last one too.

    Raises ModelFailed: "slow" after a deadline, "cut" when the connection breaks, "garbled"
    for bytes that are no body or a line over a megabyte.
    """
    buffer = bytearray()
    chunks = response.aiter_bytes()
    while chunk := await _next_chunk(chunks, clock):
        *whole, rest = (bytes(buffer) + chunk).split(b"\n")
        for line in whole:
            yield line
        if len(rest) > LONGEST_LINE:
            words = "a line of more than a megabyte"
            raise ModelFailed("garbled", words, retryable=True)
        buffer[:] = rest
    if buffer:
        yield bytes(buffer)


async def _next_chunk(chunks: AsyncIterator[bytes], clock: Clock) -> bytes:
    async with clock.limit():
        try:
            return await anext(chunks, b"")
        except httpx.DecodingError as error:
            raise ModelFailed("garbled", str(error)) from error
        except httpx.TransportError as error:
            raise ModelFailed("cut", _said(error), retryable=True) from error


def _said(error: httpx.TransportError) -> str:
    return str(error) or type(error).__name__


async def _error_text(response: httpx.Response, clock: Clock) -> str:
    """Return the body of an error, as much of it as came and anybody would read."""
    body = b""
    chunks = response.aiter_bytes()
    # The status has said enough already: a break in here is no news.
    with suppress(ModelFailed):
        while len(body) < _LONGEST_ERROR and (
            chunk := await _next_chunk(chunks, clock)
        ):
            body += chunk
    return clean(body[:_LONGEST_ERROR].decode(errors="replace"))


async def drain(lines: AsyncIterator[bytes]) -> None:
    """Read to the end after the end mark, for a moment, so that the server sees no break."""
    with suppress(TimeoutError, ModelFailed):
        async with asyncio.timeout(_DRAIN_SECONDS):
            async for _ in lines:
                pass


async def with_retries(
    attempt: Callable[[Clock], Pieces], deadlines: Deadlines
) -> Pieces:
    """Yield what `attempt` yields; begin again when it failed before the first token.

    Not after a deadline, which allows no pause either: whoever waits has waited long
    enough, and another model can be asked instead.
    """
    clock = Clock(deadlines)
    for left in reversed(range(_TRIES)):
        try:
            async with aclosing(attempt(clock)) as pieces:
                async for piece in pieces:
                    clock.answering = True
                    yield piece
            return
        except ModelFailed as failed:
            if clock.answering or not left or not failed.retryable:
                raise
        async with clock.limit():
            await asyncio.sleep(random.uniform(*deadlines.pause))  # noqa: S311  no secret


def clean(text: str) -> str:
    """Return a model's text without the controls that do harm further on."""
    return text.translate(_UNWANTED)


def checked_url(url: str) -> str:
    """Return the address without a slash at its end; ValueError when it is none."""
    parts = httpx.URL(url)
    if parts.scheme not in {"http", "https"} or not parts.host:
        raise ValueError(f"{url!r} must look like http://host:port")
    return url.rstrip("/")

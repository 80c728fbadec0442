"""What can go wrong on purpose: one line of knobs, by model tag, header or queue."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from tests.ollama_double.wire import Exchange, Hangup, Refusal

FOREVER = 1e9
_BUSY = "server busy, please try again.  maximum pending requests exceeded"
_BAD_GATEWAY = b"<html><head><title>502 Bad Gateway</title></head><body></body></html>"


@dataclass(frozen=True)
class Faults:
    """The knobs of one request. Counts are tokens, times are seconds."""

    # How fast it is.
    ttft: float | None = None
    tps: float | None = None
    prompt_tps: float | None = None
    load: float | None = None
    # Instead of an answer.
    load_fail: bool = False
    busy: bool = False
    status: int | None = None
    msg: str = "something went wrong"
    html: bool = False
    reset: bool = False
    refuse: bool = False
    hang: float | None = None
    thinks_anyway: bool = False
    pull_missing: bool = False
    # In the middle of one.
    stall_after: int | None = None
    stall: float = FOREVER
    drop_after: int | None = None
    eof_after: int | None = None
    no_done: bool = False
    error_after: int | None = None
    sse_error_after: int | None = None
    sse_comments: bool = False
    malformed_after: int | None = None
    huge_after: int | None = None
    nel: bool = False
    bad_json: bool = False
    # Afterwards: the body's end comes late, the slot is never given back.
    late_end: float = 0.0
    leak_slot: bool = False

    def __or__(self, other: "Faults") -> "Faults":
        """Return these knobs, overridden by those the other one has set."""
        set_there = {
            f.name: getattr(other, f.name)
            for f in fields(other)
            if getattr(other, f.name) != f.default
        }
        return replace(self, **set_there)


def parse(text: str) -> Faults:
    """Read `drop_after=3,ttft=0.5`; a name alone switches a knob on.

    Raises Refusal for a knob that does not exist, so that no test passes by a typo.
    """
    known = {f.name: f for f in fields(Faults)}
    found: dict[str, object] = {}
    for part in text.replace("+", ",").split(","):
        name, given, value = part.strip().partition("=")
        if not name:
            continue
        if name not in known:
            raise Refusal(400, f"unknown fault {name!r}")
        kind = getattr(known[name].type, "__name__", str(known[name].type))
        found[name] = _value(kind, value if given else None)
    return Faults(**found)  # type: ignore[arg-type]


def _value(kind: str, text: str | None) -> object:
    if kind.startswith("bool"):
        return True
    if kind.startswith("str"):
        return text or ""
    if kind.startswith("int"):
        return int(text or 0)
    return float(text) if text is not None else FOREVER


def split_tag(model: str) -> tuple[str, Faults]:
    """Return the model's name and the knobs written behind it: `llama3.2+no_done`."""
    name, _, knobs = model.partition("+")
    return name, parse(knobs)


class FaultQueue:
    """Faults for the next requests to a path, in the order they were put in."""

    def __init__(self) -> None:
        self._waiting: list[tuple[str, str, Faults]] = []

    def put(self, path: str, fault: str, times: int = 1, when: str = "") -> None:
        """Let the next `times` requests to `path` fail like this.

        `when` limits it to requests whose last message has this text.
        """
        self._waiting += [(path, when, parse(fault))] * times

    def take(self, path: str, asked: str = "") -> Faults:
        """Return and forget the first fault that waits for this path and last message."""
        for index, (wanted, when, faults) in enumerate(self._waiting):
            if wanted == path and when in asked:
                del self._waiting[index]
                return faults
        return Faults()

    def clear(self) -> None:
        """Forget all of them."""
        self._waiting.clear()


def of_headers(headers: Mapping[str, str]) -> Faults:
    """Return the knobs of the request's own header."""
    return parse(headers.get("x-fake-fault", ""))


async def before_anything(exchange: Exchange, faults: Faults) -> bool:
    """Play the faults that stand in for an answer; True when one was given."""
    if faults.hang is not None:
        await asyncio.sleep(faults.hang)
    if faults.reset or faults.refuse:
        raise Hangup
    if faults.html:
        exchange.send(502, "text/html", _BAD_GATEWAY)
        return True
    if faults.busy:
        raise Refusal(503, _BUSY)
    if faults.status is not None:
        raise Refusal(faults.status, faults.msg)
    return False


def busy() -> Refusal:
    """Return what a full queue says."""
    return Refusal(503, _BUSY)

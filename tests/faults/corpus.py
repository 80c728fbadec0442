"""Frames that are no frames of the protocol, or only nearly."""

import json
from random import Random
from typing import Any
from uuid import UUID

from tests.faults.raw import BINARY, TEXT, frame

CID = str(UUID(int=7))
VALID: list[dict[str, Any]] = [
    {"type": "send", "cid": CID, "text": "Hello", "files": []},
    {"type": "send", "cid": CID, "conversation": CID, "text": "Hello"},
    {"type": "take", "cid": CID, "conversation": CID, "step_in": True},
    {"type": "open", "conversation": CID, "last": 0},
    {"type": "feedback", "cid": CID, "seq": 1, "helpful": True},
    {"type": "csat", "cid": CID, "resolution": 1, "score": 5},
    {"type": "choose", "cid": CID, "seq": 1, "choice": "a"},
    {"type": "snapshot", "turn": CID},
    {"type": "stop", "turn": CID},
    {"type": "read", "seq": 1},
    {"type": "typing", "on": True},
    {"type": "ping", "n": 1},
]
WRONG: list[Any] = [
    *(None, True, -1, 0, 1e308, 2**63, 10**400, 0.1, "", "\0", "\ud800", "x" * 60_000),
    *([], {}, [[]], {"a": {"b": []}}, "../../etc/passwd", "'; DROP TABLE x; --"),
    *("<script>alert(1)</script>", "%s%s%n", "__class__", "websocket.close", "revoked"),
    *("\u202e\u0000\uffff", "\U0001f600" * 500, "NaN", CID.upper(), CID[:-1]),
]
RAW = [
    *(b"", b" ", b"{", b"[", b"null", b"true", b"0", b'"', b'""', b"{}", b"[]"),
    *(b"NaN", b"Infinity", b"-", b"1e999999", b"\x00", b"\xef\xbb\xbf{}", b"\xff"),
    *(b"[" * 30_000, b'{"a":' * 8_000, b"9" * 60_000, b'{"type":' + b"1" * 500 + b"}"),
    *(b'{"type":"ping","n":1,"n":2}', b'{"type":"ping","type":"take","n":1}'),
    *(b'{"type":"ping","n":1}{"type":"ping","n":1}', b"{'type':'ping','n':1}"),
    *(b'{"type":"\\ud800","n":1}', b'{"type":"ping","n":1}\x00', b"\xed\xa0\x80"),
]


def broken_frames(chance: Random, count: int) -> list[bytes]:
    """Return so many, always the same for the same chance, as bytes of a WebSocket client."""
    made = [frame(TEXT, data) for data in RAW]
    made += [frame(BINARY, data) for data in RAW[:10]]
    while len(made) < count:
        made.append(frame(TEXT, _altered(chance).encode(errors="replace")))
    return made[:count]


def _altered(chance: Random) -> str:
    """A valid frame after one accident: a value, a field, a letter, or its end is wrong."""
    valid = dict(chance.choice(VALID))
    name = chance.choice(list(valid))
    match chance.randrange(6):
        case 0 | 1 | 2:
            valid[name] = chance.choice(WRONG)
        case 3:
            del valid[name]
        case 4:
            valid[str(chance.choice(WRONG))[:50]] = chance.choice(WRONG)
        case _:
            text = json.dumps(valid)
            at = chance.randrange(len(text))
            return (
                text[:at] + chance.choice(["", "\0", '"', "}", "\\u"]) + text[at + 1 :]
            )
    return json.dumps(valid)

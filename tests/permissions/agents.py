"""The frames of an agent, filled in for one chat."""

from collections.abc import Mapping
from typing import Any, get_args
from uuid import UUID, uuid4

from conversations import protocol

FIELDS: Mapping[type, dict[str, Any]] = {
    protocol.AgentHello: {"v": 1, "tab": "x"},
    protocol.Open: {"last": 0},
    protocol.Close: {},
    protocol.Reply: {"text": "Said by an agent."},
    protocol.AddNote: {"text": "Noted by an agent."},
    protocol.Take: {},
    protocol.Release: {"to": "queue"},
    protocol.AgentResolve: {},
    protocol.AgentTyping: {"on": True},
    protocol.Ping: {"n": 7},
}


def agent_frame_of(kind: Any, chat: UUID) -> dict[str, Any]:
    """Return a frame of this kind about a chat."""
    frame = {"type": get_args(kind.model_fields["type"].annotation)[0], **FIELDS[kind]}
    if "conversation" in kind.model_fields:
        frame["conversation"] = str(chat)
    if "cid" in kind.model_fields:
        frame["cid"] = str(uuid4())
    return frame

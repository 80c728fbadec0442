"""Customers and agents who meet on a real server, for tests of the agents' socket."""

from typing import Any
from uuid import UUID, uuid4

from conversations.models import Conversation
from tests.agent_client import AgentClient
from tests.client import Client
from tests.conftest import ORIGIN
from tests.desk import Desk


async def customer(
    desk: Desk, text: str = "Hello?", *, waits: bool = True
) -> tuple[Client, UUID]:
    """A customer who has asked something, and a person if they wait for one."""
    mia = await Client.open(desk, site="shop", origin=ORIGIN)
    await mia.say(text)
    if waits:
        cid = str(uuid4())
        await mia.send({"type": "person", "cid": cid})
        await mia.answer_to(cid)
    chat = (
        await Conversation.objects.order_by("-pk")
        .values_list("public_id", flat=True)
        .afirst()
    )
    assert chat is not None
    return mia, chat


async def close_code(
    desk: Desk, key: str, *, origin: str | None, **changes: Any
) -> int:
    agent = AgentClient(desk, key, origin=origin)
    await agent.connect(**changes)
    return await agent.closed()


async def is_event(
    agent: AgentClient, chat: UUID, kind: str, **fields: Any
) -> dict[str, Any]:
    return await agent.wait(
        lambda f: (
            f["type"] == "ev"
            and f["conversation"] == str(chat)
            and f["kind"] == kind
            and all(f.get(k) == v for k, v in fields.items())
        )
    )

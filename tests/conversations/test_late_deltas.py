"""Deltas come through Redis and events from the database: what is late is not shown."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction

from accounts.database import in_database
from accounts.identity import customer_group
from accounts.models import Site, User
from conversations import doorbell
from conversations.models import Conversation, Event
from conversations.services.appending import Draft, append, locked
from tests.agent_client import AgentClient
from tests.client import Client
from tests.conftest import ORIGIN
from tests.desk import Desk

pytestmark = pytest.mark.django_db(transaction=True)


async def test_a_delta_that_its_event_has_overtaken_reaches_nobody(
    desk: Desk, site: Site, alice: User
) -> None:
    mia = await Client.open(desk, site="shop", origin=ORIGIN)
    await mia.say("Hello?")
    conversation = await Conversation.objects.select_related("customer").aget()
    agent = await AgentClient.of(desk, alice)
    await agent.follow(conversation.public_id)
    turn = str(uuid4())

    await in_database(_interrupt, conversation.pk, turn)
    for tab in (mia, agent):
        await tab.event("partial", turn=turn)
    groups = [
        customer_group(site.pk, conversation.customer.key),
        doorbell.staff_group(conversation.public_id),
    ]
    await in_database(_tell, groups, {"type": "delta", "turn": turn, "off": 0})
    await in_database(_tell, groups, {"type": "delta", "turn": "another", "off": 0})

    for tab in (mia, agent):
        shown = await tab.wait(lambda frame: frame["type"] == "delta")
        assert shown["turn"] == "another"
        await tab.close()


@transaction.atomic
def _interrupt(conversation: int, turn: str) -> None:
    payload = {"turn": turn, "text": "Press", "reason": "takeover"}
    append(locked(conversation), Draft(Event.Kind.PARTIAL, f"turn:{turn}", payload))


def _tell(groups: list[str], frame: dict[str, Any]) -> None:
    for group in groups:
        doorbell._publish(group, {"type": "frame", "frame": frame | {"text": "Press"}})

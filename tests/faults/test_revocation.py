"""Whoever may no longer be here loses the open sockets at once, and hears nothing more."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import httpx
import pytest

from tests.agent_client import AgentClient
from tests.client import Client
from tests.faults.agents import Staff
from tests.faults.conftest import Crowd, nothing_is_broken
from tests.faults.place import ORIGIN, SITE, Place
from tests.faults.robot import Robot

pytestmark = pytest.mark.slow

AT_ONCE_SECONDS = 2.0
# Less than the 25 seconds after which a heartbeat would find out.
LATER_SECONDS = 5.0


class House:
    """The staff of one web server, each in a browser of their own."""

    def __init__(self, place: Place, server: str) -> None:
        self.place = place
        self.desk = place.desk_of(server)
        self._here: dict[str, Staff] = {}

    async def staff(self, name: str) -> Staff:
        """Whoever has this name, signed in."""
        if name not in self._here:
            self._here[name] = await Staff.sign_in(self.desk, name)
        return self._here[name]

    async def set_active(self, name: str, *, active: bool) -> None:
        """Tick or untick `active` in the admin's form of a member of staff."""
        query = (
            "SELECT u.id, first_name, g.group_id FROM accounts_user u JOIN"
            " accounts_user_groups g ON g.user_id = u.id WHERE username = %s"
        )
        row = self.place.rows(query, name)[0]
        form: dict[str, Any] = {"username": name, "first_name": row["first_name"]}
        form |= {"is_staff": "on", "groups": [row["group_id"]]}
        if active:
            form["is_active"] = "on"
        root = await self.staff("root")
        await root.post(f"/admin/accounts/user/{row['id']}/change/", **form)

    async def shut_out(self, chat: UUID) -> None:
        """Choose a customer in the admin's list and shut them out."""
        query = (
            "SELECT customer_id FROM conversations_conversation WHERE public_id = %s"
        )
        customer = self.place.rows(query, chat)[0]["customer_id"]
        form: dict[str, Any] = {"action": "shut_out_selected"}
        form["_selected_action"] = str(customer)
        root = await self.staff("root")
        await root.post("/admin/accounts/customer/", **form)

    async def leave(self) -> None:
        for staff in self._here.values():
            await staff.leave()


@pytest.fixture
async def house(whole: Place) -> AsyncIterator[House]:
    house = House(whole, "web")
    yield house
    await house.leave()


async def test_a_disabled_agent_hears_nothing_more(
    whole: Place, crowd: Crowd, house: House
) -> None:
    (robot,) = await crowd(1)
    chat = await _chat_of(robot)
    tab = await _following(house, chat)
    await house.staff("root")

    try:
        await house.set_active("bob", active=False)
        await _is_closed_at_once(tab)
        heard = len(tab.events_of(chat))
        await robot.acknowledged(await robot.say("Is he gone?"))

        assert len(tab.events_of(chat)) == heard
        await tab.connect()
        assert await tab.closed() == 4401, "nor may he return"
    finally:
        await house.set_active("bob", active=True)
    await nothing_is_broken(whole, [robot])


async def test_an_agent_who_signs_out_hears_nothing_more_in_any_tab(
    whole: Place, crowd: Crowd, house: House
) -> None:
    (robot,) = await crowd(1)
    chat = await _chat_of(robot)
    tabs = [await _following(house, chat) for _ in range(2)]

    await (await house.staff("bob")).sign_out()
    await asyncio.gather(*(_is_closed_at_once(tab) for tab in tabs))
    heard = [len(tab.events_of(chat)) for tab in tabs]
    await robot.acknowledged(await robot.say("Is he gone?"))

    assert [len(tab.events_of(chat)) for tab in tabs] == heard
    await tabs[0].connect()
    assert await tabs[0].closed() == 4401, "the session is over"
    await nothing_is_broken(whole, [robot])


@pytest.mark.quick
async def test_a_customer_who_is_shut_out_hears_nothing_more(
    whole: Place, house: House
) -> None:
    client = await Client.open(house.desk, site=SITE, origin=ORIGIN)
    chat = await _chat_of_client(client)
    alice = await (await house.staff("alice")).open_tab()
    await house.staff("root")

    await house.shut_out(chat)
    await _is_closed_at_once(client)
    heard = client.last
    assert (await alice.ask("send", chat, text="Too late."))["type"] == "ack"

    assert client.last == heard
    await client.connect(last=heard)
    assert await client.closed() == 4401, "nor may they return with that ticket"
    bearer = {"Authorization": f"Bearer {client.session['token']}"}
    async with httpx.AsyncClient(base_url=house.desk.url, headers=bearer) as http:
        assert (await http.get("/widget/v1/events?after=0")).status_code == 401
    await nothing_is_broken(whole, [])


async def test_without_the_word_of_revocation_sockets_stay_until_a_heartbeat(
    whole: Place, crowd: Crowd
) -> None:
    whole.start("web2", without="revocation")
    house = House(whole, "web2")
    client = await Client.open(house.desk, site=SITE, origin=ORIGIN)
    chat = await _chat_of_client(client)
    tab = await _following(house, chat)

    await house.shut_out(chat)
    await (await house.staff("bob")).sign_out()

    await asyncio.sleep(LATER_SECONDS)
    assert (client.close_code, tab.close_code) == (None, None)
    await client.close()
    await house.leave()


async def _chat_of(robot: Robot) -> UUID:
    await robot.acknowledged(await robot.ask_for("person"))
    await robot.until(lambda: robot.log is not None)
    return UUID((robot.log or "").rpartition(".")[0])


async def _chat_of_client(client: Client) -> UUID:
    """Ask for a person, and learn the conversation from the page over HTTP."""
    cid = "00000000-0000-4000-8000-000000000001"
    await client.send({"type": "person", "cid": cid})
    await client.event("state", state="waiting")
    bearer = {"Authorization": f"Bearer {client.session['token']}"}
    async with httpx.AsyncClient(base_url=client.desk.url, headers=bearer) as http:
        page = await http.get("/widget/v1/events?after=0")
    return UUID(page.json()["conversation"])


async def _following(house: House, chat: UUID) -> AgentClient:
    tab = await (await house.staff("bob")).open_tab()
    await tab.follow(chat)
    return tab


async def _is_closed_at_once(client: Client) -> None:
    """Counted from the answer to the form, so a little after COMMIT."""
    assert await client.closed(AT_ONCE_SECONDS) == 4401

"""Who reaches what of the inbox: each address, for each role, in chats of two teams."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.test import Client as Browser
from django.urls import reverse

from accounts.models import Site, Team, User
from accounts.roles import ROLES
from knowledge.models import Evidence
from tests.conftest import _agent
from tests.permissions.chats import ANSWER_SEQ, SECRET, Chat, chat_of, footprint
from tests.permissions.resolving import patterns

pytestmark = pytest.mark.django_db

# Addresses of one chat: what they take beside its id, and the status for those who may see it.
PAGES: Mapping[str, tuple[str, int]] = {
    "inbox-conversation": ("", 200),
    "inbox-pane": ("", 200),
    "inbox-around": ("", 200),
    "inbox-events": ("", 200),
    "inbox-read": ("post", 204),
    "inbox-triage": ("labels", 409),
    "inbox-source": ("source", 200),
    "inbox-why": ("turn", 200),
}
# Triage has not looked at these chats, so there is nothing to correct.
LABELS = {
    "category": "other", "priority": "low", "sentiment": "neutral", "language": "en",
}  # fmt: skip
# Addresses that name no chat; they show those of the own teams.
LISTS = {"inbox": 200, "inbox-list": 200}
FOR_ALL = {"inbox-sign-out"}
# Who sees a chat of the team Support, one of the team Sales, and one of no team.
SEES = {
    "Agent": {"Support", None},
    "Supervisor": {"Support", "Sales", None},
    "superuser": {"Support", "Sales", None},
}
PERSONAS = [*ROLES, "superuser", "nobody"]


def test_every_address_of_the_inbox_stands_in_a_table() -> None:
    known = {p.name for p in patterns() if (p.name or "").startswith("inbox")}

    assert known == {*PAGES, *LISTS, *FOR_ALL}


def as_persona(persona: str, team: Team, browser: Browser) -> None:
    if persona == "superuser":
        user = User.objects.create_superuser("root")
    elif persona == "nobody":
        user = User.objects.create_user("nobody", is_staff=True)
        team.members.add(user)
    else:
        user = _agent("Somebody", persona, team)
    browser.force_login(user)


@pytest.mark.parametrize("owner", ["Support", "Sales", None])
@pytest.mark.parametrize("persona", PERSONAS)
def test_a_chat_is_open_to_its_team_and_to_supervisors(
    persona: str,
    owner: str | None,
    roles: None,
    team: Team,
    site: Site,
    client: Browser,
) -> None:
    sales = Team.objects.create(name="Sales")
    chat = chat_of(site, team={"Support": team, "Sales": sales}.get(owner or ""))
    Evidence.objects.create(
        turn=chat.turn, site=site, question="Why?", outcome="answered", record={}
    )
    as_persona(persona, team, client)
    sees = SEES.get(persona, set())
    before = footprint(chat.id)

    for name, (more, status) in PAGES.items():
        answer = ask(client, name, more, chat)

        expected = status if owner in sees else 404 if sees else 403
        assert answer.status_code == expected, name
        if owner not in sees:
            assert SECRET not in answer.content.decode(), name
    assert footprint(chat.id) == before


@pytest.mark.parametrize("persona", PERSONAS)
def test_the_lists_hold_the_chats_of_the_own_teams(
    persona: str, roles: None, team: Team, site: Site, client: Browser
) -> None:
    sales = Team.objects.create(name="Sales")
    chats = {
        "Support": chat_of(site, team=team),
        "Sales": chat_of(site, team=sales),
        None: chat_of(site),
    }
    as_persona(persona, team, client)

    for name, status in LISTS.items():
        answer = client.get(reverse(name), {"queue": "bot"})

        assert answer.status_code == (status if persona in SEES else 403), name
        text = answer.content.decode()
        shown = {owner for owner, chat in chats.items() if str(chat.id) in text}
        assert shown == SEES.get(persona, set())


def test_who_is_not_signed_in_is_sent_to_the_door(site: Site, client: Browser) -> None:
    chat = chat_of(site)

    for name, (more, _) in PAGES.items():
        answer = ask(client, name, more, chat)

        assert answer.status_code == 302, name
        assert "/login/" in answer["Location"]
        assert SECRET not in answer.content.decode()


def ask(browser: Browser, name: str, more: str, chat: Chat) -> Any:
    arguments: list[Any] = [chat.id]
    arguments += {"source": [ANSWER_SEQ, 1], "turn": [chat.turn]}.get(more, [])
    url = reverse(name, args=arguments)
    if more == "labels":
        return browser.post(url, LABELS)
    return browser.post(url, {"seq": 1}) if more == "post" else browser.get(url)

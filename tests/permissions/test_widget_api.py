"""Who reaches what over HTTP: each address and method of the chat, for each kind of caller.

Addresses and methods are taken from the URL resolver, actions from the union of frames: what
stands in no table here fails the first tests.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, get_args
from uuid import uuid4

import pytest
from django.core import signing
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone
from rest_framework.views import APIView

from accounts.api import ApiView
from accounts.identity import Identity, issue_ticket
from accounts.models import Customer, Site, User
from conversations import protocol
from tests.conftest import ORIGIN
from tests.permissions.chats import (
    ANSWER_SEQ,
    SECRET,
    Chat,
    beginner_of,
    chat_of,
    footprint,
)
from tests.permissions.resolving import patterns

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Case:
    """One request, and the status for the owner of a chat and for owners of other chats."""

    method: str
    owner: int
    others: int
    body: Mapping[str, Any] | None = None
    arguments: tuple[int, ...] = ()
    frame: type | None = field(default=None, compare=False)


def action(frame: type, owner: int, others: int, **fields: Any) -> Case:
    """Return a writing frame as the body of a request."""
    kind = get_args(frame.model_fields["type"].annotation)[0]  # type: ignore[attr-defined]
    return Case("POST", owner, others, {"type": kind, **fields}, frame=frame)


CASES: Mapping[str, list[Case]] = {
    "widget-events": [Case("GET", 200, 200)],
    "widget-source": [Case("GET", 200, 404, arguments=(ANSWER_SEQ, 1))],
    "widget-messages": [Case("POST", 201, 201, {"text": "More."}, frame=protocol.Send)],
    "widget-files": [Case("POST", 403, 403, {})],
    "widget-actions": [
        action(protocol.Person, 200, 200),
        action(protocol.GiveFeedback, 200, 404, seq=ANSWER_SEQ, helpful=False),
        action(protocol.Rate, 200, 404, resolution=1, score=1),
        action(protocol.Resolve, 200, 200),
        action(protocol.Choose, 404, 404, seq=ANSWER_SEQ, choice="x"),
    ],
}
# It gives tickets, so it asks for none; see tests/conversations/test_http.py.
WITHOUT_TICKET = {"widget-sessions": {"POST"}}
# What nobody gets who cannot show the ticket of a customer on a page of their site.
REFUSED = {
    "nobody": 401,
    "a forged ticket": 401,
    "a ticket that ended": 401,
    "somebody who was shut out": 401,
    "a superuser without a ticket": 401,
    "a page of somebody else": 403,
    "a page of the other site": 403,
    "a site that was switched off": 403,
}
ALL = [(name, case) for name, cases in CASES.items() for case in cases]


def views() -> dict[str, set[str]]:
    """Return each address that the REST framework answers, with its methods."""
    found = {}
    for pattern in patterns():
        view = getattr(pattern.callback, "cls", None)
        # Addresses for programs with a key: tests/permissions/test_interview_api.py.
        of_keys = view is not None and issubclass(view, ApiView)
        if view is not None and issubclass(view, APIView) and not of_keys:
            methods = {m.upper() for m in view.http_method_names if hasattr(view, m)}
            found[pattern.name] = methods - {"OPTIONS"}
    return found


def test_every_address_and_method_of_the_api_stands_in_a_table() -> None:
    listed = {name: {case.method for case in cases} for name, cases in CASES.items()}

    assert views() == listed | WITHOUT_TICKET


def test_every_writing_frame_of_a_customer_stands_in_a_table() -> None:
    listed = {case.frame for _, case in ALL} - {None}

    assert listed == set(get_args(protocol.CustomerWriting))


@pytest.fixture
def mine(site: Site) -> Chat:
    return chat_of(site)


@pytest.fixture
def elsewhere(db: None) -> Site:
    return Site.objects.create(
        key="other", name="Other", allowed_origins=["http://other.example"]
    )


def ask(name: str, case: Case, headers: dict[str, str], browser: Browser) -> Any:
    url = reverse(name, args=case.arguments)
    if case.method == "GET":
        return browser.get(url, headers=headers)
    body = dict(case.body or {})
    if "type" in body:
        body["cid"] = str(uuid4())
    sent = {"Idempotency-Key": str(uuid4()), **headers}
    return browser.post(url, body, content_type="application/json", headers=sent)


def bearing(ticket: str, origin: str = ORIGIN) -> dict[str, str]:
    return {"Authorization": f"Bearer {ticket}", "Origin": origin}


@pytest.mark.parametrize(("name", "case"), ALL)
def test_the_owner_of_a_chat_reaches_it(
    name: str, case: Case, mine: Chat, client: Browser
) -> None:
    answer = ask(name, case, bearing(issue_ticket(mine.identity)), client)

    assert answer.status_code == case.owner, answer.content
    if case.method == "GET":
        assert SECRET in answer.content.decode()


@pytest.mark.parametrize("where", ["the same site", "another site"])
@pytest.mark.parametrize(("name", "case"), ALL)
def test_other_customers_neither_read_nor_change_it(
    name: str, case: Case, where: str, mine: Chat, elsewhere: Site, client: Browser
) -> None:
    site = elsewhere if where == "another site" else Site.objects.get(key="shop")
    other = beginner_of(site)
    before = footprint(mine.id)

    origin = site.allowed_origins[0]
    answer = ask(name, case, bearing(issue_ticket(other.identity), origin), client)

    assert answer.status_code == case.others, answer.content
    assert SECRET not in answer.content.decode()
    assert footprint(mine.id) == before


@pytest.mark.parametrize("who", REFUSED)
@pytest.mark.parametrize(("name", "case"), ALL)
def test_without_a_ticket_that_counts_here_nothing_is_told_or_done(
    name: str, case: Case, who: str, mine: Chat, elsewhere: Site, client: Browser
) -> None:
    headers = headers_of(who, mine.identity, client)
    before = footprint(mine.id)

    answer = ask(name, case, headers, client)

    assert answer.status_code == REFUSED[who], answer.content
    assert SECRET not in answer.content.decode()
    assert footprint(mine.id) == before


def headers_of(who: str, identity: Identity, browser: Browser) -> dict[str, str]:
    """Return what somebody sends who has no right to a chat, after making them so."""
    ticket = issue_ticket(identity)
    if who == "somebody who was shut out":
        Customer.objects.update(revoked_at=timezone.now())
    if who == "a site that was switched off":
        Site.objects.filter(key="shop").update(active=False)
    if who == "a superuser without a ticket":
        browser.force_login(User.objects.create_superuser("root"))
    forged = f"{ticket[:-1]}{'A' if ticket[-1] != 'A' else 'B'}"
    shown: dict[str, dict[str, str]] = {
        "nobody": {"Origin": ORIGIN},
        "a superuser without a ticket": {"Origin": ORIGIN},
        "a forged ticket": bearing(forged),
        "a ticket that ended": bearing(_old(identity)),
        "a page of somebody else": bearing(ticket, "http://evil.example"),
        "a page of the other site": bearing(ticket, "http://other.example"),
    }
    return shown.get(who, bearing(ticket))


class _Earlier(signing.TimestampSigner):
    """Signs as if it were sixteen minutes ago."""

    def timestamp(self) -> str:
        return signing.b62_encode(int(time.time()) - 16 * 60)


def _old(identity: Identity) -> str:
    fields = [identity.site_id, identity.key, identity.verified, "", ""]
    return _Earlier(salt="chat-ticket").sign_object(fields)

"""The HTTP side of the widget."""

import time
from typing import Any
from uuid import uuid4

import jwt
import pytest
from django.test import Client as Browser
from django.utils import timezone

from accounts.identity import Identity, issue_ticket
from accounts.models import Customer, IdentitySecret, Site
from conversations.models import Conversation, Event
from conversations.services import customers
from tests.conftest import ORIGIN

pytestmark = pytest.mark.django_db

SECRET = "a secret of at least thirty-two bytes"


def session(browser: Browser, origin: str | None = ORIGIN, **body: Any) -> Any:
    headers = {"Origin": origin} if origin is not None else {}
    return browser.post(
        "/widget/v1/sessions",
        {"site": "shop", **body},
        content_type="application/json",
        headers=headers,
    )


def test_a_session_gives_a_ticket_and_writes_no_row(
    client: Browser, site: Site
) -> None:
    answer = session(client)

    body = answer.json()
    assert answer.status_code == 201
    assert body["ws"] == "ws://testserver/ws/chat/v1/shop/"
    assert body["conversation"] is None
    assert body["config"]["name"] == "Shop"
    assert answer["Access-Control-Allow-Origin"] == ORIGIN
    assert not Customer.objects.exists()


def test_a_visitor_is_known_again_by_the_secret(client: Browser, site: Site) -> None:
    visitor = session(client).json()["visitor"]

    assert session(client, visitor=visitor).json()["visitor"] == visitor


@pytest.mark.parametrize("visitor", ["", "nonsense", "abc:def", "x" * 190])
def test_a_forged_visitor_gets_a_new_secret(
    client: Browser, site: Site, visitor: str
) -> None:
    given = session(client, visitor=visitor).json()["visitor"]

    assert given
    assert given != visitor


def test_a_visitor_of_another_site_is_unknown_here(client: Browser, site: Site) -> None:
    Site.objects.create(key="other", name="Other", allowed_origins=[ORIGIN])
    visitor = session(client, site="other").json()["visitor"]

    assert session(client, visitor=visitor).json()["visitor"] != visitor


def test_a_revoked_visitor_gets_a_new_secret(client: Browser, site: Site) -> None:
    body = session(client).json()
    client.post(
        "/widget/v1/messages",
        {"text": "hi"},
        content_type="application/json",
        headers={
            "Authorization": f"Bearer {body['token']}",
            "Idempotency-Key": str(uuid4()),
        },
    )
    Customer.objects.update(revoked_at=timezone.now())

    assert session(client, visitor=body["visitor"]).json()["visitor"] != body["visitor"]


@pytest.mark.parametrize(
    ("site_key", "origin", "status", "code"),
    [
        ("nobody", "http://evil.example", 404, "unknown_site"),
        ("shop", "http://evil.example", 403, "origin_not_allowed"),
        ("shop", None, 403, "origin_not_allowed"),
        ("shop", "null", 403, "origin_not_allowed"),
    ],
)
def test_a_session_is_refused_in_the_order_of_the_protocol(
    client: Browser,
    site: Site,
    site_key: str,
    origin: str | None,
    status: int,
    code: str,
) -> None:
    answer = session(client, origin=origin, site=site_key)

    assert (answer.status_code, answer.json()) == (status, {"code": code})


def test_an_earlier_key_of_a_site_still_works(client: Browser, site: Site) -> None:
    site.key, site.previous_keys = "store", ["shop"]
    site.save()

    assert session(client).status_code == 201


def token(site: Site, **changes: Any) -> str:
    claims = {
        "sub": "42",
        "aud": site.key,
        "exp": time.time() + 300,
        "name": "Mia",
        **changes,
    }
    claims = {k: v for k, v in claims.items() if v is not None}
    return jwt.encode(claims, SECRET, algorithm="HS256", headers={"kid": "one"})


def test_a_vouched_customer_is_verified_and_has_no_visitor_secret(
    client: Browser, site: Site
) -> None:
    IdentitySecret.objects.create(site=site, kid="one", secret=SECRET)

    body = session(client, identity=token(site)).json()

    assert body["visitor"] is None


@pytest.mark.parametrize(
    "changes",
    [
        {"exp": 1},
        {"exp": time.time() + 3600},
        {"exp": None},
        {"aud": "other"},
        {"sub": None},
        {"sub": ""},
    ],
)
def test_an_identity_that_proves_nothing_is_refused(
    client: Browser, site: Site, changes: dict[str, Any]
) -> None:
    IdentitySecret.objects.create(site=site, kid="one", secret=SECRET)

    answer = session(client, identity=token(site, **changes))

    assert (answer.status_code, answer.json()) == (401, {"code": "bad_identity"})


def test_an_unsigned_identity_is_refused(client: Browser, site: Site) -> None:
    IdentitySecret.objects.create(site=site, kid="one", secret=SECRET)
    unsigned = jwt.encode(
        {"sub": "1", "aud": "shop", "exp": time.time() + 60},
        "",
        algorithm="none",
        headers={"kid": "one"},
    )

    assert session(client, identity=unsigned).status_code == 401


def test_too_many_sessions_from_one_address_are_slowed_down(
    client: Browser, site: Site, settings: Any
) -> None:
    settings.SESSIONS_PER_MINUTE = 3
    answers = [
        client.post(
            "/widget/v1/sessions",
            {"site": "shop"},
            content_type="application/json",
            headers={"Origin": ORIGIN},
            REMOTE_ADDR="203.0.113.9",
        )
        for _ in range(5)
    ]

    assert [a.status_code for a in answers].count(201) == 3
    assert int(answers[-1]["Retry-After"]) >= 1


def post(browser: Browser, path: str, body: Any, ticket: str, **headers: str) -> Any:
    return browser.post(
        path,
        body,
        content_type="application/json",
        headers={"Authorization": f"Bearer {ticket}", "Origin": ORIGIN, **headers},
    )


def test_a_message_over_http_is_stored_once(client: Browser, ticket: str) -> None:
    cid = str(uuid4())

    first = post(
        client,
        "/widget/v1/messages",
        {"text": "Hi"},
        ticket,
        **{"Idempotency-Key": cid},
    )
    again = post(
        client,
        "/widget/v1/messages",
        {"text": "Hi"},
        ticket,
        **{"Idempotency-Key": cid},
    )

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == {
        "cid": cid,
        "seq": 1,
        "dup": False,
        "conversation": str(Conversation.objects.get().public_id),
    }
    assert again.json()["dup"] is True


@pytest.mark.parametrize(
    ("text", "status", "code"), [("", 400, "empty"), ("x" * 5001, 413, "too_long")]
)
def test_a_bad_message_over_http_has_its_code(
    client: Browser, ticket: str, text: str, status: int, code: str
) -> None:
    answer = post(
        client,
        "/widget/v1/messages",
        {"text": text},
        ticket,
        **{"Idempotency-Key": str(uuid4())},
    )

    assert (answer.status_code, answer.json()) == (status, {"code": code})


@pytest.mark.parametrize(
    "body", [{}, [], {"text": 1}, {"text": "a", "more": 1}, {"text": "a", "files": "x"}]
)
def test_a_malformed_message_over_http_is_a_bad_request(
    client: Browser, ticket: str, body: Any
) -> None:
    answer = post(
        client, "/widget/v1/messages", body, ticket, **{"Idempotency-Key": str(uuid4())}
    )

    assert (answer.status_code, answer.json()) == (400, {"code": "bad_request"})


def test_bad_json_over_http_is_a_bad_request(client: Browser, ticket: str) -> None:
    answer = post(client, "/widget/v1/actions", "{", ticket)

    assert answer.status_code == 400


def test_actions_over_http_do_what_frames_do(client: Browser, ticket: str) -> None:
    answer = post(
        client, "/widget/v1/actions", {"type": "person", "cid": str(uuid4())}, ticket
    )

    assert answer.json()["seq"] == 1
    assert Conversation.objects.get().status == "queued"


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer forged", "Basic abc"])
def test_without_a_valid_ticket_nothing_is_told(
    client: Browser, site: Site, header: str
) -> None:
    answer = client.get("/widget/v1/events", headers={"Authorization": header})

    assert (answer.status_code, answer.json()) == (401, {"code": "unauthorized"})


def test_a_ticket_from_a_page_that_is_not_allowed_is_refused(
    client: Browser, ticket: str
) -> None:
    answer = client.get(
        "/widget/v1/events",
        headers={"Authorization": f"Bearer {ticket}", "Origin": "http://evil.example"},
    )

    assert answer.status_code == 403
    assert "Access-Control-Allow-Origin" not in answer


def test_events_are_paged_forward_and_back(
    client: Browser, visitor: Identity, ticket: str
) -> None:
    for n in range(1, 8):
        customers.send(identity=visitor, cid=uuid4(), text=f"message {n}")

    def page(**query: int) -> dict[str, Any]:
        return client.get(
            "/widget/v1/events", query, headers={"Authorization": f"Bearer {ticket}"}
        ).json()

    forward, back = page(after=2, limit=3), page(before=4, limit=2)
    assert [e["seq"] for e in forward["events"]] == [3, 4, 5]
    assert forward["more"] is True
    assert (forward["head"], forward["floor"], forward["state"]) == (7, 0, "bot")
    assert [e["seq"] for e in back["events"]] == [2, 3]
    assert page(after=7)["events"] == []


@pytest.mark.parametrize("query", [{"after": "x"}, {"before": "-1"}, {"limit": "1.5"}])
def test_a_cursor_that_is_no_number_is_a_bad_request(
    client: Browser, ticket: str, query: dict[str, str]
) -> None:
    answer = client.get(
        "/widget/v1/events", query, headers={"Authorization": f"Bearer {ticket}"}
    )

    assert answer.status_code == 400


def test_a_private_note_is_on_no_page_of_the_customer(
    client: Browser, visitor: Identity, ticket: str, alice: Any
) -> None:
    from conversations.services import agents

    customers.send(identity=visitor, cid=uuid4(), text="Hello")
    conversation = Conversation.objects.get()
    agents.add_note(
        user=alice, conversation=conversation.public_id, cid=uuid4(), text="rude person"
    )
    customers.send(identity=visitor, cid=uuid4(), text="Still there?")

    page = client.get(
        "/widget/v1/events", headers={"Authorization": f"Bearer {ticket}"}
    )

    assert "rude" not in page.content.decode()
    assert [e["seq"] for e in page.json()["events"]] == [1, 2]
    assert Event.objects.filter(kind="note").get().payload.keys() == {"note"}


def test_files_are_refused_with_a_code(client: Browser, ticket: str) -> None:
    answer = client.post(
        "/widget/v1/files", headers={"Authorization": f"Bearer {ticket}"}
    )

    assert (answer.status_code, answer.json()) == (403, {"code": "forbidden"})


def test_a_preflight_names_the_origin_of_an_active_site_only(
    client: Browser, site: Site
) -> None:
    allowed = client.options("/widget/v1/sessions", headers={"Origin": ORIGIN})
    foreign = client.options(
        "/widget/v1/sessions", headers={"Origin": "http://evil.example"}
    )

    assert allowed["Access-Control-Allow-Origin"] == ORIGIN
    assert "Idempotency-Key" in allowed["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Origin" not in foreign


def test_the_widgets_modules_may_be_loaded_by_any_page(client: Browser) -> None:
    module = client.get("/widget/v1/atomdesk.js", {"site": "shop"})
    again = client.get(
        "/widget/v1/atomdesk.js", headers={"If-None-Match": module["ETag"]}
    )

    assert module["Access-Control-Allow-Origin"] == "*"
    assert module["Content-Type"].startswith("text/javascript")
    assert again.status_code == 304
    assert client.get("/widget/v1/nothing.js").status_code == 404


def test_an_expired_ticket_is_refused(
    client: Browser, visitor: Identity, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "time", lambda now=time.time(): now - 16 * 60)
    old = issue_ticket(visitor)
    monkeypatch.undo()

    answer = client.get("/widget/v1/events", headers={"Authorization": f"Bearer {old}"})

    assert answer.status_code == 401

"""The inbox's pages: who sees what and never as markup."""

import json
import re
from uuid import UUID, uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.identity import Identity
from accounts.models import Site, Team, User
from conversations import history
from conversations.inbox.powers import Powers, Seat, powers
from conversations.inbox.queues import Queue
from conversations.models import Conversation, Event
from conversations.services import agents, customers, endings, turns
from conversations.states import State
from knowledge.answering.outcomes import Answered, Citation, Trace
from knowledge.models import Atom, AtomVersion, Collection
from tests.conversations.chats import MakeChat, count, ids, signed_in

pytestmark = pytest.mark.django_db


def every_address(chat: UUID) -> list[str]:
    return [
        reverse("inbox-conversation", args=[chat]),
        reverse("inbox-pane", args=[chat]),
        reverse("inbox-around", args=[chat]),
        reverse("inbox-events", args=[chat]),
        reverse("inbox-source", args=[chat, 1, 1]),
        reverse("inbox-why", args=[chat, uuid4()]),
    ]


def answered_chat(visitor: Identity, version: AtomVersion) -> tuple[UUID, UUID]:
    """A chat whose first question the bot answered from a version: (chat, turn)."""
    chat = customers.send(
        identity=visitor, cid=uuid4(), text="How do I pay?"
    ).conversation
    turn = Conversation.objects.get(public_id=chat).turns.get()
    turns.claim(turn.pk)
    citation = Citation(
        n=1, atom="pay", version_id=version.pk, version=1, title="Pay", section="Steps",
        quote="Press Pay.",
    )  # fmt: skip
    trace = Trace(
        question="How does one pay?",
        intent="question",
        score=0.71,
        provider="extractive",
        model="extractive",
        record={
            "candidates": [{"title": "<i>Pay</i>", "atom": "pay", "score": 0.71}],
            "gate": {"answer": True, "features": {"margin": 0.25}},
            "milliseconds": {"total": 12.5},
        },
    )
    outcome = Answered("Press **Pay** [1].", [citation], "high", trace)
    assert endings.finish(turn.pk, outcome)
    return chat, turn.pk


@pytest.fixture
def version(site: Site) -> AtomVersion:
    collection = Collection.objects.create(slug="manual", name="Manual")
    collection.sites.add(site)
    atom = Atom.objects.create(slug="pay", collection=collection)
    return AtomVersion.objects.create(
        atom=atom, number=1, title="Pay", type="procedure", audience="public",
        body="## Steps\n\nPress Pay.\n\n<script>alert(1)</script>",
    )  # fmt: skip


# Who may look ---------------------------------------------------------------------------------


def test_nobody_sees_the_inbox_without_signing_in(make_chat: MakeChat) -> None:
    chat = make_chat()

    for address in [reverse("inbox"), reverse("inbox-list"), *every_address(chat)]:
        answer = Client().get(address)
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("admin:login"))


def test_staff_without_the_right_are_refused(make_chat: MakeChat, roles: None) -> None:
    chat = make_chat()
    author = User.objects.create_user(username="author", is_staff=True)

    for address in [reverse("inbox"), reverse("inbox-list"), *every_address(chat)]:
        assert signed_in(author).get(address).status_code == 403


def test_another_teams_conversation_is_not_there_at_any_address(
    make_chat: MakeChat, team: Team, alice: User, charlie: User
) -> None:
    chat = make_chat("A secret of the support team")
    Conversation.objects.update(team=team)

    for address in every_address(chat):
        assert signed_in(charlie).get(address).status_code == 404
    read = signed_in(charlie).post(reverse("inbox-read", args=[chat]), {"seq": 1})
    assert read.status_code == 404
    assert ids(charlie, Queue.WAITING) == []
    assert count(charlie, Queue.WAITING) == "0"
    page = signed_in(charlie).get(reverse("inbox")).content.decode()
    assert "A secret of the support team" not in page
    assert ids(alice, Queue.WAITING) == [chat]


def test_earlier_conversations_of_another_team_are_not_named(
    make_chat: MakeChat, team: Team, charlie: User
) -> None:
    chat = make_chat("Seen by all")
    shown = Conversation.objects.get(public_id=chat)
    Conversation.objects.create(
        site=shown.site, customer=shown.customer, status=State.RESOLVED, team=team,
        subject="Told to support only",
    )  # fmt: skip

    page = signed_in(charlie).get(reverse("inbox-around", args=[chat])).content.decode()

    assert "Told to support only" not in page


def test_evidence_is_for_those_who_may_see_evidence(
    visitor: Identity, version: AtomVersion, alice: User
) -> None:
    chat, turn = answered_chat(visitor, version)
    role = alice.groups.get()
    role.permissions.remove(*role.permissions.filter(codename="view_evidence"))
    client = signed_in(alice)

    pane = client.get(reverse("inbox-pane", args=[chat])).content.decode()

    assert 'data-why=""' in pane
    assert client.get(reverse("inbox-why", args=[chat, turn])).status_code == 403


# One conversation -----------------------------------------------------------------------------


def opened(answer: HttpResponse) -> dict[str, object]:
    page = answer.content.decode()
    found = re.search(r'<script id="inbox-opened"[^>]*>(.*?)</script>', page, re.DOTALL)
    assert found
    parsed: dict[str, object] = json.loads(found[1])
    return parsed


def test_the_page_brings_what_the_socket_would_say(
    make_chat: MakeChat, alice: User
) -> None:
    chat = make_chat()
    client = signed_in(alice)

    page = opened(client.get(reverse("inbox-conversation", args=[chat])))
    twin = client.get(reverse("inbox-events", args=[chat]), {"seq": 1}).json()

    assert page == json.loads(json.dumps(history.opened(alice, chat, last=0)))
    assert [event["seq"] for event in twin["events"]] == [2, 3]


@pytest.mark.parametrize(
    ("seat", "allowed"),
    [
        (Seat(State.BOT, False, False, True, False), "take resolve reply note"),
        (Seat(State.QUEUED, False, False, True, False), "take resolve reply note"),
        (
            Seat(State.QUEUED, False, False, True, True),
            "take hand_back resolve reply note",
        ),
        (
            Seat(State.HUMAN, True, False, True, False),
            "hand_back release resolve reply note",
        ),
        (Seat(State.HUMAN, False, True, True, False), "note"),
        (
            Seat(State.HUMAN, False, True, True, True),
            "step_in hand_back release resolve note",
        ),
        (Seat(State.HUMAN, False, False, True, False), "take reply note"),
        (Seat(State.SNOOZED, False, False, True, False), "take resolve reply note"),
        (Seat(State.QUEUED, False, False, False, False), "note"),
        (Seat(State.RESOLVED, False, False, True, True), "note"),
        (Seat(State.ARCHIVED, False, False, True, True), ""),
    ],
)
def test_the_page_offers_what_would_be_carried_out(seat: Seat, allowed: str) -> None:
    assert powers(seat) == Powers(**dict.fromkeys(allowed.split(), True))


def test_the_page_says_who_holds_a_conversation(
    make_chat: MakeChat, alice: User, bob: User, dora: User
) -> None:
    chat = make_chat()
    agents.take(user=alice, conversation=chat, cid=uuid4())
    address = reverse("inbox-around", args=[chat])

    bobs = signed_in(bob).get(address).content.decode()
    doras = signed_in(dora).get(address).content.decode()

    assert "With Alice" in bobs
    assert 'data-do="step_in"' not in bobs
    assert 'data-do="step_in"' in doras


def test_a_source_opens_as_it_was_when_it_was_cited(
    visitor: Identity, version: AtomVersion, alice: User
) -> None:
    chat, _turn = answered_chat(visitor, version)
    answer = Event.objects.get(payload__author="bot")
    client = signed_in(alice)

    page = client.get(reverse("inbox-source", args=[chat, answer.seq, 1]))
    missing = client.get(reverse("inbox-source", args=[chat, answer.seq, 2]))

    text = page.content.decode()
    assert "Press Pay." in text
    assert f'class="shape shape-of-{version.type}"' in text
    assert "<script>" not in text
    assert missing.status_code == 404


def test_why_shows_the_evidence_of_an_answer(
    visitor: Identity, version: AtomVersion, alice: User
) -> None:
    chat, turn = answered_chat(visitor, version)

    page = (
        signed_in(alice).get(reverse("inbox-why", args=[chat, turn])).content.decode()
    )

    for words in [
        "How does one pay?",
        "0.710",
        "Candidates",
        "Margin",
        "12.5 ms",
        "extractive",
        "● Answered",
    ]:
        assert words in page
    assert "&lt;i&gt;Pay&lt;/i&gt;" in page
    assert "<i>Pay</i>" not in page


def test_an_answer_becomes_a_golden_question_for_those_who_may_write(
    visitor: Identity, version: AtomVersion, alice: User
) -> None:
    chat, turn = answered_chat(visitor, version)
    page = reverse("inbox-why", args=[chat, turn])
    shown = signed_in(alice).get(page).content.decode()
    assert "Ask again today" in shown
    assert "make it a golden question" not in shown

    User.objects.filter(pk=alice.pk).update(is_superuser=True)
    assert "make it a golden question" in signed_in(alice).get(page).content.decode()


def test_why_of_an_interrupted_answer_says_that_there_is_no_record(
    visitor: Identity, alice: User
) -> None:
    chat = customers.send(identity=visitor, cid=uuid4(), text="Hello").conversation
    turn = Conversation.objects.get().turns.get()
    agents.take(user=alice, conversation=chat, cid=uuid4())

    page = (
        signed_in(alice)
        .get(reverse("inbox-why", args=[chat, turn.pk]))
        .content.decode()
    )

    assert "There is no record of this answer" in page


def test_why_of_another_conversations_answer_is_not_there(
    visitor: Identity, version: AtomVersion, make_chat: MakeChat, alice: User
) -> None:
    _chat, turn = answered_chat(visitor, version)
    other = make_chat()

    answer = signed_in(alice).get(reverse("inbox-why", args=[other, turn]))

    assert answer.status_code == 404


# What customers write stays text ----------------------------------------------------------------

EVIL = "<img src=x onerror=alert(1)><script>alert(2)</script>"


def test_markup_in_names_messages_and_notes_stays_text(
    make_chat: MakeChat, alice: User
) -> None:
    chat = make_chat(EVIL, name=EVIL)
    agents.add_note(user=alice, conversation=chat, cid=uuid4(), text=EVIL)
    client = signed_in(alice)

    pages = [
        client.get(address).content.decode()
        for address in (
            reverse("inbox-conversation", args=[chat]),
            reverse("inbox-pane", args=[chat]),
            reverse("inbox-around", args=[chat]),
            reverse("inbox-list"),
        )
    ]
    events = client.get(reverse("inbox-events", args=[chat])).json()["events"]

    for page in pages:
        assert "<img" not in page
        assert "alert(2)</script>" not in page
        assert "&lt;img src=x" in page
    assert all("<img" not in event.get("html", "") for event in events)


def test_pages_carry_no_inline_script_or_style(
    make_chat: MakeChat, alice: User
) -> None:
    page = (
        signed_in(alice).get(reverse("inbox-pane", args=[make_chat()])).content.decode()
    )

    assert re.findall(r"<script(?![^>]*application/json)", page) == []
    assert " style=" not in page
    assert re.findall(r"\son\w+=", page) == []


def test_a_note_reaches_no_customers_path(
    visitor: Identity, make_chat: MakeChat, alice: User
) -> None:
    chat = customers.send(identity=visitor, cid=uuid4(), text="Hello").conversation
    agents.add_note(user=alice, conversation=chat, cid=uuid4(), text="hush-hush")

    welcome = history.welcome(visitor, last=0, log=None, tail=None)
    page = history.page_for_customer(visitor, after=0, before=None, limit=200)
    news = history.news_for_customer(visitor, last=0, log=welcome["log"])
    staff = history.opened(alice, chat, last=0)

    assert "hush-hush" in str(staff)
    assert "hush-hush" not in str((welcome, page, news))
    assert "hush-hush" not in str(list(Event.objects.values_list("payload", flat=True)))
    assert "hush-hush" not in Conversation.objects.get().last_message_text

"""Rules of this desk that hand conversations to people."""

from uuid import uuid4

import pytest

from accounts.identity import Identity
from accounts.models import Site, Team, User
from conversations import triaging
from conversations.events import for_customer
from conversations.models import Conversation, EscalationRule, Event
from conversations.services import agents
from tests.conversations.triaged import CHARGED, HOW_TO, begin, looked_at

pytestmark = pytest.mark.django_db


def rule(*conditions: tuple[str, str, str], **more: object) -> EscalationRule:
    made = EscalationRule.objects.create(**({"name": "Money"} | more))
    for attribute, operator, values in conditions:
        key = "plan" if attribute == "customer" else ""
        made.conditions.create(
            attribute=attribute, operator=operator, values=values, key=key
        )
    return made


def state_of(conversation: Conversation) -> str:
    conversation.refresh_from_db()
    return conversation.status


def test_a_rule_that_holds_hands_over_and_says_which_it_was(site: Site) -> None:
    rule(("category", "is", "billing"))

    triage = looked_at(site, CHARGED)

    assert state_of(triage.conversation) == "queued"
    notice = triage.conversation.events.get(kind=Event.Kind.NOTICE)
    assert notice.payload["reason"] == "rule"
    assert notice.payload["rule"] == "Money"


def test_customers_do_not_read_the_name_of_the_rule(site: Site) -> None:
    rule(("category", "is", "billing"), name="Troublemakers")
    triage = looked_at(site, CHARGED)

    events = triage.conversation.events.exclude(pub_seq=None)

    assert "Troublemakers" not in str([for_customer(event) for event in events])


def test_a_rule_that_does_not_hold_leaves_it_with_the_bot(site: Site) -> None:
    rule(("category", "is", "billing"))

    triage = looked_at(site, HOW_TO)

    assert state_of(triage.conversation) == "bot"


@pytest.mark.parametrize("change", [{"active": False}, {"elsewhere": True}])
def test_rules_that_are_off_or_elsewhere_are_not_asked(
    site: Site, change: dict[str, bool]
) -> None:
    made = rule(("category", "is", "billing"))
    if "elsewhere" in change:
        made.site = Site.objects.create(key="other", name="Other")
    made.active = change.get("active", True)
    made.save()

    triage = looked_at(site, CHARGED)

    assert state_of(triage.conversation) == "bot"


def test_the_first_rule_that_holds_decides(site: Site) -> None:
    first = Team.objects.create(name="Money")
    rule(("category", "is", "billing"), name="Second", position=20)
    rule(("risk", "at_least", "10"), name="First", position=10, team=first)

    triage = looked_at(site, CHARGED)

    triage.conversation.refresh_from_db()
    assert triage.conversation.team == first
    notice = triage.conversation.events.get(kind=Event.Kind.NOTICE)
    assert notice.payload["rule"] == "First"


def test_what_was_handed_back_is_not_taken_away_again(site: Site, dora: User) -> None:
    rule(("category", "is", "billing"))
    triage = looked_at(site, CHARGED)
    chat = triage.conversation.public_id
    agents.take(user=dora, conversation=chat, cid=uuid4())
    agents.release(user=dora, conversation=chat, cid=uuid4(), to="bot")

    triaging.look(triage.conversation_id)

    assert state_of(triage.conversation) == "bot"


def test_a_running_answer_ends_and_never_speaks_after_it(site: Site) -> None:
    rule(("category", "is", "billing"))
    conversation = begin(site, CHARGED)
    turn = conversation.turns.get()

    triaging.look(conversation.pk)

    turn.refresh_from_db()
    assert turn.status == "cancelled"


def test_rules_may_ask_what_the_sites_token_says(site: Site) -> None:
    rule(("customer", "is", "enterprise"))
    mia = Identity(
        site.pk, "s:mia", verified=True, attributes=(("plan", "Enterprise"),)
    )
    ben = Identity(site.pk, "s:ben", verified=True, attributes=(("plan", "free"),))

    big, small = (looked_at(site, HOW_TO, who=who) for who in (mia, ben))

    assert state_of(big.conversation) == "queued"
    assert state_of(small.conversation) == "bot"


def test_a_broken_condition_holds_for_nothing(site: Site) -> None:
    rule(("category", "is", "no such thing"))

    triage = looked_at(site, CHARGED)

    assert state_of(triage.conversation) == "bot"


def test_a_rule_for_everything_hands_over_everything(site: Site) -> None:
    rule()

    triage = looked_at(site, HOW_TO)

    assert state_of(triage.conversation) == "queued"

"""What a rule would have done to past conversations."""

from dataclasses import asdict
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.identity import Identity
from accounts.models import Site, User
from conversations import tasks
from conversations.models import Conversation, EscalationRule, RuleTrial, Triage, Turn
from conversations.models.escalation import condition_of
from conversations.services import customers, trials
from conversations.trying import try_rule
from knowledge.models import Evidence
from tests.conversations.triaged import CHARGED, HOW_TO, begin, looked_at

pytestmark = pytest.mark.django_db


def trial(*conditions: tuple[str, str, str], days: int = 30) -> RuleTrial:
    rule = EscalationRule.objects.create(name="Money", active=False)
    asked = [asdict(condition_of(*each, "")) for each in conditions]
    return RuleTrial.objects.create(rule=rule, days=days, asked=asked)


def tried(one: RuleTrial) -> tuple[int, list[int]]:
    one.refresh_from_db()
    looked_at_, hits = try_rule(one, lambda done, total: None)
    return looked_at_, [hit["conversation"] for hit in hits]


def ends(conversation: Conversation, *outcomes: str, score: float = 0.2) -> None:
    """The bot's turns ended so, one after each message."""
    conversation.turns.all().delete()
    said = conversation.events.filter(payload__author="customer").order_by("seq")
    for outcome, event in zip(outcomes, said, strict=False):
        turn = Turn.objects.create(
            conversation=conversation,
            trigger=event.seq,
            epoch=1,
            status=Turn.Status.DONE,
            outcome=outcome,
            finished_at=timezone.now(),
        )
        Evidence.objects.create(
            turn=turn.pk,
            site=conversation.site,
            question="?",
            outcome=outcome,
            score=score,
            record={"intent": "question"},
        )


def test_it_names_those_that_would_have_gone_to_people(site: Site) -> None:
    charged = looked_at(site, CHARGED).conversation
    looked_at(site, HOW_TO)

    assert tried(trial(("category", "is", "billing"))) == (2, [charged.pk])


def test_nothing_is_changed(site: Site) -> None:
    charged = looked_at(site, CHARGED).conversation
    head = charged.last_seq

    tried(trial(("category", "is", "billing")))

    charged.refresh_from_db()
    assert (charged.status, charged.last_seq) == ("bot", head)


def test_failures_are_counted_as_they_were_then(site: Site) -> None:
    who = Identity(site.pk, "v:mia")
    conversation = begin(site, HOW_TO, HOW_TO, HOW_TO, who=who)
    ends(conversation, "abstained", "answered", "abstained")

    one, two = (
        try_rule(trial(("failures", "at_least", n)), lambda *_: None)[1]
        for n in ("1", "2")
    )

    assert [hit["message"] for hit in one] == [1]
    assert two == []


def test_it_asks_for_evidence_and_intent_of_each_answer(site: Site) -> None:
    low = begin(site, HOW_TO, who=Identity(site.pk, "v:low"))
    ends(low, "answered", score=0.2)
    high = begin(site, HOW_TO, who=Identity(site.pk, "v:high"))
    ends(high, "answered", score=0.9)

    found = tried(trial(("evidence", "at_most", "50"), ("intent", "is", "question")))

    assert found == (2, [low.pk])


def test_conversations_from_before_triage_are_judged_now(site: Site) -> None:
    charged = begin(site, CHARGED)

    assert tried(trial(("category", "is", "billing"))) == (1, [charged.pk])
    assert not Triage.objects.exists()


def test_what_really_became_of_them_is_said(site: Site) -> None:
    who = Identity(site.pk, "v:mia")
    looked_at(site, CHARGED, who=who)
    customers.ask_person(identity=who, cid=uuid4())

    hits = try_rule(trial(("category", "is", "billing")), lambda *_: None)[1]

    assert [hit["reason"] for hit in hits] == ["asked"]


def test_only_the_days_that_were_asked_for_count(site: Site) -> None:
    old = looked_at(site, CHARGED).conversation
    long_ago = timezone.now() - timedelta(days=40)
    Conversation.objects.filter(pk=old.pk).update(created_at=long_ago)

    assert tried(trial(("category", "is", "billing"), days=30)) == (0, [])
    assert tried(trial(("category", "is", "billing"), days=60)) == (1, [old.pk])


def test_a_rule_of_a_site_is_tried_on_its_conversations(site: Site) -> None:
    looked_at(site, CHARGED)
    one = trial(("category", "is", "billing"))
    one.rule.site = Site.objects.create(key="other", name="Other")
    one.rule.save()

    assert tried(one) == (0, [])


def test_a_worker_takes_a_trial_and_keeps_its_end(site: Site, dora: User) -> None:
    looked_at(site, CHARGED)
    rule = EscalationRule.objects.create(name="Money")
    rule.conditions.create(attribute="category", operator="is", values="billing")
    asked = trials.ask_for_trial(rule=rule, user=dora, days=30)

    tasks.try_rules()

    asked.refresh_from_db()
    assert (asked.done, asked.total, asked.looked_at) == (1, 1, 1)
    assert len(asked.result) == 1
    assert asked.finished_at is not None


def test_a_trial_keeps_the_conditions_as_they_were(site: Site, dora: User) -> None:
    looked_at(site, CHARGED)
    rule = EscalationRule.objects.create(name="Money")
    condition = rule.conditions.create(
        attribute="category", operator="is", values="billing"
    )
    asked = trials.ask_for_trial(rule=rule, user=dora, days=30)
    condition.values = "order"
    condition.save()

    tasks.try_rules()

    asked.refresh_from_db()
    assert len(asked.result) == 1


def test_a_trial_that_breaks_off_says_so(site: Site, dora: User) -> None:
    rule = EscalationRule.objects.create(name="Money")
    broken = RuleTrial.objects.create(
        rule=rule, asked_by=dora, days=30, asked=[{"no": "condition"}]
    )
    looked_at(site, CHARGED)

    tasks.try_rules()

    broken.refresh_from_db()
    assert "broke off" in broken.failure

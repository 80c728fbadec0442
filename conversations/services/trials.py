"""Trials of rules on past conversations, as rows that a worker takes."""

from collections.abc import Callable
from dataclasses import asdict

from django.db import transaction

from accounts.models import User
from conversations import nudge
from conversations.models import EscalationRule, RuleTrial
from knowledge.services import jobs


@transaction.atomic
def ask_for_trial(*, rule: EscalationRule, user: User, days: int) -> RuleTrial:
    """Have a rule, as it is now, tried on the conversations of the last days."""
    EscalationRule.objects.select_for_update(no_key=True).get(pk=rule.pk)
    asked = [asdict(condition) for condition in rule.asked()]
    waiting = RuleTrial.objects.filter(
        rule=rule, finished_at=None, asked=asked, days=days
    ).first()
    trial = waiting or RuleTrial.objects.create(
        rule=rule, asked_by=user, days=days, asked=asked
    )
    # The newest is looked at; those before it only take room.
    RuleTrial.objects.filter(rule=rule, finished_at__isnull=False).delete()
    nudge.try_rules()
    return trial


def claim() -> RuleTrial | None:
    """Take the next trial that nobody is at work on, leased to the caller."""
    return jobs.claim(RuleTrial.objects.to_run().select_related("rule"))


def waiting() -> bool:
    """Whether a trial waits that nobody is at work on."""
    return RuleTrial.objects.to_run().exists()


def progress_of(trial: RuleTrial) -> Callable[[int, int], None]:
    """Return what keeps how far a trial is, and that somebody is still at work."""

    def told(done: int, total: int) -> None:
        jobs.keep_progress(job=trial, done=done, total=total)

    return told

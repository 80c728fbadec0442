"""What models were asked and what it cost, read for people."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Avg, Count, Q, Sum

from accounts.models import Site
from knowledge.models import AskedQuestion, BudgetAlarm, ModelCall
from knowledge.services.usage import spent

NOT_CALLED = ("resting", "crowded")
"""Outcomes of calls that never reached the server."""


@dataclass(frozen=True)
class Spending:
    """What a time cost, and what was done for it."""

    total: Decimal
    answers: int
    conversations: int

    @property
    def per_answer(self) -> Decimal | None:
        """The cost of an answer that the bot gave, those without a model included."""
        return self.total / self.answers if self.answers else None

    @property
    def per_conversation(self) -> Decimal | None:
        """The cost of a conversation in which the bot was asked something."""
        return self.total / self.conversations if self.conversations else None


def spending(since: datetime) -> Spending:
    """Return what models have cost since a moment; everything they did, failures too."""
    total = ModelCall.objects.since(since).aggregate(total=Sum("cost"))["total"]
    asked = AskedQuestion.objects.filter(at__gte=since).aggregate(
        answers=Count("pk", filter=Q(outcome="answered", part=0)),
        conversations=Count("source", distinct=True),
    )
    return Spending(total or Decimal(0), asked["answers"], asked["conversations"])


def by_model(since: datetime) -> Sequence[dict[str, Any]]:
    """Return calls, tokens, failures, times and cost of each model and purpose."""
    rows: Iterable[Any] = (
        ModelCall.objects.since(since)
        .values("provider", "model", "purpose")
        .annotate(
            calls=Count("pk"),
            failures=Count("pk", filter=~Q(outcome__in=["answered", "left"])),
            cut_prompts=Count("pk", filter=Q(cut=True)),
            tokens_read=Sum("prompt_tokens"),
            tokens_written=Sum("answer_tokens"),
            first_token=Avg("first_token_ms"),
            line=Avg("waited_ms"),
            price=Sum("cost"),
        )
        .order_by("provider", "model", "purpose")
    )
    return list(rows)


@dataclass(frozen=True)
class Budget:
    """How much of its budget for a month a site has spent."""

    site: Site
    spent: Decimal

    @property
    def percent(self) -> int:
        """How much of it, in percent; more than 100 when it is overdrawn."""
        return int(100 * self.spent / (self.site.monthly_budget or Decimal(1)))


def budgets(month: date) -> list[Budget]:
    """Return the sites with a budget, and what they have spent since the first of this month."""
    sites = Site.objects.filter(active=True, monthly_budget__isnull=False)
    return [Budget(site, spent(site, month)) for site in sites.order_by("name")]


def alarms(month: date) -> Sequence[BudgetAlarm]:
    """Return the alarm of each site that has one this month, the graver one."""
    found = BudgetAlarm.objects.filter(month=month, site__active=True)
    gravest = found.order_by("site__name", "-share").select_related("site")
    return list({alarm.site_id: alarm for alarm in reversed(gravest)}.values())

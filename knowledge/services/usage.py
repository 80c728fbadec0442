"""The usage log of models: kept, forgotten in time, and held against the budgets of sites."""

import logging
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from accounts import audit
from accounts.models import Site
from knowledge.costs import cost_of
from knowledge.llm.metering import Call
from knowledge.models import BudgetAlarm, ModelCall, ModelPrice

logger = logging.getLogger(__name__)

FORGOTTEN_AT_ONCE = 5000
_DETAIL = 300


def record(
    calls: Sequence[Call],
    *,
    site: Site | None = None,
    turn: UUID | None = None,
    conversation: UUID | None = None,
) -> None:
    """Keep what calls of models came to, with what they cost by the prices of today."""
    if not calls:
        return
    prices = {
        (price.provider, price.model): price for price in ModelPrice.objects.all()
    }
    ModelCall.objects.bulk_create(
        ModelCall(
            at=call.at,
            provider=call.provider,
            model=call.model,
            purpose=call.purpose,
            outcome=call.outcome,
            detail=call.detail[:_DETAIL],
            prompt_tokens=call.prompt_tokens,
            answer_tokens=call.answer_tokens,
            counted=call.counted,
            cut=call.cut,
            waited_ms=call.waited_ms,
            first_token_ms=call.first_token_ms,
            total_ms=call.total_ms,
            cost=cost_of(call, prices.get((call.provider, call.model))),
            site=site,
            turn=turn,
            conversation=conversation,
        )
        for call in calls
    )


def forget(now: datetime) -> int:
    """Delete calls older than USAGE_DAYS, some at a time; return how many there were."""
    before = now - timedelta(days=settings.USAGE_DAYS)
    forgotten = 0
    while True:
        old = ModelCall.objects.filter(at__lt=before).order_by("at")
        keys = list(old.values_list("pk", flat=True)[:FORGOTTEN_AT_ONCE])
        if not keys:
            return forgotten
        ModelCall.objects.filter(pk__in=keys).delete()
        forgotten += len(keys)


def spent(site: Site, month: date) -> Decimal:
    """Return what the models have cost a site in the month that begins on this day."""
    begins = timezone.make_aware(datetime(month.year, month.month, 1))  # noqa: DTZ001
    calls = ModelCall.objects.filter(site=site).since(begins)
    return calls.aggregate(total=Sum("cost"))["total"] or Decimal(0)


def watch_budgets(now: datetime) -> list[BudgetAlarm]:
    """Raise the alarm, once a month and share, at sites that have spent that of their budget."""
    month = timezone.localtime(now).date().replace(day=1)
    raised: list[BudgetAlarm] = []
    for site in Site.objects.filter(active=True, monthly_budget__isnull=False):
        cost = spent(site, month)
        for share in BudgetAlarm.Share:
            if cost >= site.monthly_budget * share / 100:  # type: ignore[operator]
                raised += _raise(site, month, share, cost)
    return raised


@transaction.atomic
def _raise(
    site: Site, month: date, share: BudgetAlarm.Share, cost: Decimal
) -> list[BudgetAlarm]:
    alarm, is_new = BudgetAlarm.objects.get_or_create(
        site=site, month=month, share=share
    )
    if not is_new:
        return []
    budget = str(site.monthly_budget)
    details = {"spent": str(cost), "budget": budget, "share": int(share)}
    audit.record(
        user=None, verb="budget alarm", target=f"site {site.key}", details=details
    )
    logger.warning(
        "Site %s has spent %s of its budget of %s for this month",
        site.key, cost, budget,
    )  # fmt: skip
    return [alarm]

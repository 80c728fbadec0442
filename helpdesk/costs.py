"""What the front page says about the cost of answers."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from accounts.models import User
from conversations.models import Conversation
from knowledge.models import BudgetAlarm, ModelPrice
from knowledge.spending import alarms, spending

DAYS = 30


def costs(user: User) -> dict[str, Any]:
    """Return figures, a hint where there are none, and alarms, for those who may see them."""
    if not user.has_perm("knowledge.view_modelcall"):
        return {}
    month = timezone.localdate().replace(day=1)
    return {
        "costs": _figures() if ModelPrice.objects.exists() else [],
        "cost_days": DAYS,
        "sees_costs": True,
        "may_price": user.has_perm("knowledge.add_modelprice"),
        "budget_alarms": [
            {"site": each.site, "all": each.share == BudgetAlarm.Share.ALL}
            for each in alarms(month)
        ],
    }


def _figures() -> list[dict[str, str]]:
    since = timezone.now() - timedelta(days=DAYS)
    found = spending(since)
    resolved = Conversation.objects.filter(resolved_at__gte=since).count()
    calls = reverse("admin:knowledge_modelcall_changelist")
    per_resolved = found.total / resolved if resolved else None
    return [
        {"label": label, "value": _said(value), "url": url}
        for label, value, url in (
            (_("An answer"), found.per_answer, calls),
            (_("A conversation"), found.per_conversation, calls),
            (_("A resolved conversation"), per_resolved, calls),
            (_("All together"), found.total, reverse("admin:knowledge_models")),
        )
    ]


def _said(amount: Decimal | None) -> str:
    """An answer costs less than a cent, a month more than one."""
    if amount is None:
        return "-"
    return number_format(amount, 2 if amount >= 1 or not amount else 4)

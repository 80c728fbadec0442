"""The usage log: what calls cost, how long they are kept, and when budgets sound."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import AuditEntry, Site
from knowledge.costs import cost_of
from knowledge.llm.metering import Call
from knowledge.models import AskedQuestion, BudgetAlarm, ModelCall, ModelPrice
from knowledge.services import usage
from knowledge.spending import alarms, budgets, by_model, spending

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def call(**fields):
    given = {
        "at": NOW, "provider": "ollama", "model": "llama3.2", "purpose": "answer",
        "outcome": "answered", "prompt_tokens": 2000, "answer_tokens": 500,
        "counted": True, "total_ms": 9000,
    } | fields  # fmt: skip
    return Call(**given)


@pytest.fixture
def by_tokens():
    return ModelPrice.objects.create(
        provider="ollama", model="llama3.2", per_million_read=3, per_million_written=15
    )


def spend(site, amount, *, at=NOW):
    usage.record([call(at=at)], site=site)
    ModelCall.objects.filter(site=site, cost=None).update(cost=amount)


def test_a_call_is_kept_with_what_it_cost_then(site, by_tokens):
    turn, conversation = uuid4(), uuid4()

    usage.record([call()], site=site, turn=turn, conversation=conversation)
    by_tokens.per_million_read = 300
    by_tokens.save()

    kept = ModelCall.objects.get()
    assert (kept.site, kept.turn, kept.conversation) == (site, turn, conversation)
    assert kept.cost == Decimal("0.0135")
    assert (kept.prompt_tokens, kept.answer_tokens, kept.total_ms) == (2000, 500, 9000)


def test_what_has_no_price_has_no_cost(site, by_tokens):
    usage.record([call(model="another")], site=site)

    assert ModelCall.objects.get().cost is None


def test_nothing_asked_is_nothing_written(django_assert_num_queries):
    with django_assert_num_queries(0):
        usage.record([])


def test_a_machine_by_the_hour_is_shared_by_those_whom_it_answers_at_once():
    price = ModelPrice(per_machine_hour=Decimal(4))

    assert cost_of(call(total_ms=9000), price) == Decimal("0.01")
    assert cost_of(call(total_ms=9000, places=4), price) == Decimal("0.0025")


@pytest.mark.parametrize(
    "prices",
    [
        {},
        {"per_million_read": 1},
        {"per_million_read": 1, "per_million_written": 1, "per_machine_hour": 1},
    ],
)
def test_a_price_is_by_tokens_or_by_hours(prices):
    price = ModelPrice(provider="ollama", model="x", **prices)

    with pytest.raises(ValidationError, match="million tokens, or the price"):
        price.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        price.save()


def test_old_calls_are_forgotten_and_the_others_kept(settings, site, monkeypatch):
    settings.USAGE_DAYS = 30
    monkeypatch.setattr(usage, "FORGOTTEN_AT_ONCE", 2)
    old = [call(at=NOW - timedelta(days=31)) for _ in range(5)]
    usage.record([*old, call(at=NOW - timedelta(days=29))])

    assert usage.forget(NOW) == 5
    assert ModelCall.objects.count() == 1


def test_what_a_time_cost_is_divided_by_what_was_done(site):
    spend(site, Decimal(6))
    one, other = uuid4(), uuid4()
    for source, outcome in ((one, "answered"), (one, "answered"), (other, "abstained")):
        AskedQuestion.objects.create(
            site=site, audience="public", text="?", outcome=outcome, source=source,
            turn=uuid4(),
        )  # fmt: skip
    AskedQuestion.objects.update(at=NOW)

    found = spending(NOW - timedelta(days=1))

    assert (found.total, found.per_answer, found.per_conversation) == (6, 3, 3)
    nothing = spending(NOW + timedelta(days=1))
    assert (nothing.total, nothing.per_answer, nothing.per_conversation) == (
        0, None, None,
    )  # fmt: skip


def test_each_model_and_purpose_is_summed_up(site):
    usage.record(
        [
            call(first_token_ms=100, cut=True),
            call(first_token_ms=300, outcome="cut"),
            call(purpose="rewrite", outcome="left"),
        ]
    )

    answers, rewrites = by_model(NOW - timedelta(days=1))

    assert (answers["purpose"], answers["calls"]) == ("answer", 2)
    assert (answers["failures"], answers["cut_prompts"]) == (1, 1)
    assert (answers["tokens_read"], answers["first_token"]) == (4000, 200)
    assert (rewrites["purpose"], rewrites["failures"]) == ("rewrite", 0)


@pytest.fixture
def thrifty(site):
    Site.objects.update(monthly_budget=10)
    site.refresh_from_db()
    return site


def test_the_alarm_sounds_once_at_four_fifths_and_once_when_all_is_spent(thrifty):
    def sounds():
        return [alarm.share for alarm in usage.watch_budgets(NOW)]

    spend(thrifty, Decimal("7.99"))
    assert sounds() == []
    spend(thrifty, Decimal("0.01"))
    assert sounds() == [80]
    assert sounds() == []
    spend(thrifty, Decimal(5))
    assert sounds() == [100]
    assert sounds() == []

    month = NOW.date().replace(day=1)
    assert [(each.site, each.share) for each in alarms(month)] == [(thrifty, 100)]
    entry = AuditEntry.objects.filter(verb="budget alarm").latest("pk")
    assert entry.target == "site shop"
    assert entry.details["share"] == 100


def test_a_new_month_begins_with_nothing_spent(thrifty):
    spend(thrifty, Decimal(50), at=NOW - timedelta(days=25))

    assert usage.watch_budgets(NOW) == []
    (budget,) = budgets(NOW.date().replace(day=1))
    assert (budget.spent, budget.percent) == (0, 0)


def test_a_month_begins_at_midnight_of_the_desk(thrifty, settings):
    settings.TIME_ZONE = "Europe/Berlin"
    with timezone.override("Europe/Berlin"):
        late = datetime(2026, 10, 31, 23, 30, tzinfo=UTC)
        spend(thrifty, Decimal(50), at=late)

        assert [a.share for a in usage.watch_budgets(NOW)] == [80, 100]


def test_a_site_without_a_budget_sounds_no_alarm(site):
    spend(site, Decimal(1000))

    assert usage.watch_budgets(NOW) == []
    assert not BudgetAlarm.objects.exists()


def test_what_a_month_cost_is_read_from_the_index_alone(thrifty):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        query = ModelCall.objects.filter(site=thrifty).since(NOW).values("cost")
        plan = query.explain()

    assert "model_call_spending" in plan

"""The doctor's check of budgets: within, nearly spent, overdrawn."""

from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.models import Site
from helpdesk.doctor import budgets
from helpdesk.doctor.findings import Status
from knowledge.models import ModelCall
from tests.helpdesk.examining import seen

pytestmark = pytest.mark.django_db


def spent(site: Site, cost: str) -> None:
    site.monthly_budget = Decimal(100)
    site.save()
    ModelCall.objects.create(
        at=timezone.now(), provider="ollama", model="m", purpose="answer",
        outcome="answered", prompt_tokens=1, answer_tokens=1, counted=True, cut=False,
        waited_ms=0, total_ms=1, cost=Decimal(cost), site=site,
    )  # fmt: skip


def test_without_a_budget_all_is_well(site: Site) -> None:
    assert seen(budgets.kept).status is Status.OK


def test_within_its_budget_a_site_is_well(site: Site) -> None:
    spent(site, "79")

    assert seen(budgets.kept).status is Status.OK


@pytest.mark.parametrize(("cost", "words"), [("80", "80 %"), ("130.5", "130 %")])
def test_a_site_that_has_nearly_spent_it_is_warned_of(
    site: Site, cost: str, words: str
) -> None:
    spent(site, cost)

    finding = seen(budgets.kept)

    assert (finding.code, finding.status) == ("budgets", Status.WARNING)
    assert f"site shop has spent {Decimal(cost):.2f} of 100" in finding.found
    assert words in finding.found
    assert "Sites, Shop" in finding.fix

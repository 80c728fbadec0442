"""The check of what models cost: whether sites stay within their budgets."""

from collections.abc import Iterator

from django.utils import timezone

from helpdesk.doctor.examination import Examination
from helpdesk.doctor.findings import Finding, merged, ok, warning
from knowledge.spending import Budget, budgets

CODE = "budgets"
_NEARLY = 80


def kept(examination: Examination) -> Iterator[Finding]:
    """`budgets`: no site has spent four fifths of what it may spend on models this month."""
    found = budgets(timezone.localdate().replace(day=1))
    if not found:
        yield ok(CODE, "no site has a budget for models")
        return
    problems = [problem for budget in found for problem in _problems(budget)]
    yield merged(CODE, problems, fine=f"{len(found)} with a budget, all within it")


def _problems(budget: Budget) -> Iterator[Finding]:
    if budget.percent < _NEARLY:
        return
    site = budget.site
    spent = f"{budget.spent:.2f} of {site.monthly_budget}"
    found = (
        f"site {site.key} has spent {spent} for models this month, {budget.percent} %"
    )
    fix = (
        f"Look at Desk, Use of models, for what costs most; or raise the budget: Admin, "
        f"Sites, {site.name}. The bot answers on either way."
    )
    yield warning(CODE, found, fix=fix)

"""What the settings say about the guard reaches every question."""

from typing import Any

import pytest

from accounts.models import Site
from knowledge.answering.outcomes import GUARDS
from knowledge.policies import policy_of


def test_the_guard_and_redaction_are_on_by_default() -> None:
    policy = policy_of(None)

    assert (policy.guards, policy.redact) == (GUARDS, True)


@pytest.mark.django_db
def test_a_site_has_the_guard_of_its_desk(site: Site, settings: Any) -> None:
    settings.GUARD_AGAINST = frozenset({"abuse"})
    settings.REDACT = frozenset({"logs"})

    policy = policy_of(site)

    assert (policy.guards, policy.redact, policy.site_name) == (
        {"abuse"},
        False,
        "Shop",
    )

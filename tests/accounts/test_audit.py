"""The audit log keeps who did what."""

import pytest

from accounts import audit
from accounts.models import AuditEntry, User

pytestmark = pytest.mark.django_db


def test_a_deed_is_kept_with_its_doer_and_details(alice: User) -> None:
    audit.record(
        user=alice, verb="published", target="atom export", details={"version": 2}
    )

    entry = AuditEntry.objects.get()
    assert (entry.user, entry.verb, entry.target) == (alice, "published", "atom export")
    assert entry.details == {"version": 2}
    assert entry.at is not None


def test_a_long_name_is_cut_and_the_desk_itself_has_no_name() -> None:
    audit.record(user=None, verb="imported", target="x" * 500)

    entry = AuditEntry.objects.get()
    assert (entry.user, len(entry.target), entry.details) == (None, 200, {})

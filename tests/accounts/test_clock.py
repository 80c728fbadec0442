"""The shared clock."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts import clock


@pytest.mark.django_db(transaction=True)
def test_the_time_is_the_databases_and_goes_on_inside_a_transaction(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wrong = timezone.now() + timedelta(hours=1)
    monkeypatch.setattr(timezone, "now", lambda: wrong)

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        [began] = cursor.fetchone()
        moment = clock.now()

    assert timedelta(0) < moment - began < timedelta(minutes=1)

"""The way into the database from async code."""

import asyncio
import threading

import pytest
from django.db import connection

from accounts import database
from accounts.database import in_database, limit_threads
from accounts.models import Site
from helpdesk.settings import PREPARED_FROM


async def test_a_process_uses_no_more_threads_than_it_may(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(database, "_threads", None)
    limit_threads(2)
    seen: set[int] = set()
    both = threading.Barrier(2)

    def work() -> None:
        seen.add(threading.get_ident())
        both.wait(30)

    await asyncio.gather(*(in_database(work) for _ in range(6)))

    assert len(seen) == 2


@pytest.mark.django_db
def test_a_statement_that_comes_often_is_prepared_by_the_server() -> None:
    for number in range(PREPARED_FROM + 1):
        assert not Site.objects.filter(name=f"Shop {number}").exists()

    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        prepared = [statement for (statement,) in cursor.fetchall()]
    assert any('"accounts_site"."name" = $' in each for each in prepared)

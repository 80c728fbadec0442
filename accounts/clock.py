"""The one clock that all machines of a desk share: the database's."""

from datetime import datetime

from django.db import connection


def now() -> datetime:
    """Return the time of the database, for deadlines that other machines will judge."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
    return moment

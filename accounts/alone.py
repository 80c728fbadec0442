"""Being the only one at something, across all processes of a desk."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def alone(what: int) -> Iterator[bool]:
    """Tell whether nobody else is at it, and keep others out until the end.

    `what` is a number of the caller's own. It is a lock of the database's session, as the work is many
    transactions; a process that dies lets go of it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [what])
        held = bool(cursor.fetchone()[0])
    try:
        yield held
    finally:
        if held:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [what])

"""What a request takes of processors: the same beside other work as on an idle machine, nearly."""

import time
from functools import cache
from pathlib import Path

from django.db import connection


def milliseconds() -> float:
    """Milliseconds that this process and its session of the database have computed so far.

    The two take turns, so on an idle machine a request takes as long as they compute. Workers
    that the database calls to help a session are not counted.
    """
    session = Path(f"/proc/{_session()}/schedstat").read_text().split()[0]
    return time.process_time() * 1000 + int(session) / 1e6


@cache
def _session() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        key: int = cursor.fetchone()[0]
    return key

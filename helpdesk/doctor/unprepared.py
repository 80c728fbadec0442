"""What commands say when the database has not the tables that this release needs."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import ProgrammingError
from psycopg.errors import UndefinedColumn, UndefinedTable


@contextmanager
def told() -> Iterator[None]:
    """End with status 1 and a word on what to do, not with a traceback; other errors go on."""
    try:
        yield
    except ProgrammingError as error:
        if not isinstance(error.__cause__, UndefinedTable | UndefinedColumn):
            raise
        missing = str(error).partition("\n")[0]
        sys.stderr.write(
            f"The database has not what this release needs: {missing}. "
            "Start the desk once (make run), or prepare its data: manage.py prepare.\n"
        )
        sys.exit(1)

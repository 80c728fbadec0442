"""Two workers, or a worker and a command, at one watched folder: each text is taken once."""

import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, connections, transaction

from knowledge.models import AtomVersion, Collection, WatchedFolder
from knowledge.services import watching
from knowledge.services.interchange import IMPORT_LOCK
from knowledge.services.sync import sync_folder
from tests.knowledge.services.looking import Clock

pytestmark = pytest.mark.django_db(transaction=True)
State = WatchedFolder.State


def test_of_two_workers_only_one_looks_at_a_folder(place: Path, clock: Clock) -> None:
    clock.look()
    (folder,) = watching.folders()
    later = clock.now + timedelta(minutes=1)

    with transaction.atomic():
        assert watching.look(folder, now=later)
        assert elsewhere(lambda: watching.look(folder, now=later)) is False

    assert AtomVersion.objects.count() == 1
    assert elsewhere(lambda: watching.look(folder, now=later)) is True
    assert AtomVersion.objects.count() == 1


def test_what_a_command_syncs_meanwhile_is_not_synced_a_second_time(
    place: Path, manual: Collection, clock: Clock
) -> None:
    clock.look()
    (folder,) = watching.folders()
    later = clock.now + timedelta(minutes=1)
    found: list[bool] = []

    looking = threading.Thread(
        target=in_thread(lambda: found.append(watching.look(folder, now=later)))
    )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])
        looking.start()
        until_somebody_waits()
        sync_folder(path=place, collection=manual)
    looking.join(10)

    folder.refresh_from_db()
    assert found == [True]
    assert AtomVersion.objects.count() == 1
    assert (folder.state, folder.problems) == (State.CHANGING, [])


def elsewhere(deed: Callable[[], bool]) -> bool:
    """Do something on a connection of its own."""
    said: list[bool] = []
    thread = threading.Thread(target=in_thread(lambda: said.append(deed())))
    thread.start()
    thread.join(10)
    return said[0]


def in_thread(deed: Callable[[], object]) -> Callable[[], None]:
    def run() -> None:
        try:
            deed()
        finally:
            connections.close_all()

    return run


def until_somebody_waits() -> None:
    """Wait until another connection asks for an advisory lock that is taken."""
    waiting = (
        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    )
    for _ in range(100_000):
        with connection.cursor() as cursor:
            cursor.execute(waiting)
            if cursor.fetchone()[0]:
                return
    pytest.fail("nobody waited")

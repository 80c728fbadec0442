"""Backups of real desks, put back into real places."""

import asyncio
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
import redis
from django.conf import settings as desk_settings

from tests.client import Client
from tests.desk import Desk
from tests.helpdesk.desk_folders import (
    connected,
    contents,
    digests,
    done,
    files_of,
    fill,
    leftovers,
    manage,
    manifest_of,
    new_folder,
    rewritten,
    server_of,
    somebody_writing,
    up,
)

pytestmark = pytest.mark.slow

QUESTION = "How do I publish an atom?"


@dataclass(frozen=True)
class Life:
    """A desk that was backed up while it ran, went on, and was backed up when it stopped."""

    data: Path
    yesterday: Path
    today: Path
    client: Client


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> Life:
    place = tmp_path_factory.mktemp("life")
    data = new_folder(place / "var")
    (data / "media" / "2026").mkdir(parents=True)
    (data / "media" / "2026" / "größe 1.bin").write_bytes(bytes(range(256)) * 9000)
    (data / "media" / "empty.txt").touch()
    fill(data, place / "atoms")
    with up(data) as desk:
        return asyncio.run(_live(desk, data, place))


async def _live(desk: Desk, data: Path, place: Path) -> Life:
    mia = await Client.open(desk, site="demo", origin=desk.url)
    await mia.say(QUESTION)
    await mia.event("message", author="bot")
    # Only a welcome names the list, and the first one came before there was any.
    await mia.close()
    await mia.connect()
    with somebody_writing(data):
        done(data, "backup", place / "yesterday.tar")
    for word in ("One", "Two", "Three"):
        await mia.say(word)
    await mia.event("message", text="Three")
    await mia.close()
    return Life(data, place / "yesterday.tar", place / "today.tar", mia)


@pytest.fixture(scope="module")
def stopped(life: Life) -> Life:
    """The desk after its stop, backed up by a command that starts the servers for itself."""
    done(life.data, "backup", life.today)
    return life


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    return new_folder(tmp_path / "var")


@pytest.fixture
def copy(stopped: Life, tmp_path: Path) -> Path:
    """A second desk with the data of the first."""
    return Path(shutil.copytree(stopped.data, tmp_path / "copy", symlinks=True))


@pytest.fixture
def own_database() -> Iterator[str]:
    """An address of a database on a server that is not the desk's to start."""
    server = server_of(desk_settings.DATA_DIR)
    with psycopg.connect(dbname="postgres", **server) as admin:
        admin.execute("CREATE DATABASE own_database")
        yield f"postgresql:///own_database?host={server['host']}&user=postgres"
        admin.execute("DROP DATABASE own_database WITH (FORCE)")


# There and back -------------------------------------------------------------------------------


def test_a_backup_put_back_into_an_empty_place_is_the_same_desk(
    stopped: Life, empty: Path
) -> None:
    said = done(empty, "restore", stopped.today)

    before, after = contents(stopped.data), contents(empty)
    assert before["rows"] == after["rows"]
    assert before["shape"] ^ after["shape"] == set()
    assert before == after
    assert len(after["files"]) == 2
    assert "2 uploaded files" in said
    assert stopped.today.stat().st_mode & 0o077 == 0
    assert (empty / "secret-key").stat().st_mode & 0o077 == 0
    assert leftovers(empty) == leftovers(stopped.today.parent) == []


def test_a_backup_replaces_what_is_there_only_when_told_to(
    stopped: Life, copy: Path
) -> None:
    (copy / "media" / "later.txt").write_text("uploaded after the backup")
    (copy / "secret-key").write_text("another key")
    before = contents(copy)

    status, said = manage(copy, "restore", stopped.yesterday)
    untouched = contents(copy)
    done(copy, "restore", stopped.yesterday, "--yes")

    assert status == 1
    assert "1 conversations" in said
    assert "3 uploaded files would be lost" in said
    assert untouched == before
    after = contents(copy)
    assert after["files"] == files_of(stopped.data / "media")
    assert after["key"] == (stopped.data / "secret-key").read_text()
    assert (copy / "secret-key.before-restore").read_text() == "another key"
    # Somebody wrote all the while: rows and counts are of one moment all the same.
    assert manifest_of(stopped.yesterday)["rows"]["accounts_auditentry"] > 0
    assert after["rows"]["conversations_event"] != before["rows"]["conversations_event"]


def test_a_client_with_a_newer_cursor_starts_its_list_again(
    stopped: Life, copy: Path
) -> None:
    done(copy, "restore", stopped.yesterday, "--yes")

    async def return_to(desk: Desk) -> None:
        mia, tab = (
            Client(desk, stopped.client.session, site="demo", origin=desk.url)
            for _ in range(2)
        )
        mia.last, mia.log = newer, stopped.client.log
        assert mia.log.endswith(".1")
        # Another tab fills the list until the old cursor is inside it.
        await tab.connect()
        assert 0 < tab.last < newer
        while tab.last < newer:
            await tab.say("Four")
            await tab.wait(lambda f: f["type"] == "ev" and f["seq"] > tab.last - 1)
        await mia.connect()
        welcome = next(f for f in mia.frames if f["type"] == "welcome")
        assert welcome["reset"] is True
        assert mia.events[:newer] == tab.events[:newer]
        await tab.close()
        await mia.close()

    newer = stopped.client.last
    with up(copy) as desk:
        asyncio.run(return_to(desk))


def test_two_restores_of_one_backup_make_two_different_lists(
    stopped: Life, own_database: str
) -> None:
    names = []
    for _ in range(2):
        done(stopped.data, "restore", stopped.today, "--yes", DATABASE_URL=own_database)
        with psycopg.connect(own_database) as server:
            names += server.execute(
                "SELECT incarnation FROM conversations_conversation"
            ).fetchall()

    assert len(set(names)) == 2
    assert all(number > 1 for (number,) in names)


# What is refused ------------------------------------------------------------------------------


def cut_short(archive: bytes) -> bytes:
    return archive[: len(archive) // 2]


def without_its_end(archive: bytes) -> bytes:
    return archive[: archive.index(b"manifest.json\0")]


def with_another_byte_in_the_database(archive: bytes) -> bytes:
    place = archive.index(b"PGDMP") + 20_000
    return archive[:place] + bytes([archive[place] ^ 1]) + archive[place + 1 :]


def with_another_byte_in_a_file(archive: bytes) -> bytes:
    place = archive.index(bytes(range(256))) + 1000
    return archive[:place] + b"x" + archive[place + 1 :]


@pytest.mark.parametrize(
    "harm",
    [
        cut_short,
        without_its_end,
        with_another_byte_in_the_database,
        with_another_byte_in_a_file,
    ],
)
def test_a_harmed_backup_is_refused_before_anything_is_changed(
    stopped: Life, empty: Path, tmp_path: Path, harm: object
) -> None:
    harmed = tmp_path / "harmed.tar"
    harmed.write_bytes(harm(stopped.today.read_bytes()))  # type: ignore[operator]

    checked, said = manage(empty, "backup", "--check", harmed)
    restored, _ = manage(empty, "restore", harmed, "--yes")

    assert (checked, restored) == (1, 1)
    assert "Traceback" not in said
    assert not (empty / "media").exists()
    with connected(empty) as server:
        assert digests(server) == {}
    assert leftovers(empty) == []


def test_a_restore_that_fails_in_the_middle_leaves_everything_as_it_was(
    stopped: Life, copy: Path, tmp_path: Path
) -> None:
    rows = manifest_of(stopped.yesterday)["rows"]
    wrong = rows | {"knowledge_atom": rows["knowledge_atom"] + 1}
    archive = rewritten(stopped.yesterday, tmp_path / "wrong.tar", rows=wrong)
    before = contents(copy)

    status, said = manage(copy, "restore", archive, "--yes")

    assert status == 1
    assert "The database is as it was" in said
    assert f"knowledge_atom has {rows['knowledge_atom']} rows" in said
    assert contents(copy) == before


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"format": 2}, "has format 2"),
        ({"product": "99.0.0"}, "newer than this one"),
        ({"migrations": ["knowledge.9999_rooms"]}, "knowledge.9999_rooms"),
    ],
)
def test_a_backup_of_a_newer_desk_is_refused(
    stopped: Life, empty: Path, tmp_path: Path, changes: dict[str, object], reason: str
) -> None:
    archive = rewritten(stopped.today, tmp_path / "newer.tar", **changes)

    status, said = manage(empty, "restore", archive)

    assert status == 1
    assert reason in said
    with connected(empty) as server:
        assert digests(server) == {}


def test_a_running_desk_is_not_replaced(stopped: Life) -> None:
    # This very test run holds the data of its folder.
    status, said = manage(desk_settings.DATA_DIR, "restore", stopped.today, "--yes")

    assert status == 1
    assert "already running" in said
    assert "Stop it first" in said


# Servers of one's own -------------------------------------------------------------------------


def test_a_database_in_use_or_shared_is_not_replaced(
    stopped: Life, empty: Path, own_database: str
) -> None:
    with psycopg.connect(own_database, application_name="a worker") as worker:
        worker.execute("CREATE TABLE invoices (id int)")
        worker.commit()
        in_use, who = manage(empty, "restore", stopped.today, DATABASE_URL=own_database)
    shared, what = manage(empty, "restore", stopped.today, DATABASE_URL=own_database)

    assert in_use == shared == 1
    assert "a worker" in who
    assert "Stop every process" in who
    assert "tables of something else" in what
    assert "invoices" in what


def test_an_older_backup_is_brought_up_to_date_and_nothing_newer_stays(
    stopped: Life, empty: Path, tmp_path: Path, own_database: str
) -> None:
    own = {
        "DATABASE_URL": own_database,
        "REDIS_URL": desk_settings.REDIS_URL,
        "SECRET_KEY": "a key of the environment",
    }
    hints = redis.Redis.from_url(desk_settings.REDIS_URL)
    hints.set("atomdesk:limit:send", "of another life")
    hints.set("another", "program's")
    older = tmp_path / "older.tar"
    done(empty, "restore", stopped.today, **own)
    done(empty, "migrate", "knowledge", "0002", "--verbosity=0", **own)

    done(empty, "backup", older, **own)
    with psycopg.connect(own_database) as server:
        server.execute("CREATE TABLE knowledge_of_tomorrow (id int)")
    said = done(empty, "restore", older, "--yes", **own)

    with psycopg.connect(own_database) as server:
        found = digests(server)
        applied = server.execute("SELECT app || '.' || name FROM django_migrations")
        assert "knowledge.0003_unit_storage" in {name for (name,) in applied}
    before = manifest_of(older)
    assert "knowledge.0002_initial" in before["migrations"]
    assert before["secret_key"] == "from the environment"
    assert "secret-key" not in before["members"]
    assert "SECRET_KEY comes from the environment" in said
    assert "knowledge_of_tomorrow" not in found
    assert found["conversations_event"] == conversations_of(stopped)
    assert hints.keys() == [b"another"]


def conversations_of(life: Life) -> str:
    return str(contents(life.data)["rows"]["conversations_event"])


# Files ----------------------------------------------------------------------------------------


def test_only_the_newest_backups_are_kept(copy: Path) -> None:
    folder = copy / "backups"
    folder.mkdir(mode=0o700)
    for day in (1, 2, 3):
        (folder / f"atomdesk-2026110{day}-030000.tar").touch()
    (folder / "by-hand.tar").touch()

    said = done(copy, "backup", "--keep", "2")

    left = sorted(path.name for path in folder.iterdir())
    assert left[0] == "atomdesk-20261103-030000.tar"
    assert left[2] == "by-hand.tar"
    assert len(left) == 3
    assert said.count("deleted") == 2
    done(copy, "backup", "--check", folder / left[1])
    assert (folder / left[1]).stat().st_mode & 0o077 == 0

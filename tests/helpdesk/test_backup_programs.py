"""What backups do without a desk: the programs that they run, and files that fail."""

from pathlib import Path

import pytest
from psycopg.conninfo import make_conninfo
from pytest_django.fixtures import Settings

from helpdesk.backup import programs
from helpdesk.backup.making import make
from helpdesk.backup.manifest import Unusable


def test_no_command_line_shows_the_password(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = settings.DATABASES["default"]
    monkeypatch.setitem(database, "PASSWORD", "s3cret")

    words = programs.connection_words()

    assert "s3cret" not in "".join(words)
    assert make_conninfo(host=database["HOST"]) in words[1]
    assert programs.environment()["PGPASSWORD"] == "s3cret"


def test_a_server_newer_than_every_program_is_named() -> None:
    with pytest.raises(Unusable, match="postgresql-client-99"):
        programs.programs(99)


@pytest.mark.django_db(transaction=True)
def test_a_backup_that_fails_leaves_the_old_file_and_no_half_one(
    tmp_path: Path, settings: Settings
) -> None:
    target = tmp_path / "desk.tar"
    target.write_text("the last one")
    # The key is the last that is added, and it is missing.
    settings.DATA_DIR = tmp_path

    with pytest.raises(FileNotFoundError):
        make(target)

    assert [path.name for path in tmp_path.iterdir()] == ["desk.tar"]
    assert target.read_text() == "the last one"

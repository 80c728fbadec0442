"""Uploads between a preview and the import: for their owner, for an hour."""

import os
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from knowledge import uploads


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path / "uploads"


def test_an_upload_comes_back_to_the_person_who_brought_it(folder: Path) -> None:
    ticket = uploads.keep([b"zi", b"p"], user_id=1)

    path = uploads.kept(ticket, user_id=1)

    assert path is not None
    assert path.read_bytes() == b"zip"
    assert uploads.kept(ticket, user_id=2) is None
    assert uploads.kept(f"{ticket}x", user_id=1) is None


def test_after_an_hour_an_upload_is_swept_and_folders_are_left_alone(
    folder: Path,
) -> None:
    old = uploads.keep([b"old"], user_id=1)
    inside = folder / "somebody's"
    inside.mkdir()
    past = folder.stat().st_mtime - uploads.KEPT_SECONDS - 60
    for path in folder.iterdir():
        os.utime(path, (past, past))

    new = uploads.keep([b"new"], user_id=1)

    assert uploads.kept(old, user_id=1) is None
    assert uploads.kept(new, user_id=1) is not None
    assert inside.is_dir()

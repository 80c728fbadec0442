"""The doctor's check of watched folders: gone, closed, not in step, not looked at."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from helpdesk.doctor import watching
from helpdesk.doctor.examination import Examination
from helpdesk.doctor.findings import Status
from knowledge.models import Collection, WatchedFolder
from tests.helpdesk.examining import seen
from tests.knowledge.brought import PAIRS, brought

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(tmp_path: Path, settings: Any) -> Path:
    settings.WATCHED_FOLDERS = {"manual": tmp_path}
    return tmp_path


def looked_at(place: Path, **values: Any) -> None:
    manual = Collection.objects.create(name="Manual", slug="manual")
    values = {"looked_at": timezone.now(), "state": "in_step", **values}
    WatchedFolder.objects.create(collection=manual, path=str(place), **values)


def test_without_watched_folders_all_is_well(settings: Any) -> None:
    settings.WATCHED_FOLDERS = {}

    finding = seen(watching.in_step)

    assert (finding.code, finding.status) == ("watched_folders", Status.OK)


def test_a_folder_in_step_is_well(place: Path) -> None:
    looked_at(place)

    assert seen(watching.in_step).status is Status.OK


def test_a_table_that_waits_for_its_columns_is_named_and_no_fault(place: Path) -> None:
    looked_at(place)
    folder = WatchedFolder.objects.get()
    table = brought(folder.collection, "faq.csv", PAIRS)
    folder.brought = {"faq.csv": ["1-1", table.pk]}
    folder.save()

    finding = seen(watching.in_step)

    assert finding.status is Status.OK
    assert "1 CSV without columns: an author says them" in finding.found


def test_a_folder_that_is_not_there_is_a_failure(place: Path, settings: Any) -> None:
    settings.WATCHED_FOLDERS = {"manual": place / "away"}

    finding = seen(watching.in_step)

    assert finding.status is Status.FAILED
    assert f"manual={place}/away is no folder" in finding.found
    assert "Mount its disk" in finding.fix


def test_a_folder_that_cannot_be_written_is_a_failure(settings: Any) -> None:
    settings.WATCHED_FOLDERS = {"manual": Path("/proc/sys")}

    finding = seen(watching.in_step)

    assert finding.status is Status.FAILED
    assert "cannot be read and written" in finding.found


def test_a_sync_that_failed_is_a_warning_with_file_and_line(place: Path) -> None:
    problem = {"file": "a.md", "line": 3, "message": "is missing"}
    looked_at(place, state="failed", problems=[problem] * 2, left_out=5)

    finding = seen(watching.in_step)

    assert finding.status is Status.WARNING
    assert "not in step: a.md:3: is missing (and 6 more)" in finding.found
    assert "Watched folders" in finding.fix


@pytest.mark.parametrize("age", [None, timedelta(minutes=10)])
def test_a_running_desk_that_does_not_look_is_a_warning(
    age: timedelta | None, place: Path
) -> None:
    looked_at(place, looked_at=timezone.now() - age if age else None)

    finding = seen(watching.in_step)

    assert finding.status is Status.WARNING
    assert "was not looked at lately" in finding.found
    assert seen(watching.in_step, Examination(running=False)).status is Status.OK

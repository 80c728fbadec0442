"""The doctor's checks of the disk, with folders that cannot be written and a full disk."""

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from helpdesk.doctor import folders
from helpdesk.doctor.findings import Status
from helpdesk.embedded import Layout
from tests.helpdesk.examining import ROOT, seen

LOOK = """
import json
import sys
import django
django.setup()
from helpdesk.doctor import folders
from helpdesk.doctor.examination import Examination
(found,) = getattr(folders, sys.argv[1])(Examination())
print(json.dumps([found.code, found.status, found.found, found.fix]))
"""

# Root may write everywhere, unless the right to do so is taken away.
DROP = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search", "--"]
BOUND_BY_MODES = DROP if os.geteuid() == 0 else []


def environment(folder: Path) -> dict[str, str]:
    """What a process of a desk with this data finds."""
    own = {"DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "helpdesk.settings"}
    return {**os.environ, **own}


@pytest.fixture
def data(settings: Any, tmp_path: Path) -> Path:
    """A data folder of this test's own."""
    settings.DATA_DIR = tmp_path
    settings.STATIC_ROOT, settings.MEDIA_ROOT = tmp_path / "static", tmp_path / "media"
    settings.LAYOUT = Layout(tmp_path)
    return tmp_path


def test_folders_that_are_there_or_can_be_made_are_well(data: Path) -> None:
    (data / "static").mkdir()

    assert seen(folders.writable).status is Status.OK


@pytest.mark.parametrize("name", ["static", "media", "logs"])
def test_something_else_in_the_place_of_a_folder_is_found(
    name: str, data: Path
) -> None:
    (data / name).write_text("in the way")

    finding = seen(folders.writable)

    assert (finding.code, finding.status) == ("folders", Status.FAILED)
    assert f"{data / name} cannot be written" in finding.found
    assert "chown -R" in finding.fix


def test_a_link_that_leads_nowhere_is_found(data: Path) -> None:
    (data / "media").symlink_to("/not/there")

    assert "No such file" in seen(folders.writable).found


def test_a_folder_that_this_user_may_not_write_is_found(tmp_path: Path) -> None:
    (tmp_path / "logs").mkdir(mode=0o500)

    done = subprocess.run(
        [*BOUND_BY_MODES, sys.executable, "-c", LOOK, "writable"],
        cwd=ROOT,
        env=environment(tmp_path),
        capture_output=True,
        text=True,
    )

    assert not done.returncode, done.stderr
    code, status, found, _fix = json.loads(done.stdout)
    assert (code, status) == ("folders", Status.FAILED)
    assert "Permission denied" in found


def test_free_space_is_told(data: Path) -> None:
    free = shutil.disk_usage(data).free / 2**30

    finding = seen(folders.has_space)

    told = re.match(r"(?:only )?([\d.]+) GiB are free", finding.found)
    assert finding.code == "disk"
    assert told
    assert abs(float(told[1]) - free) < 1


@dataclass(frozen=True)
class Mount:
    """How to run a command with a small disk on a folder; nobody else sees the disk."""

    size: str

    def run(self, folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
        script = 'mount -t tmpfs -o "size=$0" tmpfs "$1" && shift && exec "$@"'
        own = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script]
        return subprocess.run(
            [*own, self.size, str(folder), *command],
            cwd=ROOT,
            env=environment(folder),
            capture_output=True,
            text=True,
        )


@pytest.mark.parametrize(
    ("size", "status"), [("100m", Status.FAILED), ("3g", Status.WARNING)]
)
def test_a_disk_that_is_nearly_full_is_found(
    size: str, status: Status, tmp_path: Path
) -> None:
    disk = Mount(size)
    if disk.run(tmp_path, "true").returncode:
        pytest.skip("this system lets nobody mount a disk of one's own")

    done = disk.run(tmp_path, sys.executable, "-c", LOOK, "has_space")

    assert not done.returncode, done.stderr
    code, found_status, found, fix = json.loads(done.stdout)
    assert (code, found_status) == ("disk", status)
    assert "only" in found
    assert f"du -xh -d1 {tmp_path}" in fix

"""The checks of this machine's disk: folders that can be written, and room in them."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from helpdesk.doctor.examination import Examination
from helpdesk.doctor.findings import Finding, failed, merged, ok, warning

_GIB = 2**30
_FAIL_GIB, _WARN_GIB = 1, 5


def writable(examination: Examination) -> Iterator[Finding]:
    """`folders`: this user can write where the desk does; what is missing can be made."""
    code = "folders"
    places = (
        *(settings.DATA_DIR, settings.STATIC_ROOT, settings.MEDIA_ROOT),
        settings.LAYOUT.logs,
    )
    problems = []
    for place in map(Path, places):
        try:
            try_writing(place)
        except OSError as error:
            found = f"{place} cannot be written: {error.strerror}"
            fix = (
                f"It must be a folder of the desk's user: ls -ld {place}; "
                f"chown -R $(id -un) {place}"
            )
            problems.append(failed(code, found, fix=fix))
    fine = f"{settings.DATA_DIR} and its static, media and logs can be written"
    yield merged(code, problems, fine=fine)


def has_space(examination: Examination) -> Iterator[Finding]:
    """`disk`: there is room on the disk of DATA_DIR."""
    code = "disk"
    free = shutil.disk_usage(_existing(settings.DATA_DIR)).free / _GIB
    found = f"{free:.1f} GiB are free on the disk of {settings.DATA_DIR}"
    fix = (
        f"Free some space there (du -xh -d1 {settings.DATA_DIR} | sort -h), or move "
        "DATA_DIR to a larger disk while the desk is stopped."
    )
    if free < _FAIL_GIB:
        yield failed(code, f"only {found}", fix=fix)
    elif free < _WARN_GIB:
        yield warning(code, f"only {found}", fix=fix)
    else:
        yield ok(code, found)


def try_writing(place: Path) -> None:
    """Write a file, or raise OSError, for that is what counts: modes say nothing of read-only disks or root."""
    with tempfile.TemporaryFile(dir=_existing(place)):
        pass


def _existing(place: Path) -> Path:
    """The folder itself, or the nearest one above in which it would be made."""
    while not place.exists() and not place.is_symlink() and place != place.parent:
        place = place.parent
    return place

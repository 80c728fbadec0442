"""A folder that is watched, and the time of the looks at it."""

from pathlib import Path
from typing import Any

import pytest

from knowledge.models import Collection
from tests.knowledge.services.looking import LINES, Clock, write


@pytest.fixture
def place(tmp_path: Path, settings: Any, manual: Collection) -> Path:
    """The folder that is watched for the collection, with one file."""
    place = tmp_path / "kb"
    place.mkdir()
    settings.WATCHED_FOLDERS = {"manual": place}
    write(place / "export.md", LINES)
    return place


@pytest.fixture
def clock() -> Clock:
    return Clock()

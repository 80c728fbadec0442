"""Looks at a watched folder, half a minute apart, and files for it."""

from datetime import datetime, timedelta
from pathlib import Path

from django.utils import timezone

from knowledge.models import WatchedFolder
from knowledge.services import watching

LINES = "First.\n\nSecond.\n\nThird.\n"
START = timezone.now()


class Clock:
    """The time of the looks, half a minute apart."""

    def __init__(self) -> None:
        self.now: datetime = START

    def look(self, seconds: int = 30) -> WatchedFolder:
        """Look at the one folder that the settings name."""
        self.now += timedelta(seconds=seconds)
        (folder,) = watching.folders()
        assert watching.look(folder, now=self.now)
        return WatchedFolder.objects.get()


def write(path: Path, body: str) -> None:
    path.write_text(f"---\nid: {path.stem}\ntitle: Export\ntype: article\n---\n{body}")

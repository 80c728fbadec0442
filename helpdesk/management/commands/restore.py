"""`manage.py restore FILE`: make this desk the one that was backed up."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from helpdesk.backup.manifest import Unusable
from helpdesk.backup.programs import ProgramFailed
from helpdesk.backup.restoring import (
    NotNow,
    Restored,
    WouldLose,
    check_empty,
    check_place,
    restore,
    unpacked,
)


class Command(BaseCommand):
    """Parses the words of the command line and prints what was put back."""

    help = (
        "Put a backup back while the desk is stopped: database, uploaded files, signing key. "
        "The file is checked before anything is changed, and a database that cannot be put "
        "back whole is left as it was. Clients load their conversations again."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--yes",
            action="store_true",
            help="replace what is here; without it only an empty place is filled",
        )

    def handle(self, *_args: object, **options: Any) -> None:
        try:
            with unpacked(options["file"]) as (place, manifest):
                check_place(manifest)
                if not options["yes"]:
                    check_empty()
                done = restore(place, manifest)
        except WouldLose as loss:
            message = f"This place is not empty: {loss} With --yes it is replaced."
            raise CommandError(message) from None
        except ProgramFailed as error:
            message = f"The database is as it was; the backup did not fit: {error}"
            raise CommandError(message) from None
        except (Unusable, NotNow, OSError) as error:
            raise CommandError(str(error)) from error
        self._say(done)

    def _say(self, done: Restored) -> None:
        manifest = done.manifest
        self.stdout.write(
            f"Restored the desk of {manifest.created:%Y-%m-%d %H:%M} UTC: "
            f"{sum(manifest.rows.values()):,} rows in {len(manifest.rows)} tables, each as "
            f"many as were backed up, and {len(manifest.media):,} uploaded files."
        )
        for note in done.notes:
            self.stdout.write(note)

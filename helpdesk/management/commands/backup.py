"""`manage.py backup [FILE]`: one file with everything that a desk is."""

import signal
import sys
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from helpdesk.backup.archive import member, read
from helpdesk.backup.making import default_folder, default_name, make, prune
from helpdesk.backup.manifest import DATABASE, Manifest, Unusable
from helpdesk.backup.programs import ProgramFailed, check_dump, programs


class Command(BaseCommand):
    """Parses the words of the command line and prints what was made."""

    help = (
        "Write the database, the uploaded files and the signing key to one file, while the "
        "desk runs or while it is stopped. Whoever has the file has the desk: keep it safe. "
        "`restore` puts it back."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file",
            type=Path,
            nargs="?",
            metavar="FILE",
            help="where to write; an existing file is replaced once the new one is "
            "complete (default: DATA_DIR/backups/atomdesk-YYYYMMDD-HHMMSS.tar, in UTC)",
        )
        parser.add_argument(
            "--keep",
            type=_at_least_one,
            metavar="N",
            help="afterwards delete all but the newest N of DATA_DIR/backups",
        )
        parser.add_argument(
            "--check",
            type=Path,
            metavar="FILE",
            help="write nothing; read this backup to its end and compare it with its "
            "checksums",
        )

    def handle(self, *_args: object, **options: Any) -> None:
        # A stop from outside ends it like Ctrl-C, so that nothing half is left.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        file, keep, check = options["file"], options["keep"], options["check"]
        if (file and keep) or (check and (file or keep)):
            raise CommandError("FILE, --keep and --check exclude each other.")
        try:
            if check:
                self._say(f"{check} is sound", _checked(check))
                return
            target = file or default_folder() / default_name()
            self._say(f"{target} written", make(target.absolute()))
            for path in prune(keep) if keep else []:
                self.stdout.write(f"{path} deleted")
        except (Unusable, ProgramFailed, OSError) as error:
            raise CommandError(str(error)) from error

    def _say(self, what: str, manifest: Manifest) -> None:
        size = sum(member.size for member in manifest.members.values())
        self.stdout.write(
            f"{what}: Atomdesk {manifest.product} of {manifest.created:%Y-%m-%d %H:%M} UTC, "
            f"{sum(manifest.rows.values()):,} rows in {len(manifest.rows)} tables, "
            f"{len(manifest.media):,} uploaded files, {size / 1e6:,.1f} MB; signing key "
            f"{manifest.secret_key}."
        )


def _checked(path: Path) -> Manifest:
    manifest = read(path)
    with member(path, DATABASE) as dump:
        check_dump(programs(manifest.pg_dump), dump)
    return manifest


def _at_least_one(word: str) -> int:
    if not word.isdecimal() or not int(word):
        message = f"{word} is not a number of backups"
        raise ArgumentTypeError(message)
    return int(word)

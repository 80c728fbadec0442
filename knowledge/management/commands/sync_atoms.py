"""`manage.py sync_atoms DIR`: keep a folder or git checkout in step with a collection."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts import background
from knowledge.management.progress import Bar
from knowledge.services.collections import collection_named
from knowledge.services.sync import Synced, sync_folder
from knowledge.syncing import Deed


class Command(BaseCommand):
    """Parses the words of the command line and prints what the service says."""

    help = (
        "Bring a folder and a collection to the same texts: what changed on one side goes "
        "to the other, what changed on both is merged. On a conflict nothing is done."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, metavar="DIR")
        parser.add_argument(
            "--collection", metavar="C", required=True, help="made when missing"
        )
        parser.add_argument(
            "--publish",
            action="store_true",
            help="let what came from the files answer at once",
        )
        parser.add_argument(
            "--archive-all",
            action="store_true",
            help="archive atoms even when more than half of their files are gone",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="only say what would be done"
        )

    def handle(self, *_args: object, **options: Any) -> None:
        path: Path = options["path"]
        if not path.is_dir():
            raise CommandError(f"There is no folder {path}.")
        try:
            synced = sync_folder(
                path=path,
                collection=collection_named(options["collection"]),
                publish=options["publish"],
                archive_all=options["archive_all"],
                dry_run=options["dry_run"],
                progress=Bar(sys.stderr),
            )
        except OSError as error:
            raise CommandError(f"Nothing was done: {error}") from error
        # The hint to the indexer is on its way in a thread that ends with this process.
        background.drain()
        self._tell(synced, options)

    def _tell(self, synced: Synced, options: dict[str, Any]) -> None:
        shown = synced.problems if options["verbosity"] > 1 else synced.errors
        for problem in shown:
            self.stderr.write(str(problem))
        if synced.errors:
            raise CommandError("Nothing was done: see above.")
        for slug, deed in synced.deeds.items():
            if deed is not Deed.NOTHING:
                self.stdout.write(f"{slug}: {deed}")
        counts = synced.counts
        line = ", ".join(f"{counts[deed]} {deed}" for deed in Deed if counts[deed])
        line = line or "nothing on either side"
        self.stdout.write(f"Dry run: {line}" if options["dry_run"] else line)

"""`manage.py export_atoms PATH`: write every atom as a file that import_atoms takes back."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from knowledge.management.progress import Bar
from knowledge.services.collections import find_collection
from knowledge.services.export import export_folder


class Command(BaseCommand):
    """Parses the words of the command line and prints what the service says."""

    help = (
        "Write the newest version of each atom to a folder, with a folder for each "
        "collection unless one is named. Importing it again changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, metavar="PATH")
        parser.add_argument("--collection", metavar="C", help="only this one")

    def handle(self, *_args: object, **options: Any) -> None:
        name: str | None = options["collection"]
        collection = None if name is None else find_collection(name)
        if name is not None and collection is None:
            raise CommandError(f"There is no collection {name}.")
        try:
            done = export_folder(
                path=options["path"], collection=collection, progress=Bar(sys.stderr)
            )
        except OSError as error:
            raise CommandError(f"Could not write: {error}") from error
        self.stdout.write(f"{done.written} written, {done.unchanged} unchanged")

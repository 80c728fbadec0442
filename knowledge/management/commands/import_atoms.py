"""`manage.py import_atoms PATH`: take in a folder of files, all of it or nothing."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts import background
from accounts.models import Site
from knowledge.documents.values import ENDINGS
from knowledge.management.progress import Bar
from knowledge.models import Collection
from knowledge.services.collections import collection_named, link
from knowledge.services.documents import documents_below
from knowledge.services.folders import files_below
from knowledge.services.interchange import Summary, import_folder


class Command(BaseCommand):
    """Parses the words of the command line and prints what the service says."""

    help = (
        "Take in a file, or every .md file below a folder, matched to atoms by id, and every "
        "PDF, Word, HTML and CSV file as drafts. When one file has an error, nothing is taken in."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, metavar="PATH")
        parser.add_argument(
            "--collection", metavar="C", help="where they go; made when missing"
        )
        parser.add_argument(
            "--site", metavar="KEY", help="let this site answer from the collection"
        )
        parser.add_argument(
            "--publish",
            action="store_true",
            help="let the atoms of .md files answer at once; documents stay drafts",
        )
        parser.add_argument(
            "--foreign",
            action="store_true",
            help="take headers of other knowledge bases; what is unknown is kept",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="only say what would be done"
        )

    def handle(self, *_args: object, **options: Any) -> None:
        path: Path = options["path"]
        if not path.exists():
            raise CommandError(f"There is no {path}.")
        try:
            found = files_below(path) or documents_below(path)
        except OSError as error:
            raise CommandError(f"Nothing was imported: {error}") from error
        if not found:
            kinds = ", ".join((".md", *ENDINGS))
            raise CommandError(f"There is no file of these kinds below {path}: {kinds}")
        with transaction.atomic():
            summary = import_folder(
                path=path,
                collection=_collection(options["collection"], options["site"]),
                publish=options["publish"],
                foreign=options["foreign"],
                dry_run=options["dry_run"],
                progress=Bar(sys.stderr),
            )
            # A collection made for nothing goes away again.
            transaction.set_rollback(bool(summary.failed or options["dry_run"]))
        # The hint to the indexer is on its way in a thread that ends with this process.
        background.drain()
        self._tell(summary, options)

    def _tell(self, summary: Summary, options: dict[str, Any]) -> None:
        warnings = len(summary.problems) - len(summary.errors)
        shown = summary.problems if options["verbosity"] > 1 else summary.errors
        for problem in shown:
            self.stderr.write(str(problem))
        if warnings and options["verbosity"] == 1:
            self.stderr.write(f"{warnings} warnings; --verbosity 2 shows them")
        line = (
            f"{summary.created} created, {summary.updated} updated,"
            f" {summary.unchanged} unchanged, {summary.failed} failed"
        )
        if summary.published:
            line += f"; {summary.published} published"
        if summary.drafts:
            line += f"; {summary.drafts} from documents, as drafts"
        self.stdout.write(f"Dry run: {line}" if options["dry_run"] else line)
        if summary.failed:
            raise CommandError("Nothing was imported: see the errors above.")


def _collection(name: str | None, site_key: str | None) -> Collection | None:
    if name is None and site_key is None:
        return None
    collection = collection_named(name or "General")
    if site_key is not None:
        site = Site.objects.with_key(site_key).first()
        if site is None:
            raise CommandError(f"There is no site with the key {site_key}.")
        link(collection=collection, site=site)
    return collection

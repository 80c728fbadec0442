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
from knowledge.services.documents import Brought, bring, documents_below, is_document
from knowledge.services.folders import files_below
from knowledge.services.interchange import Summary, import_folder


class Command(BaseCommand):
    """Parses the words of the command line and prints what the service says."""

    help = (
        "Take in a file, or every .md file below a folder, matched to atoms by id. PDF, Word, HTML "
        "and CSV files are brought in as documents, whose texts somebody reads before they are drafts. "
        "When one file has an error, nothing is taken in."
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
            help="let the atoms answer at once; what documents give waits for its reader",
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
            collection = _collection(options["collection"], options["site"])
            summary = _atoms(path, collection, options)
            brought = Brought() if summary.failed else _documents(path, collection)
            failed = summary.failed + len(brought.problems)
            # A collection made for nothing goes away again.
            transaction.set_rollback(bool(failed or options["dry_run"]))
        # Hints to workers are on their way in a thread that ends with this process.
        background.drain()
        self._tell(summary, brought, options)
        if failed:
            raise CommandError("Nothing was imported: see the errors above.")

    def _tell(
        self, summary: Summary, brought: Brought, options: dict[str, Any]
    ) -> None:
        warnings = len(summary.problems) - len(summary.errors)
        shown = summary.problems if options["verbosity"] > 1 else summary.errors
        for problem in [*shown, *brought.problems]:
            self.stderr.write(str(problem))
        if warnings and options["verbosity"] == 1:
            self.stderr.write(f"{warnings} warnings; --verbosity 2 shows them")
        line = (
            f"{summary.created} created, {summary.updated} updated, {summary.unchanged}"
            f" unchanged, {summary.failed + len(brought.problems)} failed"
        )
        if summary.published:
            line += f"; {summary.published} published"
        if brought.added or brought.known:
            line += (
                f"; documents to read under Knowledge > Documents: {len(brought.added)}"
                f" new, {len(brought.known)} there before"
            )
        self.stdout.write(f"Dry run: {line}" if options["dry_run"] else line)


def _atoms(
    path: Path, collection: Collection | None, options: dict[str, Any]
) -> Summary:
    if path.is_file() and is_document(path.name):
        return Summary()
    return import_folder(
        path=path,
        collection=collection,
        publish=options["publish"],
        foreign=options["foreign"],
        dry_run=options["dry_run"],
        progress=Bar(sys.stderr),
    )


def _documents(path: Path, collection: Collection | None) -> Brought:
    found = documents_below(path)
    if not found:
        return Brought()
    into = collection or collection_named("General")
    return bring(found, root=path, collection=into, user=None)


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

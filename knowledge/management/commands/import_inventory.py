"""`manage.py import_inventory FILE`: take in a list of errors or inputs, or a newer one."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from knowledge.inventories.reading import read
from knowledge.inventories.values import ERRORS, FORMATS, INPUTS, Reading, Refused
from knowledge.models import Collection, Inventory
from knowledge.services import inventories as services
from knowledge.services.collections import collection_named
from knowledge.services.inventories import Changes


class Command(BaseCommand):
    """Parses the words of the command line and prints what the service says."""

    help = (
        "Take in a list of errors or inputs: CSV, JSON Schema, OpenAPI 3 or log lines. "
        "An inventory of this name in the collection is brought up to date; its links stay."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, metavar="FILE")
        parser.add_argument(
            "--collection", metavar="C", required=True, help="made when missing"
        )
        parser.add_argument("--kind", choices=[ERRORS, INPUTS], required=True)
        parser.add_argument(
            "--name", metavar="N", help="the name of the file when left out"
        )
        parser.add_argument(
            "--format",
            choices=FORMATS,
            default="",
            help="told by the file when left out",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="only say what would be done"
        )

    def handle(self, *_args: object, **options: Any) -> None:
        path: Path = options["path"]
        reading = _read(path, options)
        with transaction.atomic():
            collection = collection_named(options["collection"])
            name = str(options["name"] or path.stem)[:120]
            done = _take_in(collection, name, path.name, reading, options["kind"])
            transaction.set_rollback(options["dry_run"])
        for warning in reading.warnings:
            self.stderr.write(warning)
        line = (
            f"{len(done.new)} new, {len(done.changed)} changed, {len(done.back)} back,"
            f" {len(done.gone)} gone, {done.same} as they are"
        )
        self.stdout.write(f"Dry run: {line}" if options["dry_run"] else line)


def _read(path: Path, options: dict[str, Any]) -> Reading:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}") from error
    try:
        return read(
            data, name=path.name, kind=options["kind"], format=options["format"]
        )
    except Refused as refused:
        faults = "\n".join(f"{path}:{fault}" for fault in refused.faults)
        raise CommandError(f"Nothing was imported.\n{faults}") from None


def _take_in(
    collection: Collection, name: str, source: str, reading: Reading, kind: str
) -> Changes:
    inventory = Inventory.objects.filter(collection=collection, name=name).first()
    if inventory is None:
        services.add(
            collection=collection, name=name, kind=kind, reading=reading, source=source,
            user=None,
        )  # fmt: skip
        return services.changes(None, reading.items)
    if inventory.kind != kind:
        label = inventory.get_kind_display().lower()
        raise CommandError(f"“{name}” is an inventory of {label}.")
    return services.update(
        inventory=inventory, reading=reading, source=source, seen=None, user=None
    )

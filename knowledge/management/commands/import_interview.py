"""`manage.py import_interview FILE`: take in the transcript of an interview."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from knowledge.interviews.guide import GuideError, read_guide
from knowledge.interviews.turns import Transcript, TranscriptError
from knowledge.models import Collection, Interview, InterviewGuide
from knowledge.services import guides
from knowledge.services import interviews as services
from knowledge.services.collections import collection_named
from knowledge.services.interviews import About, ImportedAlready, Original
from knowledge.spoken_language import language_of
from knowledge.transcribed import read_apart


class Command(BaseCommand):
    """Parses the words of the command line and prints what the service says."""

    help = (
        "Take in a transcript: text with names, markdown, WebVTT, SRT, JSON or Word. The format "
        "is told by the content; the file is kept as it is."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, metavar="FILE")
        parser.add_argument(
            "--collection", metavar="C", required=True, help="made when missing"
        )
        parser.add_argument(
            "--guide",
            metavar="G",
            default="",
            help="the number of an interview guide, or a markdown file to make one of",
        )
        parser.add_argument(
            "--title", metavar="T", help="the name of the file when left out"
        )
        parser.add_argument(
            "--language", metavar="CODE", help="told by the words when left out"
        )
        parser.add_argument("--held-on", type=date.fromisoformat, metavar="YYYY-MM-DD")
        parser.add_argument(
            "--dry-run", action="store_true", help="only say what would be done"
        )

    def handle(self, *_args: object, **options: Any) -> None:
        path: Path = options["path"]
        original = Original(_bytes(path), path.name)
        transcript = _read(path, original)
        with transaction.atomic():
            collection = collection_named(options["collection"])
            about = About(
                title=options["title"] or path.stem,
                language=options["language"] or language_of(transcript.turns),
                held_on=options["held_on"],
                guide=_guide(options["guide"], collection),
            )
            interview = _add(collection, original, transcript, about)
            line = _told(interview)
            transaction.set_rollback(options["dry_run"])
        for note in transcript.notes:
            self.stderr.write(f"{path}:{note.line}: {note.message}")
        # The number of a dry run is nobody's.
        kept = f"Interview {interview.pk}: {line}"
        self.stdout.write(f"Dry run: {line}" if options["dry_run"] else kept)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}") from error


def _read(path: Path, original: Original) -> Transcript:
    try:
        return read_apart(original.data)
    except TranscriptError as error:
        message = f"Nothing was imported.\n{path}:{error.line}: {error.message}"
        raise CommandError(message) from None


def _guide(named: str, collection: Collection) -> InterviewGuide | None:
    if not named:
        return None
    if named.isascii() and named.isdigit():
        found = InterviewGuide.objects.filter(pk=int(named)).first()
        if found is None:
            raise CommandError(f"There is no interview guide {named}.")
        return found
    path = Path(named)
    try:
        text = _bytes(path).decode("utf-8-sig")
        guide = read_guide(text)
    except UnicodeDecodeError:
        raise CommandError(f"{path} is not UTF-8.") from None
    except GuideError as error:
        raise CommandError(f"{path}:{error.line}: {error.message}") from None
    return guides.take_in(guide=guide, collection=collection, user=None)


def _add(
    collection: Collection, original: Original, transcript: Transcript, about: About
) -> Interview:
    try:
        return services.add(
            collection=collection,
            original=original,
            transcript=transcript,
            about=about,
            user=None,
        )
    except ImportedAlready as error:
        title = error.interview.title
        raise CommandError(f"This file is here already, as “{title}”.") from None


def _told(interview: Interview) -> str:
    speakers = ", ".join(
        f"{speaker} ({speaker.get_role_display().lower()})"
        for speaker in interview.speakers.all()
    )
    return f"{interview.turns.count():,} turns; {speakers}"

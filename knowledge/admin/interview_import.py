"""Interviews in from a file: see first who speaks and what was odd, then keep it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from knowledge.admin.access import staff
from knowledge.admin.interview_forms import ImportForm
from knowledge.admin.uploaded import Uploaded, uploaded
from knowledge.answering.languages import name_of
from knowledge.documents.encodings import text_of
from knowledge.documents.values import Refused
from knowledge.interview_facts import found_in, title_of
from knowledge.interviews.reading import MOST_BYTES
from knowledge.interviews.turns import Note, TranscriptError
from knowledge.models import Collection, Interview, Speaker
from knowledge.services import interviews as services
from knowledge.services.interviews import ImportedAlready, Original
from knowledge.spoken_language import language_of
from knowledge.transcribed import read_apart

MOST_TURNS_SHOWN = 12
MOST_NOTES_SHOWN = 100
LONGEST_LINE = 160


@dataclass(frozen=True)
class Place:
    """A sentence about a line of the file, with what stands there."""

    line: int
    message: str
    text: str = ""


def take_in(admin: "ModelAdmin[Interview]", request: HttpRequest) -> HttpResponse:
    """Show what an upload holds and, asked with its ticket, keep it."""
    form = ImportForm(request.POST or None, request.FILES or None, request=request)
    context: dict[str, Any] = {}
    if request.method == "POST":
        valid = form.is_valid()
        file = uploaded(form, staff(request)) if form.holds_file else None
        if file is not None:
            done = _kept(request, form, file) if valid else None
            if done is not None:
                return done
            context = {"ticket": file.ticket, "source": file.source}
            context |= _preview(form, file)
    context |= {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": _("Import an interview"),
        "form": form,
    }
    page = "admin/knowledge/interview/import.html"
    wrong = form.errors or "fault" in context
    return TemplateResponse(request, page, context, status=422 if wrong else 200)


def _kept(
    request: HttpRequest, form: ImportForm, file: Uploaded
) -> HttpResponse | None:
    """Keep what was looked at, if that is asked for and it is still the same."""
    if "_import" not in request.POST:
        return None
    original = _original(file)
    if request.POST.get("looked") != _seal(original):
        messages.warning(
            request, _("This is another file than you looked at: look again.")
        )
        return None
    try:
        transcript = read_apart(original.data)
    except TranscriptError:
        # The preview below says why.
        return None
    about = form.about(
        title=title_of(file.source), language=language_of(transcript.turns)
    )
    try:
        interview = services.add(
            collection=form.cleaned_data["collection"],
            original=original,
            transcript=transcript,
            about=about,
            user=staff(request),
        )
    except ImportedAlready:
        return None
    # What was said lies nowhere else than in the interview.
    file.path.unlink(missing_ok=True)
    text = _("“%s” is here. Look now whether the speakers are right.")
    messages.success(request, text % interview)
    page = reverse("admin:knowledge_interview_change", args=[interview.pk])
    return HttpResponseRedirect(page)


def _preview(form: ImportForm, file: Uploaded) -> dict[str, Any]:
    original = _original(file)
    try:
        transcript = read_apart(original.data)
    except TranscriptError as error:
        lines = _lines(original.data)
        return {"fault": _place(Note(error.line, error.message), lines)}
    before = _before(form, original)
    # Lines of a Word file are its paragraphs, which its bytes do not show.
    lines = [] if transcript.format == Interview.Format.DOCX else _lines(original.data)
    found = found_in(transcript)
    return {
        "looked": "" if before else _seal(original),
        "before": before,
        "format": Interview.Format(transcript.format).label,
        "language": name_of(found.language) if found.language else "",
        "voices": [(voice, Speaker.Role(voice.role).label) for voice in found.voices],
        "turns": transcript.turns[:MOST_TURNS_SHOWN],
        "turn_count": found.turns,
        "word_count": found.words,
        "until": found.until,
        "places": [_place(note, lines) for note in transcript.notes[:MOST_NOTES_SHOWN]],
        "more_places": max(0, len(transcript.notes) - MOST_NOTES_SHOWN),
    }


def _before(form: ImportForm, original: Original) -> Interview | None:
    collection: Collection | None = form.cleaned_data.get("collection")
    return services.imported_before(collection, original) if collection else None


def _original(file: Uploaded) -> Original:
    return Original(file.path.read_bytes(), file.source)


def _seal(original: Original) -> str:
    """Return a word for what a preview showed: another file gives another."""
    return salted_hmac("interview-import", original.sha256).hexdigest()


def _lines(data: bytes) -> list[str]:
    """Return the lines of a file of text as they are read; none of another."""
    try:
        return text_of(data, most_bytes=MOST_BYTES).replace("\r", "\n").split("\n")
    except Refused:
        return []


def _place(note: Note, lines: list[str]) -> Place:
    text = lines[note.line - 1] if 0 < note.line <= len(lines) else ""
    return Place(note.line, note.message, text.strip()[:LONGEST_LINE])

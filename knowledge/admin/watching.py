"""The page of watched folders: whether each is in step, what hinders it, and another look."""

from collections.abc import Iterator
from dataclasses import dataclass
from shlex import quote
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from knowledge.admin.access import may, rights_of
from knowledge.models import Collection, SourceDocument, WatchedFolder
from knowledge.rights import Right
from knowledge.services import watching
from knowledge.services.watched_documents import unread
from knowledge.syncing import Deed

State = WatchedFolder.State
MARKS = {State.NEW: "○", State.CHANGING: "…", State.IN_STEP: "✓", State.FAILED: "✕"}
DEEDS = {
    Deed.TAKE: pgettext_lazy("atoms", "taken from files"),
    Deed.WRITE: pgettext_lazy("atoms", "written to files"),
    Deed.MERGE: pgettext_lazy("atoms", "merged"),
    Deed.ARCHIVE: pgettext_lazy("atoms", "archived: their files are gone"),
    Deed.REMOVE: pgettext_lazy("atoms", "taken out of the folder: they are gone here"),
}
TO_DO = {
    "missing": gettext_lazy(
        "Ask whoever runs the desk to bring the folder back. Nothing was archived."
    ),
    "empty": gettext_lazy(
        "Ask whoever runs the desk to mount its disk. Nothing was archived. To fill an empty "
        "folder with the texts of the desk they run once: %(command)s"
    ),
    "large": gettext_lazy(
        "Split it into several collections with a folder each, or let a schedule of the "
        "system run: %(command)s"
    ),
    "disk": gettext_lazy(
        "Ask whoever runs the desk: its user must be able to read and write there, and the "
        "disk needs room. It is tried again by itself."
    ),
    "folder": gettext_lazy(
        "Bring the files back. If they were deleted on purpose, whoever runs the desk says "
        "so with: %(command)s --archive-all"
    ),
    "broken": gettext_lazy("It is tried again by itself; tell whoever runs the desk."),
    "conflict": gettext_lazy(
        "Let both sides say the same there: change the file, or the atom, or both."
    ),
    "id": gettext_lazy("Give the file another id, or take one of the two away."),
}
BY_ITSELF = gettext_lazy("Correct the file: it is read again by itself.")


@dataclass(frozen=True)
class Line:
    """A problem with what to do about it."""

    file: str
    line: int
    message: str
    severity: str
    to_do: str
    page: str = ""


@dataclass(frozen=True)
class Shown:
    """A folder as the page shows it."""

    folder: WatchedFolder
    mark: str
    publishes: bool
    deeds: list[tuple[int, str]]
    lines: list[Line]
    documents: int


def page(admin: "ModelAdmin[Collection]", request: HttpRequest) -> HttpResponse:
    """Show the folders of the collections that somebody may write in, or look again."""
    if not may(request, Right.WRITE):
        raise PermissionDenied
    mine = of_writer(request).select_related("collection")
    if request.method == "POST":
        return _look_again(request, mine)
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": _("Watched folders"),
        "folders": [_shown(folder) for folder in sorted(mine, key=_failing_first)],
    }
    return TemplateResponse(request, "admin/knowledge/collection/watched.html", context)


def of_writer(request: HttpRequest) -> QuerySet[WatchedFolder]:
    """Return the folders of the collections in which they may write."""
    mine = rights_of(request).collections(Right.WRITE)
    return WatchedFolder.objects.filter(collection__in=mine)


def failing(request: HttpRequest) -> int:
    """Return how many of those folders are not in step."""
    return of_writer(request).filter(state=State.FAILED).count()


def tables_that_wait(request: HttpRequest) -> int:
    """Return how many tables wait for their columns in the collections in which they may write."""
    mine = rights_of(request).collections(Right.WRITE)
    return SourceDocument.objects.filter(collection__in=mine).without_columns().count()


def _look_again(request: HttpRequest, mine: QuerySet[WatchedFolder]) -> HttpResponse:
    sent = request.POST.get("folder", "")
    if not (sent.isascii() and sent.isdigit() and len(sent) < 10):
        raise PermissionDenied
    folder = get_object_or_404(mine, pk=sent)
    watching.look_again(folder)
    text = _(
        "“%s” is looked at within seconds. Load this page again to see what came of it."
    )
    messages.success(request, text % folder.collection)
    return HttpResponseRedirect(reverse("admin:knowledge_watched"))


def _failing_first(folder: WatchedFolder) -> bool:
    return folder.state != State.FAILED


def _shown(folder: WatchedFolder) -> Shown:
    counts: dict[str, int] = folder.counts
    return Shown(
        folder,
        MARKS[State(folder.state)],
        watching.publishes(folder.collection),
        [
            (counts[deed.name.lower()], str(words))
            for deed, words in DEEDS.items()
            if deed.name.lower() in counts
        ],
        [*_lines(folder), *_unread(folder)],
        len(folder.brought or {}),
    )


def _lines(folder: WatchedFolder) -> Iterator[Line]:
    problem: dict[str, Any]
    command = f"manage.py sync_atoms {quote(folder.path)} --collection {folder.collection.slug}"
    for problem in folder.problems:
        advice = str(TO_DO.get(problem["key"], BY_ITSELF))
        named = problem["key"] not in {*TO_DO, "file", "body"}
        message = problem["message"]
        yield Line(
            problem["file"],
            problem["line"],
            f"{problem['key']} {message}" if named else message,
            problem["severity"],
            advice.replace("%(command)s", command),
        )


def _unread(folder: WatchedFolder) -> Iterator[Line]:
    """Yield the documents of which nothing came, or not yet: that hinders no other file."""
    for file, document in unread(folder):
        page = reverse("admin:knowledge_sourcedocument_change", args=[document.pk])
        line, message, to_do = 1, document.failure, _("Open the document.")
        if document.needs_columns:
            page = reverse("admin:knowledge_sourcedocument_columns", args=[document.pk])
            message = _("Somebody has to say what its columns hold.")
            to_do = _("Say what they hold.")
        elif document.notes:
            line = document.notes[0][0]
        yield Line(file, line, message, "warning", to_do, page)

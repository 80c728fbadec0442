"""What follows when a text was saved: publishing or review if asked, and a word about it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from knowledge.admin import answers, origins
from knowledge.admin.access import may, staff
from knowledge.admin.hindrances import why_hindered
from knowledge.admin.publishing_state import asked_words
from knowledge.format import AtomProblems
from knowledge.models import Atom, AtomVersion, InventoryEntry
from knowledge.rights import Right
from knowledge.services import atoms as services
from knowledge.services import publishing, reviews


def answer(
    request: HttpRequest, version: AtomVersion, entry: InventoryEntry | None = None
) -> HttpResponse:
    """Publish if asked, say what happened, and go on editing.

    `entry` is the one of an inventory that a new atom was written for.
    """
    origins.written(request, version)
    text, level = "", messages.SUCCESS
    if "_publish" in request.POST:
        text, level = _published(request, version)
    elif "_review" in request.POST:
        text, level = _sent_for_review(request, version)
    atom = Atom.objects.select_related("live_version", "latest_version").get(
        pk=version.atom_id
    )
    if not text and atom.live_version == version:
        text = _("Nothing has changed: version %d is published.") % version.number
    text = text or _("Saved as version %d, not published yet.") % version.number
    if answers.wants_json(request):
        return answers.told(atom, version=version.number, message=text)
    messages.add_message(request, level, text)
    page = reverse("admin:knowledge_atom_change", args=[atom.pk])
    # The browser may now forget the copy that it keeps of a text without an address.
    gap = origins.gap_of(request)
    begun_for = f"-entry-{entry.pk}" if entry else f"-gap-{gap.pk}" if gap else ""
    copy = f"{staff(request).pk}-new{begun_for}"
    return HttpResponseRedirect(f"{page}?kept={copy}")


def _published(request: HttpRequest, version: AtomVersion) -> tuple[str, int]:
    """Publish it; return what to say, and how: what was not done is no success."""
    if not may(request, Right.PUBLISH, version.atom):
        text = _("Saved as version %(own)d, not published: that needs the right to.")
        return text % {"own": version.number}, messages.WARNING
    try:
        run = publishing.publish_soon(
            atom=version.atom, user=staff(request), seen_version=version.number
        )
    except services.StaleEdit as stale:
        text = _("Saved as version %(own)d, not published: version %(newer)d is newer.")
        return text % {
            "own": version.number,
            "newer": stale.latest.number,
        }, messages.WARNING
    except services.NotApproved:
        text = _("Saved as version %d, not published: send it for review first.")
        return text % version.number, messages.WARNING
    except services.Hindered as refused:
        text = _("Saved as version %(own)d, not published. %(why)s")
        return text % {
            "own": version.number,
            "why": why_hindered(refused),
        }, messages.WARNING
    except services.Archived:
        text = _("Saved as version %d, not published: it is archived.")
        return text % version.number, messages.WARNING
    if run is not None:
        return asked_words(run), messages.INFO
    return _(
        "Version %d is published and answers in a moment."
    ) % version.number, messages.SUCCESS


def _sent_for_review(request: HttpRequest, version: AtomVersion) -> tuple[str, int]:
    try:
        reviews.ask_for_review(
            atom=version.atom, user=staff(request), seen_version=version.number
        )
    except AtomProblems as missing:
        text = _("Saved as version %(own)d, not sent for review: %(why)s.")
        why = "; ".join(problem.message for problem in missing.problems)
        return text % {"own": version.number, "why": why}, messages.WARNING
    except services.Archived:
        text = _("Saved as version %d, not sent for review: it is archived.")
        return text % version.number, messages.WARNING
    except reviews.NothingToReview:
        return _(
            "Nothing has changed: this text is published already."
        ), messages.SUCCESS
    except services.StaleEdit as stale:
        text = _("Saved as version %(own)d, not sent: version %(newer)d is newer.")
        return text % {
            "own": version.number,
            "newer": stale.latest.number,
        }, messages.WARNING
    return _("Version %d waits for review.") % version.number, messages.SUCCESS

"""How the publishing of a text stands that golden questions are asked about first."""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from knowledge.admin.many_words import WORDS
from knowledge.models import Atom, PublishingRun
from knowledge.services.verdicts import Why


def run_of(atom: Atom) -> PublishingRun | None:
    """Return the newest run of an atom, if it is under way or about the newest text."""
    run = atom.publishing_runs.select_related("version").first()
    if run is None or run.is_under_way:
        return run
    says_something = run.version_id == atom.latest_version_id or run.why == Why.CHANGED
    is_over = run.version_id == atom.live_version_id and not run.is_done
    return run if says_something and not is_over else None


def failed(run: PublishingRun | None) -> bool:
    """Whether a text was not published, and somebody should know."""
    return run is not None and not (run.is_under_way or run.is_done)


def word_of(run: PublishingRun | None) -> str:
    """Return what stands in place of "searchable" while a text waits, or when it was refused."""
    if run is None or run.is_done:
        return ""
    if not run.is_under_way:
        return _("✕ not published")
    if not run.total:
        return _("… golden questions are asked")
    text = ngettext(
        "… %(done)d of %(total)d golden question asked",
        "… %(done)d of %(total)d golden questions asked",
        run.total,
    )
    return text % {"done": run.done, "total": run.total}


def why_of(run: PublishingRun) -> Any:
    """Return why a text was not published, in words; of floors the page says more."""
    if run.failure:
        return run.failure
    return WORDS[Why(run.why)] if run.why else ""


def asked_words(run: PublishingRun) -> str:
    """Return what becomes of a text whose golden questions are asked, with the way to look."""
    address = reverse("admin:knowledge_atom_publishing", args=[run.atom_id])
    text = (
        _("Version %d is published once the golden questions near it hold.")
        if run.at is None
        else _("Version %d is scheduled once the golden questions near it hold.")
    )
    return format_html(
        '{} <a class="atom-link" href="{}">{}</a>',
        text % run.version.number,
        address,
        _("See how far that is"),
    )

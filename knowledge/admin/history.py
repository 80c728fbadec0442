"""The versions of an atom: who saved which when and why, and each one as it was."""

from operator import attrgetter
from typing import Any

from django.contrib.admin import ModelAdmin
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from knowledge.admin.access import may
from knowledge.admin.publishing_state import failed, run_of, word_of
from knowledge.admin.stages import stage_word
from knowledge.comparing import compare
from knowledge.format import join
from knowledge.format.write import without
from knowledge.looks import atom_to_html
from knowledge.models import Atom, AtomVersion, Review
from knowledge.rights import Right

LONGEST_NUMBER = 8
VIEWS = ("side", "inline")


def index_word(atom: Atom) -> str | None:
    """Return whether the live text can be found; nothing when there is none."""
    if atom.live_version is None:
        return None
    return _("… waiting") if is_waiting(atom) else _("✓ searchable")


def is_waiting(atom: Atom) -> bool:
    """Whether the live text is still to be made searchable."""
    return atom.live_version is not None and atom.live_version.indexed_at is None


def standing(atom: Atom) -> str:
    """Return which version is the newest and, if another one answers, which."""
    newest, live = atom.latest_version, atom.live_version
    if newest is None:
        return ""
    text = _("version %d") % newest.number
    if live is None or live == newest:
        return text
    return _("%(newest)s, live is %(live)d") % {"newest": text, "live": live.number}


def versions(
    admin: "ModelAdmin[Atom]", request: HttpRequest, atom: Atom
) -> HttpResponse:
    """List the versions, the newest first."""
    rows = atom.versions.select_related("author").defer("header", "body")
    # Readers of an atom read its collection, and so what candidates in it come from.
    rows = rows.prefetch_related("candidates")
    context = {
        **page_context(admin, request, atom),
        "title": _("Versions of “%(title)s”") % {"title": atom},
        "versions": rows,
    }
    return TemplateResponse(request, "admin/knowledge/atom/versions.html", context)


def version(
    admin: "ModelAdmin[Atom]", request: HttpRequest, atom: Atom, number: int
) -> HttpResponse:
    """Show a version, and what it changed."""
    shown = atom.versions.select_related("author").filter(number=number).first()
    if shown is None:
        raise Http404
    other = _compared_with(request, atom, shown)
    before = other and min(shown, other, key=attrgetter("number"))
    after = other and max(shown, other, key=attrgetter("number"))
    context = {
        **page_context(admin, request, atom),
        "title": str(shown),
        "version": shown,
        "html": atom_to_html(shown.type, shown.body),
        "before": before,
        "after": after,
        "other": other,
        "rows": compare(written(before), written(after)) if before and after else [],
        "view_here": True,
        "numbers": atom.versions.exclude(pk=shown.pk).values_list("number", flat=True),
    }
    return TemplateResponse(request, "admin/knowledge/atom/version.html", context)


def _compared_with(
    request: HttpRequest, atom: Atom, shown: AtomVersion
) -> AtomVersion | None:
    """Return the version that `?with=` names, or else the one before."""
    others = atom.versions.exclude(pk=shown.pk)
    asked = request.GET.get("with", "")
    if asked.isascii() and asked.isdigit() and len(asked) < LONGEST_NUMBER:
        found = others.filter(number=asked).first()
        if found is not None:
            return found
    return others.filter(number__lt=shown.number).first()


def newest(admin: "ModelAdmin[Atom]", request: HttpRequest, atom: Atom) -> HttpResponse:
    """Show the newest version to somebody who may not edit."""
    latest = atom.versions.latest("number")
    return version(admin, request, atom, latest.number)


def page_context(
    admin: "ModelAdmin[Atom]", request: HttpRequest, atom: Atom | None
) -> dict[str, Any]:
    """Return what each page of an atom needs."""
    context: dict[str, Any] = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "atom": atom,
        "rights": {r.name.lower(): may(request, r, atom) for r in Right},
        "view": comparison_view(request),
    }
    if atom is not None:
        run = run_of(atom)
        context |= {
            "state": stage_word(atom),
            "standing": standing(atom),
            "index_word": word_of(run) or index_word(atom),
            "waiting": is_waiting(atom) or (run is not None and run.is_under_way),
            "not_published": run if failed(run) else None,
            "sent_back": _sent_back(atom),
        }
    context["publishes"] = context["rights"]["publish"] and not (
        atom and (atom.collection.review_required or atom.archived_at)
    )
    return context


def comparison_view(request: HttpRequest) -> str:
    """Return how somebody wants comparisons shown, and remember it: "side" or "inline"."""
    asked = request.GET.get("view")
    if asked in VIEWS:
        request.session["comparison_view"] = asked
    kept = request.session.get("comparison_view")
    return kept if kept in VIEWS else VIEWS[0]


def _sent_back(atom: Atom) -> Review | None:
    """Return the review that sent the newest text back, if its last one did."""
    newest = atom.reviews.filter(version=atom.latest_version_id)
    last = newest.select_related("decided_by").order_by("-asked_at").first()
    return last if last and last.state == Review.State.SENT_BACK else None


def written(version: AtomVersion) -> str:
    """Return a version as it is compared: header and text, without its own number."""
    try:
        header = without(version.header, ["version"])
    except ValueError:
        # A merge can leave a header that is no YAML until somebody decided.
        header = version.header
    return join(header, version.body)

"""The versions of an atom: who saved which when and why, and each one as it was."""

import difflib
from collections.abc import Iterator
from typing import Any

from django.contrib.admin import ModelAdmin
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from knowledge.admin.access import may
from knowledge.format import join
from knowledge.format.write import without
from knowledge.models import Atom, AtomVersion
from knowledge.rendering import to_html
from knowledge.rights import Right

STATES = {
    "draft": gettext_lazy("○ Draft"),
    "published": gettext_lazy("● Published"),
    "changed": gettext_lazy("◐ Published, newer draft"),
}


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
    before = atom.versions.filter(number__lt=number).first()
    context = {
        **page_context(admin, request, atom),
        "title": str(shown),
        "version": shown,
        "html": to_html(shown.body),
        "before": before,
        "changes": list(changes(before, shown)) if before else [],
    }
    return TemplateResponse(request, "admin/knowledge/atom/version.html", context)


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
    }
    if atom is not None:
        context |= {
            "state": STATES[atom.state],
            "standing": standing(atom),
            "index_word": index_word(atom),
            "waiting": is_waiting(atom),
        }
    return context


def changes(before: AtomVersion, after: AtomVersion) -> Iterator[tuple[str, str]]:
    """Yield the lines of a comparison with their kind: same, added, taken or gap."""
    old, new = (
        join(without(v.header, ["version"]), v.body).splitlines()
        for v in (before, after)
    )
    kinds = {"+": "added", "-": "taken", "@": "gap", " ": "same"}
    # The first three lines name the files and where it begins.
    for line in list(difflib.unified_diff(old, new, lineterm=""))[3:]:
        yield kinds[line[0]], "" if line[0] == "@" else line[1:]

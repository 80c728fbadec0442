"""The page that says what an edit would change, before it is published."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from knowledge.admin.access import may, reader_of, staff
from knowledge.admin.answers import wants_json
from knowledge.admin.progress import progress_of
from knowledge.models import Atom, ImpactRun
from knowledge.models.traces import sites_seen_by
from knowledge.rights import Right
from knowledge.services import golden, impact

# What changes, worst first; each with its mark, so that colour is not all there is.
CHANGES = {
    "lost": (gettext_lazy("✕ Loses its answer"), "bad"),
    "silenced": (gettext_lazy("✕ Another text no longer answers"), "bad"),
    "asked": (gettext_lazy("? Asked back which text is meant"), "doubt"),
    "given": (gettext_lazy("→ Another text answers"), "doubt"),
    "taken": (gettext_lazy("← Taken from another text"), "doubt"),
    "reworded": (gettext_lazy("~ Another passage answers"), "doubt"),
    "gained": (gettext_lazy("✓ Gets an answer"), "good"),
    "freed": (gettext_lazy("✓ Another text answers now"), "good"),
}
KINDS = {
    "asked": gettext_lazy("asked"),
    "golden": gettext_lazy("golden question"),
    "phrasing": gettext_lazy("phrasing of an FAQ pair, or title"),
}


def impact_page(
    admin: "ModelAdmin[Atom]", request: HttpRequest, atom: Atom
) -> HttpResponse:
    """Show the last preview of the newest text and how far it is; by POST begin one."""
    if request.method == "POST":
        return _do(request, atom)
    draft = atom.versions.latest("number")
    run = ImpactRun.objects.filter(atom=atom, version=draft).first()
    if wants_json(request):
        return progress_of(run)
    rows = _rows(request, run.result) if run else []
    changed = [row for row in rows if row["change"] != "same"]
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": _("What version %d would change") % draft.number,
        "atom": atom,
        "draft": draft,
        "is_live": atom.live_version_id == draft.pk,
        "run": run,
        "rows": changed,
        "counts": _counts(changed),
        "tried": len(rows),
        "unanswered_golden": [
            row
            for row in rows
            if row["question"]["kind"] == "golden" and not row["after"]["answered"]
        ],
        "golden": atom.golden.all(),
        "may_write": may(request, Right.WRITE, atom),
        "may_publish": may(request, Right.PUBLISH, atom),
    }
    return TemplateResponse(request, "admin/knowledge/atom/impact.html", context)


def _rows(request: HttpRequest, result: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows that somebody may see, worst first; texts that they may not read unnamed."""
    reader = reader_of(request)
    sites = set(sites_seen_by(reader).values_list("pk", flat=True))
    seen = [
        row
        for row in result
        if row["question"]["site"] is None or row["question"]["site"] in sites
    ]
    slugs = {row[side]["atom"] for row in seen for side in ("before", "after")}
    readable = Atom.objects.readable_by(reader).filter(slug__in=slugs)
    keys = dict(readable.values_list("slug", "pk"))
    worst = list(CHANGES)
    shown = [_shown(row, keys) for row in seen]
    return sorted(
        shown,
        key=lambda row: (
            worst.index(row["change"]) if row["change"] in CHANGES else len(worst),
            -row["question"]["times"],
        ),
    )


def _shown(row: dict[str, Any], keys: dict[str, int]) -> dict[str, Any]:
    word, tone = CHANGES.get(row["change"], ("", ""))
    sides = {
        name: row[name]
        | {"key": keys.get(row[name]["atom"])}
        | ({} if row[name]["atom"] in keys else {"title": "", "text": ""})
        for name in ("before", "after")
    }
    kind = KINDS[row["question"]["kind"]]
    return row | sides | {"word": word, "tone": tone, "kind": kind}


def _counts(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    changes = [row["change"] for row in rows]
    return [
        {"word": word, "tone": tone, "count": changes.count(change)}
        for change, (word, tone) in CHANGES.items()
        if change in changes
    ]


def _do(request: HttpRequest, atom: Atom) -> HttpResponse:
    if not may(request, Right.WRITE, atom):
        raise PermissionDenied
    here = reverse("admin:knowledge_atom_impact", args=[atom.pk])
    text = request.POST.get("golden", "").replace("\0", "").strip()
    key = request.POST.get("remove", "")
    if text:
        _add_golden(request, atom, text)
    elif key.isascii() and key.isdigit() and len(key) < 16:
        golden.remove_from(atom=atom, key=int(key), user=staff(request))
    else:
        draft = atom.versions.latest("number")
        impact.ask_for_preview(version=draft, user=staff(request))
    return HttpResponseRedirect(here)


def _add_golden(request: HttpRequest, atom: Atom, text: str) -> None:
    try:
        golden.add_for(atom=atom, text=text[:1000], user=staff(request))
    except golden.TooMany:
        told = _("An atom has at most %d golden questions: take one out first.")
        messages.error(request, told % golden.MOST_OF_AN_ATOM)
    else:
        messages.success(
            request, _("Kept: it is tried with every preview from now on.")
        )

"""Texts that should be looked at again, those first that can do the most harm."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from knowledge.admin.access import may, reader_of, staff
from knowledge.models import Atom
from knowledge.rights import Right
from knowledge.services import atoms as services
from knowledge.services import care

DAYS = 90
MOST = 500
SHOWN = 50
UNUSED = (0, 0)

# The versions of what is due are few: looked up first, they meet the questions in memory.
_USES = """
WITH version AS MATERIALIZED (
    SELECT id, atom_id FROM knowledge_atomversion WHERE atom_id = ANY(%(atoms)s)
)
SELECT version.atom_id, count(*), count(*) FILTER (WHERE NOT asked.vote)
FROM knowledge_askedquestion asked
CROSS JOIN unnest(asked.versions) AS cited
JOIN version ON version.id = cited
WHERE asked.at > %(since)s
GROUP BY version.atom_id
"""


@dataclass(frozen=True)
class Due:
    """A text that is due, with what it did in the last months."""

    atom: Atom
    days: int
    answers: int
    unhelpful: int
    may_verify: bool
    source: int | None = None
    """Of a translation that is out of date: the version of its source that answers."""


def freshness(admin: "ModelAdmin[Atom]", request: HttpRequest) -> HttpResponse:
    """List what is due, or keep that a text is still right."""
    if request.method == "POST":
        return _verify(request)
    today = timezone.localdate()
    due, many = _due(request, today)
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": _("Due for a second look"),
        "due": due,
        "more": max(0, many - SHOWN),
        "days": DAYS,
    }
    return TemplateResponse(request, "admin/knowledge/atom/freshness.html", context)


def _due(request: HttpRequest, today: date) -> tuple[list[Due], int]:
    """Return the SHOWN that can do the most harm, and how many are due, MOST at most."""
    due = Atom.objects.readable_by(reader_of(request)).due(today).order_by("due_on")
    days = {
        pk: (today - due_on).days
        for pk, due_on in due.values_list("pk", "due_on")[:MOST]
        if due_on
    }
    uses = _uses(list(days))
    worst = sorted(days, key=lambda pk: -_damage(days[pk], *uses.get(pk, UNUSED)))
    # Only these are read whole.
    atoms = (
        due.select_related("live_version", "collection")
        .defer("live_version__header", "live_version__body")
        .in_bulk(worst[:SHOWN])
    )
    late = Atom.objects.filter(pk__in=atoms).outdated()
    outdated = {atom.pk: getattr(atom, "source_version", None) for atom in late}
    shown = [
        Due(
            atoms[pk],
            days[pk],
            *uses.get(pk, UNUSED),
            may_verify=_may_verify(request, atoms[pk]),
            source=outdated.get(pk),
        )
        for pk in worst
        if pk in atoms
    ]
    return shown, len(days)


def _damage(days: int, answers: int, unhelpful: int) -> int:
    """Return how much harm a text can do: answers given, times days overdue, times bad votes."""
    return (1 + answers) * (1 + days) * (1 + unhelpful)


def _uses(atoms: list[int]) -> dict[int, tuple[int, int]]:
    """Return, by atom, how often it was cited lately and how often that did not help."""
    with connection.cursor() as cursor:
        since = timezone.now() - timedelta(days=DAYS)
        cursor.execute(_USES, {"since": since, "atoms": atoms})
        return {atom: (answers, bad) for atom, answers, bad in cursor.fetchall()}


def _may_verify(request: HttpRequest, atom: Atom) -> bool:
    return may(request, Right.WRITE, atom) or may(request, Right.REVIEW, atom)


def _verify(request: HttpRequest) -> HttpResponse:
    readable = Atom.objects.readable_by(reader_of(request))
    sent = request.POST.get("atom", ""), request.POST.get("seen_version", "")
    if not all(text.isascii() and text.isdigit() and len(text) < 10 for text in sent):
        raise PermissionDenied
    atom = get_object_or_404(readable, pk=sent[0])
    if not _may_verify(request, atom):
        raise PermissionDenied
    try:
        care.verify(atom=atom, user=staff(request), seen_version=int(sent[1]))
    except services.StaleEdit:
        text = _("“%s” was published anew meanwhile: look at it again.")
        messages.warning(request, text % atom)
    else:
        days = atom.collection.fresh_days
        text = ngettext(
            "“%(title)s” is fine for another day.",
            "“%(title)s” is fine for another %(days)d days.",
            days,
        )
        messages.success(request, text % {"title": atom, "days": days})
    return HttpResponseRedirect(reverse("admin:knowledge_freshness"))

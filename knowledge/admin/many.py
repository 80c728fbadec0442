"""The page of a deed on many atoms: what would happen to which, then how far it is."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from knowledge.admin.access import reader_of, rights_of, staff
from knowledge.admin.many_values import NEEDS, ValueForm
from knowledge.admin.many_words import WORDS
from knowledge.admin.tag_words import about
from knowledge.admin.under_way import time_left
from knowledge.models import Atom, Errand
from knowledge.services import errands
from knowledge.services.verdicts import DONE_WITH, Why, verdicts

MOST_SHOWN = 100
# So long the page itself is at it; what is left then, a worker does.
AT_ONCE_SECONDS = 2.0
Deed = Errand.Deed


@dataclass
class Group:
    """Atoms with which the same happens, for the same reason; the first of them by name."""

    words: Any
    does: bool
    count: int = 0
    atoms: list[Atom] = field(default_factory=list)

    @property
    def more(self) -> int:
        """How many are counted and not named."""
        return self.count - len(self.atoms)


def prepare(
    request: HttpRequest, atoms: "QuerySet[Atom]", deed: str, tag: str = ""
) -> HttpResponse:
    """Keep which atoms were chosen and lead to the page that shows what would happen."""
    keys = list(atoms.values_list("pk", flat=True)[: errands.MOST_ATOMS + 1])
    if len(keys) > errands.MOST_ATOMS:
        text = _("At most %d atoms at once: narrow the list down with a filter.")
        messages.error(request, text % errands.MOST_ATOMS)
        return HttpResponseRedirect(request.get_full_path())
    errand = errands.ask(user=staff(request), deed=deed, keys=keys, tag=tag)
    return HttpResponseRedirect(_address(errand))


def page(admin: "ModelAdmin[Atom]", request: HttpRequest, key: int) -> HttpResponse:
    """Show an errand, let it begin, or show how far it is."""
    visible = Errand.objects.visible_to(staff(request))
    errand = get_object_or_404(visible.select_related("collection"), pk=key)
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "errand": errand,
        "title": errand.get_deed_display(),
        "total": len(errand.atoms),
    }
    if errand.state != Errand.State.ASKED:
        return _begun(request, errand, context)
    sent = request.POST if request.method == "POST" else None
    form = ValueForm(sent, initial=_values(errand), request=request, errand=errand)
    context |= {"form": form}
    if sent is not None:
        if not form.is_valid():
            return _show(request, context | about(request, errand), status=422)
        for name, value in form.cleaned_data.items():
            setattr(errand, name, value)
        errand.save(update_fields=list(form.cleaned_data))
    context |= about(request, errand)
    if not all(getattr(errand, name) for name in NEEDS.get(Deed(errand.deed), ())):
        return _show(request, context)
    context |= _preview(request, errand)
    if "_do" in request.POST:
        if request.POST.get("looked") == context["looked"]:
            return _begin(errand, context["seen"])
        text = _("Something has changed since you looked: look again.")
        messages.warning(request, text)
    return _show(request, context)


def _values(errand: Errand) -> dict[str, Any]:
    """Return what was said before, as the form shows it."""
    return {**vars(errand), "collection": errand.collection_id}


def _begin(errand: Errand, seen: list[int]) -> HttpResponse:
    if errands.begin(errand, seen=seen):
        _set_out(errand)
    return HttpResponseRedirect(_address(errand))


def _begun(
    request: HttpRequest, errand: Errand, context: dict[str, Any]
) -> HttpResponse:
    """Show how far it is, stop what is under way, or go on with what was stopped."""
    if request.method != "POST":
        return _show(request, context | _standing(request, errand))
    if "_stop" in request.POST:
        errands.stop(errand)
    elif "_go_on" in request.POST and errands.go_on(errand):
        _set_out(errand)
    return HttpResponseRedirect(_address(errand))


def _set_out(errand: Errand) -> None:
    """Do at once what takes no longer than a page may; a worker does the rest."""
    if errands.is_slow(errand):
        errands.hand_over(errand)
    else:
        errands.carry_out(errand.pk, seconds=AT_ONCE_SECONDS)


def _preview(request: HttpRequest, errand: Errand) -> dict[str, Any]:
    """What would happen to which, in groups; `looked` is another for other atoms or texts."""
    groups: dict[tuple[bool, Why | None], Group] = {}
    seen: list[int] = []
    whys: list[Why | None] = []
    for _key, atom, verdict in verdicts(errand, rights_of(request)):
        seen.append((atom.latest_version_id if atom else None) or 0)
        whys.append(verdict.why)
        words = WORDS[verdict.why]
        group = groups.setdefault(
            (verdict.does, verdict.why), Group(words, verdict.does)
        )
        group.count += 1
        if atom and verdict.why is not Why.GONE and len(group.atoms) < MOST_SHOWN:
            group.atoms.append(atom)
    ordered = sorted(groups.values(), key=lambda group: (not group.does, -group.count))
    values = [
        getattr(errand, name)
        for name in ("collection_id", "tag", "new_tag", "type", "publish")
    ]
    return {
        "groups": ordered,
        "to_do": sum(group.count for group in ordered if group.does),
        "seen": seen,
        "looked": salted_hmac("errand", repr([seen, whys, values])).hexdigest(),
    }


def _standing(request: HttpRequest, errand: Errand) -> dict[str, Any]:
    """How far it is, and which atoms were left as they are so far."""
    left = list(errand.left.order_by("pk").values_list("atom_key", "why"))
    counts = Counter(why for _, why in left)
    shown = {why: [k for k, w in left if w == why][:MOST_SHOWN] for why in counts}
    readable = Atom.objects.readable_by(reader_of(request))
    names = readable.in_bulk([key for keys in shown.values() for key in keys])
    return {
        "groups": [
            Group(WORDS[Why(why)], Why(why) in DONE_WITH, counts[why], [
                names[key] for key in keys if key in names
            ])
            for why, keys in shown.items()
        ],
        "changed": errand.position - sum(
            count for why, count in counts.items() if Why(why) not in DONE_WITH
        ),
        "done": errand.state == Errand.State.DONE,
        "rest": len(errand.atoms) - errand.position,
        "left": time_left(errand, len(errand.atoms), timezone.now()),
        "percent": 100 * errand.position // max(1, len(errand.atoms)),
    }  # fmt: skip


def _address(errand: Errand) -> str:
    return reverse("admin:knowledge_atom_many", args=[errand.pk])


def _show(
    request: HttpRequest, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    template = "admin/knowledge/atom/many.html"
    return TemplateResponse(request, template, context, status=status)

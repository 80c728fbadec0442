"""The page of phrasings to accept: what customers asked, each beside the pair that it may belong to."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from knowledge.admin.access import may, reader_of, rights_of, staff
from knowledge.admin.many_words import WORDS
from knowledge.admin.phrasing_rows import (
    ACCEPT,
    REFUSE,
    SHOWN,
    Offers,
    Place,
    Row,
    rows_of,
)
from knowledge.asked_as import DAYS
from knowledge.models import Atom
from knowledge.models.traces import sites_seen_by
from knowledge.phrasings_heard import mark_of
from knowledge.phrasings_offered import Offered, offered
from knowledge.rights import Right
from knowledge.services import phrasings
from knowledge.services.verdicts import DONE_WITH


def page(admin: "ModelAdmin[Atom]", request: HttpRequest) -> HttpResponse:
    """Show what customers asked for the texts that somebody may write; keep what they decided."""
    if request.method != "POST":
        found = _offered(request)
        told = Offers(initial=[_initial(offer) for offer in found])
        places = [(form, o.atom, o.pair) for form, o in zip(told, found, strict=True)]
        return _shown(admin, request, told, rows_of(places))
    if "take_back" in request.POST:
        return _take_back(request)
    told = Offers(request.POST)
    if not told.is_valid():
        if told.non_form_errors() or not (places := _typed(request, told)):
            raise PermissionDenied
        return _shown(admin, request, told, rows_of(places), status=422)
    return _decide(request, told)


def _offered(request: HttpRequest) -> list[Offered]:
    mine = rights_of(request).collections(Right.WRITE).values_list("pk", flat=True)
    sites = sites_seen_by(reader_of(request)).filter(collections__in=mine).distinct()
    return offered(list(sites), set(mine), SHOWN)


def _initial(offer: Offered) -> dict[str, Any]:
    version = offer.atom.latest_version
    return {
        "atom": offer.atom.pk,
        "seen": version and version.number,
        "place": offer.pair.ordinal,
        "chats": offer.heard.chats,
        "in_vain": offer.heard.in_vain,
        "said": offer.heard.text,
        "text": offer.heard.text,
    }


def _shown(
    admin: "ModelAdmin[Atom]",
    request: HttpRequest,
    told: Any,
    rows: Sequence[Row],
    status: int = 200,
) -> HttpResponse:
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": _("Phrasings to accept"),
        "told": told,
        "rows": rows,
        "days": DAYS,
        "is_full": len(rows) == SHOWN,
        "refused": _numbers(request.GET.get("refused", "")),
    }
    return TemplateResponse(
        request, "admin/knowledge/atom/phrasings.html", context, status=status
    )


def _typed(request: HttpRequest, told: Any) -> list[Place]:
    """Return the places of a form that came back, as they were typed; none where it was tampered with."""
    found: list[Place] = []
    for form in told:
        values = form.cleaned_data
        atom = _writable(request, values.get("atom"))
        version = atom.latest_version if atom else None
        pairs = version.pairs.all() if version else ()
        pair = next((p for p in pairs if p.ordinal == values.get("place")), None)
        if set(form.errors) - {"text"} or atom is None or pair is None:
            return []
        found.append((form, atom, pair))
    return found


def _writable(request: HttpRequest, key: int | None) -> Atom | None:
    if key is None:
        return None
    readable = Atom.objects.readable_by(reader_of(request)).filter(pk=key)
    atom = readable.select_related("collection", "latest_version").first()
    return atom if atom and may(request, Right.WRITE, atom) else None


def _decide(request: HttpRequest, told: Any) -> HttpResponse:
    """Keep what was decided, text by text: each gets one version with all that was accepted for it."""
    of_atoms: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for form in told:
        if form.cleaned_data.get("deed"):
            of_atoms[form.cleaned_data["atom"]].append(form.cleaned_data)
    atoms = {key: _writable(request, key) for key in of_atoms}
    if None in atoms.values():
        raise PermissionDenied
    refused: list[int] = []
    for key, atom in atoms.items():
        if atom is not None:
            refused += _refuse(request, atom, of_atoms[key])
            _accept(request, atom, of_atoms[key])
    if not of_atoms:
        messages.info(request, _("Nothing was decided yet."))
    here = reverse("admin:knowledge_phrasings")
    numbers = ",".join(map(str, refused))
    return HttpResponseRedirect(f"{here}?refused={numbers}" if refused else here)


def _refuse(
    request: HttpRequest, atom: Atom, decided: Sequence[dict[str, Any]]
) -> list[int]:
    marks = {mark_of(one["said"]) for one in decided if one["deed"] == REFUSE}
    return phrasings.refuse(atom=atom, marks=marks, user=staff(request))


def _accept(
    request: HttpRequest, atom: Atom, decided: Sequence[dict[str, Any]]
) -> None:
    accepted = [one for one in decided if one["deed"] == ACCEPT]
    if not accepted:
        return
    asked: dict[int, dict[str, None]] = defaultdict(dict)
    for one in accepted:
        # The same words, typed in two rows, are one phrasing.
        asked[one["place"]][one["text"]] = None
    why = phrasings.accept(
        atom=atom,
        seen_version=accepted[0]["seen"],
        accepted=phrasings.Accepted(
            {place: list(texts) for place, texts in asked.items()},
            {mark_of(one["said"]) for one in accepted},
        ),
        user=staff(request),
    )
    number = sum(map(len, asked.values()))
    if why is None:
        text = ngettext(
            "“%(atom)s” answers to %(number)d more phrasing in a moment.",
            "“%(atom)s” answers to %(number)d more phrasings in a moment.",
            number,
        )
        messages.success(request, text % {"atom": atom, "number": number})
        return
    told = _("“%(atom)s”: %(why)s.") % {"atom": atom, "why": WORDS[why]}
    level = messages.INFO if why in DONE_WITH else messages.WARNING
    messages.add_message(request, level, told)


def _take_back(request: HttpRequest) -> HttpResponse:
    keys = _numbers(request.POST.get("take_back", ""))
    number = phrasings.take_back(refused=keys, user=staff(request))
    text = ngettext(
        "%d question is offered again.", "%d questions are offered again.", number
    )
    messages.success(request, text % number)
    return HttpResponseRedirect(reverse("admin:knowledge_phrasings"))


def _numbers(said: str) -> list[int]:
    return [int(part) for part in _parts(said)]


def _parts(said: str) -> Iterator[str]:
    """Yield what can be the key of a row."""
    for part in said.split(",")[:SHOWN]:
        if part.isascii() and part.isdigit() and len(part) < 16:
            yield part

"""One click from an answer to a golden question: its atoms are right, or it must not be answered."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from knowledge.admin.access import reader_of, staff
from knowledge.admin.golden_rights import may_keep
from knowledge.admin.replay import before_of, is_verified
from knowledge.models import AskedQuestion, Atom, Evidence, GoldenQuestion
from knowledge.models.golden import LONGEST
from knowledge.services import golden as services
from knowledge.services.golden import Expected, Golden


def golden_of(request: HttpRequest, evidence: Evidence) -> dict[str, Any]:
    """Return what a page needs to offer the two clicks: which of them somebody may make."""
    atoms = _cited(request, evidence)
    return {
        "golden_known": _known_to(request, evidence),
        "golden_answer": bool(atoms) and may_keep(request, atoms, evidence.site),
        "golden_silence": may_keep(request, [], evidence.site),
    }


def make_golden(
    admin: "ModelAdmin[Any]", request: HttpRequest, evidence: Evidence
) -> HttpResponse:
    """Make the question of an answer a golden one, and show it."""
    expects = request.POST.get("expects", "")
    atoms = _cited(request, evidence) if expects == Expected.ANSWER else []
    known = expects in {Expected.ANSWER, Expected.SILENCE}
    needs_atoms = expects == Expected.ANSWER and not atoms
    may = may_keep(request, atoms, evidence.site)
    if request.method != "POST" or not known or needs_atoms or not may:
        raise PermissionDenied
    asked = AskedQuestion.objects.filter(turn=evidence.turn).first()
    golden = Golden(
        text=evidence.question[:LONGEST],
        expects=expects,
        atoms=atoms,
        site=evidence.site,
        before=before_of(evidence)[:LONGEST],
        verified=is_verified(evidence),
        source=asked.source if asked else None,
    )
    try:
        made = services.add(golden=golden, user=staff(request))
    except services.Known:
        made_before = _known(evidence)
        messages.info(request, _("It is a golden question already."))
        return _to(made_before)
    except services.TooMany:
        told = _("An atom has at most %(atom)d golden questions, a site %(site)d.")
        most = {"atom": services.MOST_OF_AN_ATOM, "site": services.MOST_OF_A_SITE}
        messages.error(request, told % most)
        page = reverse("admin:knowledge_evidence_change", args=[evidence.pk])
        return HttpResponseRedirect(page)
    messages.success(
        request, _("Kept: it is asked every night from now on. Change it if need be.")
    )
    return _to(made)


def _to(question: GoldenQuestion | None) -> HttpResponse:
    if question is None:
        return HttpResponseRedirect(
            reverse("admin:knowledge_goldenquestion_changelist")
        )
    page = reverse("admin:knowledge_goldenquestion_change", args=[question.pk])
    return HttpResponseRedirect(page)


def _known_to(request: HttpRequest, evidence: Evidence) -> GoldenQuestion | None:
    known = _known(evidence)
    readable = GoldenQuestion.objects.readable_by(reader_of(request))
    seen = known is not None and readable.filter(pk=known.pk).exists()
    return known if seen else None


def _known(evidence: Evidence) -> GoldenQuestion | None:
    golden = Golden(
        evidence.question[:LONGEST],
        site=evidence.site,
        before=before_of(evidence)[:LONGEST],
        verified=is_verified(evidence),
    )
    fields = {name: value for name, value in golden.fields.items() if name != "expects"}
    return GoldenQuestion.objects.filter(**fields).defer("vector").first()


def _cited(request: HttpRequest, evidence: Evidence) -> list[Atom]:
    """The atoms that the answer cites, if somebody may read all of them."""
    cited = Atom.objects.filter(versions__in=evidence.versions).distinct()
    atoms = list(cited.select_related("collection"))
    readable = reader_of(request).collections
    return atoms if all(atom.collection_id in readable for atom in atoms) else []

"""The page of one candidate: the text on one side, what was said on the other, and what to do."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from knowledge.admin.access import may_in
from knowledge.admin.candidate_deeds import DEEDS, Refused
from knowledge.admin.candidate_merging import comparison, target_of
from knowledge.admin.candidate_order import address, neighbours
from knowledge.admin.candidate_sources import source_page
from knowledge.admin.candidate_text import LONGEST_REASON, Typed
from knowledge.admin.likeness import draft_of, likes_of
from knowledge.format import parse
from knowledge.looks import atom_to_html
from knowledge.models import Candidate, CandidateSentence
from knowledge.passages import stretches
from knowledge.rights import Right

STATES = {
    "open": gettext_lazy("○ Waiting"),
    "accepted": gettext_lazy("● Accepted"),
    "merged": gettext_lazy("⊕ Merged"),
    "rejected": gettext_lazy("✕ Rejected"),
    "split": gettext_lazy("÷ Split"),
}


def candidate(
    admin: "ModelAdmin[Candidate]", request: HttpRequest, candidate: Candidate
) -> HttpResponse:
    """Show a candidate; by POST, do one of the deeds and go on to the next."""
    typed = None
    faults: dict[str, str] = {}
    if request.method == "POST":
        deed = DEEDS.get(request.POST.get("deed", ""))
        if deed is None or not may_in(request, Right.WRITE, candidate.collection):
            raise PermissionDenied
        typed = Typed.of(request, candidate)
        try:
            return HttpResponseRedirect(deed(request, candidate, typed))
        except Refused as refused:
            if refused.field:
                faults[refused.field] = str(refused)
            else:
                messages.error(request, str(refused))
    return shown(admin, request, candidate, typed=typed, faults=faults)


def shown(
    admin: "ModelAdmin[Candidate]",
    request: HttpRequest,
    candidate: Candidate,
    *,
    typed: Typed | None = None,
    faults: Mapping[str, str] = MappingProxyType({}),
) -> HttpResponse:
    """Show a candidate, with what was typed where that was refused and why."""
    file = typed.file if typed else candidate.text
    waits = candidate.state == Candidate.State.OPEN
    edited = file != candidate.text
    parsed = parse(file)
    sentences = list(candidate.sentences.all())
    lit = _sources(sentences)
    said = stretches(candidate.source, lit)
    source = source_page(request, candidate)
    into = request.GET.get("into", "")
    target = target_of(request, typed.atom if typed else into)
    if target is None and source.into and not typed and "into" not in request.GET:
        # What the source would have newer is compared without being asked for.
        target = target_of(request, str(source.into.pk))
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": candidate.title or _("No title"),
        "candidate": candidate,
        "source": source,
        "state": STATES[candidate.state],
        "address": address(candidate.pk),
        "file": file,
        "edited": edited,
        "lost": file if edited and not waits else "",
        "seen_revision": typed.seen_revision if typed else candidate.revision,
        "reason": typed.reason if typed else "",
        "longest_reason": LONGEST_REASON,
        "problems": parsed.problems,
        "wrong": parsed.errors,
        "faults": faults,
        "html": atom_to_html(parsed.type, parsed.body),
        "sentences": sentences,
        "unsupported": [s for s in sentences if not s.supported],
        "stretches": said,
        "lit": lit,
        "shown": {each.number for stretch in said for each in stretch.passages},
        "likes": likes_of(request, draft_of(parsed)),
        "target": target,
        "into": into,
        "rows": comparison(candidate, target, parsed) if target else [],
        "may_decide": may_in(request, Right.WRITE, candidate.collection),
        "waits": waits,
        **neighbours(candidate, source),
        **source.more(),
    }
    return TemplateResponse(
        request,
        "admin/knowledge/candidate/candidate.html",
        context,
        status=409 if typed else 200,
    )


def _sources(sentences: Iterable[CandidateSentence]) -> set[int]:
    """Return the passages that say it; those nearest to what nobody said only where there are no others."""
    every = list(sentences)
    supported = [each for each in every if each.supported]
    return {number for each in supported or every for number in each.turns}

"""The page of what an interview gives: look through it, how far that is, and the candidates."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, Sum
from django.db.models.functions import Length
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from knowledge.admin.access import may_in, staff
from knowledge.admin.answers import wants_json
from knowledge.admin.candidate_page import STATES
from knowledge.interviews.stretches import about_stretches
from knowledge.llm import configured
from knowledge.models import Candidate, Extraction, Interview, Speaker, SpokenTurn
from knowledge.rights import Right
from knowledge.services import extractions

ENGINES = {
    Extraction.RULES: gettext_lazy("by rules"),
    Extraction.MODEL: gettext_lazy("by a model"),
}


def page(
    admin: "ModelAdmin[Interview]", request: HttpRequest, interview: Interview
) -> HttpResponse:
    """Show what was found and how far the look is; by POST, do one of the deeds."""
    last = interview.extractions.first()
    if request.method == "POST":
        return _do(request, interview, last)
    if wants_json(request):
        return JsonResponse(_progress(last))
    turn = _turn(request, interview)
    found = interview.candidates.exclude(state=Candidate.State.SPLIT).annotate(
        missing=Count("sentences", filter=Q(sentences__supported=False))
    )
    if turn:
        found = found.leaning_on(interview, turn.number)
    # Rows that are counted together come in no order of their own.
    found = found.order_by("ordinal", "pk")
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": _("What “%(title)s” gives") % {"title": interview},
        "interview": interview,
        "extraction": last,
        "runs": last is not None and not (last.finished_at or last.stopped_at),
        "turn": turn,
        "rows": [(each, STATES[each.state]) for each in found.defer("text", "said")],
        "first": interview.candidates.waiting().values_list("pk", flat=True).first(),
        "counts": _counts(interview),
        "engine": ENGINES.get(last.engine, "") if last else "",
        "model": _model(),
        "requests": _requests(interview),
        "stage": _stage(last) if last else "",
        "may_write": may_in(request, Right.WRITE, interview.collection),
        "only_others": _only_others(interview),
    }
    template = "admin/knowledge/interview/extraction.html"
    return TemplateResponse(request, template, context)


def _turn(request: HttpRequest, interview: Interview) -> SpokenTurn | None:
    """The turn that somebody asks about: what was written of it, and would have to change with it."""
    sent = request.GET.get("turn", "")
    if not (sent.isascii() and sent.isdigit() and len(sent) < 10):
        return None
    return interview.turns.select_related("speaker").filter(number=sent).first()


def _progress(extraction: Extraction | None) -> dict[str, object]:
    if extraction is None:
        return {"finished": True, "done": 0, "total": 0}
    ended = extraction.finished_at or extraction.stopped_at
    return {
        "finished": ended is not None,
        "done": extraction.done,
        "total": extraction.total,
        "stage": _stage(extraction),
    }


def _stage(extraction: Extraction) -> str:
    """What goes on before there is something to count: a talk of hours is read for a minute."""
    taken = extraction.leased_until is not None
    return _("what was said is read") if taken else _("begins in a moment")


def _counts(interview: Interview) -> list[tuple[Any, int]]:
    counted = interview.candidates.exclude(state=Candidate.State.SPLIT)
    by_state = dict(counted.order_by().values_list("state").annotate(Count("pk")))
    return [(word, by_state[s]) for s, word in STATES.items() if s in by_state]


def _only_others(interview: Interview) -> bool:
    """Whether nobody of those who speak asks or knows, so that nothing is looked for."""
    return not interview.speakers.exclude(role=Speaker.Role.OTHER).exists()


def _model() -> str:
    """The model that would be asked; nothing where the settings name none."""
    return next((server.model for server in configured.servers()), "")


def _requests(interview: Interview) -> int:
    """About how often a model would be asked, without reading what was said."""
    said = interview.turns.exclude(speaker__role=Speaker.Role.OTHER)
    return about_stretches(said.aggregate(all=Sum(Length("text"), default=0))["all"])


def _do(
    request: HttpRequest, interview: Interview, last: Extraction | None
) -> HttpResponse:
    deed = DEEDS.get(request.POST.get("deed", ""))
    if deed is None or not may_in(request, Right.WRITE, interview.collection):
        raise PermissionDenied
    try:
        deed(request, interview, last)
    except extractions.NotReady:
        text = _("First say who asks and who knows, on the page of the interview.")
        messages.error(request, text)
    return HttpResponseRedirect(request.path)


def _begin(request: HttpRequest, interview: Interview, last: Extraction | None) -> None:
    engine = request.POST.get("engine", Extraction.RULES)
    if engine not in ENGINES or (engine == Extraction.MODEL and not _model()):
        raise PermissionDenied
    extractions.begin(interview=interview, user=staff(request), engine=engine)


def _stop(request: HttpRequest, interview: Interview, last: Extraction | None) -> None:
    if last is not None:
        extractions.stop(extraction=last, user=staff(request))


def _go_on(request: HttpRequest, interview: Interview, last: Extraction | None) -> None:
    if last is not None:
        extractions.go_on(extraction=last, user=staff(request))


DEEDS: dict[str, Callable[[HttpRequest, Interview, Extraction | None], None]] = {
    "begin": _begin,
    "stop": _stop,
    "go_on": _go_on,
}

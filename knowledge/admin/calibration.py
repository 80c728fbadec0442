"""How sure a site's bot has to be before it answers: chosen by what comes of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from accounts.models import Site
from knowledge.admin.access import staff
from knowledge.answering.gate import LEARNT, OperatingPoint
from knowledge.evaluation import calibration as calibrating
from knowledge.evaluation.calibration import Finding, Labelled, Point, Tally
from knowledge.llm.embedder import EmbeddingFailed
from knowledge.models import Atom, SiteVariant
from knowledge.services import policies

WANTED = (0.9, 0.95)
"""Shares of right answers that thresholds are looked for on a site's own questions."""
MOST_ASKED = 200
"""Somebody waits for the page; the command asks all of them."""
WIDTH, HEIGHT = 320, 160


class FloorForm(forms.Form):
    """The score from which on a site's bot answers; empty for the default."""

    floor = forms.FloatField(required=False, min_value=0, max_value=1)


@dataclass(frozen=True)
class Choice:
    """A threshold to choose, what to expect of it, and what it comes to here."""

    floor: float
    expected: Mapping[str, OperatingPoint]
    """Of texts and of pairs; empty for a score that was not measured."""
    here: Point | None
    is_chosen: bool

    @property
    def value(self) -> str:
        """Return what the form sends: a number that no language writes with a comma."""
        return repr(self.floor)


@dataclass(frozen=True)
class Measured:
    """What a site's labelled questions came to."""

    labelled: Sequence[Labelled]
    answerable: int
    by_default: Tally
    torn: Tally
    """Those of the default answers that are asked back about where no model reads the texts."""
    findings: Sequence[tuple[int, Finding]]

    def at(self, floor: float) -> Point:
        """Return what answering from a score on comes to."""
        return calibrating.at(self.labelled, self.answerable, floor)

    @property
    def curve(self) -> str:
        """Return share of right answers over coverage, as the points of a polyline."""
        points = calibrating.points_of(self.labelled, self.answerable)
        return " ".join(
            f"{WIDTH * point.coverage:.1f},{HEIGHT * (1 - point.share_right):.1f}"
            for point in points
        )


def measured_at(site: Site) -> Measured:
    """Ask a site's labelled questions, MOST_ASKED at most; raises EmbeddingFailed."""
    # What answers is heavy: only whoever measures waits for it.
    from knowledge.calibrating import labelled_questions, measure
    from knowledge.retrieval.live import asked_embedder

    questions = labelled_questions(site)[:MOST_ASKED]
    found = measure(site, questions, asked_embedder())
    findings = [
        (
            round(100 * wanted),
            calibrating.find(found.labelled, found.answerable, wanted),
        )
        for wanted in WANTED
    ]
    return Measured(
        found.labelled, found.answerable, found.by_default, found.torn, findings
    )


def calibration(
    admin: "ModelAdmin[Atom]",
    request: HttpRequest,
    key: int,
    measure: Callable[[Site], Measured] = measured_at,
) -> HttpResponse:
    """Show the operating points of a site, measure them on its own questions, or choose one."""
    if not request.user.has_perm("accounts.change_site"):
        raise PermissionDenied
    site = get_object_or_404(Site, pk=key)
    measured, failure = None, ""
    if "measure" in request.POST:
        try:
            measured = measure(site)
        except EmbeddingFailed as error:
            failure = str(error)
    elif request.method == "POST":
        form = FloorForm(request.POST)
        if form.is_valid():
            return _chosen(request, site, form.cleaned_data["floor"])
        failure = _("A score lies between 0 and 1.")
    context = {
        **admin.admin_site.each_context(request),
        "title": _("How sure the bot has to be"),
        "site": site,
        "defaults": LEARNT.defaults,
        "here_by_default": measured.by_default
        if measured and measured.labelled
        else None,
        "choices": _choices(site, measured),
        "variant": SiteVariant.objects.variant_of(site),
        "measured": measured,
        "fewest": calibrating.FEWEST_ANSWERS,
        "failure": failure,
        "width": WIDTH,
        "height": HEIGHT,
    }
    return TemplateResponse(request, "admin/knowledge/site/calibration.html", context)


def _chosen(request: HttpRequest, site: Site, floor: float | None) -> HttpResponse:
    policies.set_answer_floor(site=site, floor=floor, user=staff(request))
    text = (
        _("%(site)s answers from the default scores on.")
        if floor is None
        else _("%(site)s answers from a score of %(floor)s on.")
    )
    messages.success(request, text % {"site": site, "floor": floor})
    return HttpResponseRedirect(request.path)


def _choices(site: Site, measured: Measured | None) -> list[Choice]:
    """Return the learnt points, those found here and the one in use, the boldest first."""
    learnt: dict[float, dict[str, OperatingPoint]] = {}
    for kind, points in LEARNT.points.items():
        for point in points:
            learnt.setdefault(point.threshold, {})[kind] = point
    floors = set(learnt)
    if site.answer_floor is not None:
        floors.add(site.answer_floor)
    for _wanted, finding in measured.findings if measured else ():
        if finding.point:
            floors.add(finding.point.floor)
    return [
        Choice(
            floor=floor,
            expected=learnt.get(floor, {}),
            here=measured.at(floor) if measured and measured.labelled else None,
            is_chosen=floor == site.answer_floor,
        )
        for floor in sorted(floors)
    ]

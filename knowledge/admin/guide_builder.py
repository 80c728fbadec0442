"""A guide built of what customers ask in vain: choose gaps and thin areas, look, keep."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from knowledge.admin.access import reader_of, rights_of, staff
from knowledge.admin.gaps import LATELY
from knowledge.guide_plans import MOST_AREAS, MOST_GAPS, Plan, names_of, plan_of
from knowledge.models import Collection, Gap, GuideQuestion, InterviewGuide
from knowledge.rights import Right
from knowledge.services import guides
from knowledge.thin_areas import (
    ASKED_DAYS,
    MOST_ASKED,
    Area,
    Near,
    asked_near,
    thin_areas,
)

GAPS_SHOWN = 50
LONGEST_TITLE = 120


@dataclass(frozen=True)
class Choice:
    """What somebody chose to have asked about; of gaps those that wait and that they see."""

    gaps: Sequence[Gap]
    areas: Sequence[Area]


class KeepForm(forms.Form):
    """What a proposed guide is called, where it belongs, and who is asked."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=200,
        widget=UnfoldAdminTextInputWidget,
    )
    collection = forms.ModelChoiceField(
        Collection.objects.none(),
        label=gettext_lazy("In the collection"),
        empty_label=None,
        widget=UnfoldAdminSelectWidget,
        help_text=gettext_lazy("Whoever may write in it may change the guide."),
    )
    expert = forms.CharField(
        label=gettext_lazy("Who is asked"),
        max_length=200,
        required=False,
        widget=UnfoldAdminTextInputWidget(attrs={"list": "guide-authors"}),
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = rights_of(request).collections(Right.WRITE)
        self.fields["collection"].queryset = mine  # type: ignore[attr-defined]


def build(admin: "ModelAdmin[InterviewGuide]", request: HttpRequest) -> HttpResponse:
    """Show what there is to choose from; of what was chosen a proposal; by POST, keep it."""
    sent = request.POST if request.method == "POST" else request.GET
    choice, asked = _choice(request, sent), asked_near(reader_of(request))
    if "plan" not in sent:
        return _choose(admin, request, choice, asked)
    if not (choice.gaps or choice.areas):
        return _choose(admin, request, choice, asked, nothing=True)
    plan = plan_of(choice.gaps, choice.areas, asked, reader_of(request))
    if not plan.questions:
        return _choose(admin, request, choice, asked, nothing=True)
    return _proposal(admin, request, choice, plan)


def _choice(request: HttpRequest, sent: QueryDict) -> Choice:
    reader = reader_of(request)
    keys = {k for k in sent.getlist("gap") if k.isascii() and k.isdigit() and len(k) < 16}  # fmt: skip
    waiting = Gap.objects.readable_by(reader).waiting().filter(pk__in=keys)
    ranked = waiting.with_counts(timezone.now() - LATELY).defer("center")
    named = [Area.of_key(key.replace("\0", "")) for key in sent.getlist("area")]
    areas = [a for a in dict.fromkeys(named) if a and a.collection in reader.collections]  # fmt: skip
    return Choice(
        list(ranked.order_by("-lately", "-last_at")[:MOST_GAPS]), areas[:MOST_AREAS]
    )


def _choose(
    admin: "ModelAdmin[InterviewGuide]",
    request: HttpRequest,
    choice: Choice,
    asked: Sequence[Near],
    *,
    nothing: bool = False,
) -> HttpResponse:
    reader = reader_of(request)
    waiting = Gap.objects.readable_by(reader).waiting().select_related("site")
    in_guides = GuideQuestion.objects.filter(
        gap=OuterRef("pk"), guide__collection__in=reader.collections
    )
    gaps = waiting.with_counts(timezone.now() - LATELY).defer("center")
    gaps = gaps.annotate(in_a_guide=Exists(in_guides))
    thin = thin_areas(asked, reader)
    names = names_of([each.area for each in thin], reader)
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": _("Build a guide"),
        "gaps": gaps.order_by("-lately", "-last_at")[:GAPS_SHOWN],
        "chosen_gaps": {gap.pk for gap in choice.gaps},
        "areas": [(each, names[each.area]) for each in thin],
        "chosen_areas": {area.key for area in choice.areas},
        "days": ASKED_DAYS,
        "most": MOST_ASKED,
        "nothing": nothing,
    }
    page = "admin/knowledge/guide/build.html"
    return TemplateResponse(request, page, context, status=422 if nothing else 200)


def _proposal(
    admin: "ModelAdmin[InterviewGuide]",
    request: HttpRequest,
    choice: Choice,
    plan: Plan,
) -> HttpResponse:
    form = KeepForm(
        request.POST or None, request=request, initial=_proposed(request, choice, plan)
    )
    if request.method == "POST" and form.is_valid():
        return _kept(request, form, plan)
    query = QueryDict(mutable=True)
    query.setlist("gap", [str(gap.pk) for gap in choice.gaps])
    query.setlist("area", [area.key for area in choice.areas])
    count = len(plan.questions)
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": _("The guide as it would be"),
        "form": form,
        "choice": choice,
        "back": query.urlencode(),
        "questions": plan.questions,
        "authors": plan.authors,
        "keep": ngettext("Keep %d question", "Keep %d questions", count) % count,
    }
    page = "admin/knowledge/guide/proposal.html"
    return TemplateResponse(request, page, context, status=422 if form.errors else 200)


def _proposed(request: HttpRequest, choice: Choice, plan: Plan) -> dict[str, Any]:
    mine = rights_of(request).collections(Right.WRITE)
    places = [area.collection for area in choice.areas]
    sites = [gap.site_id for gap in choice.gaps]
    # Where most of it comes from, if they may write there.
    fitting = mine.filter(pk__in=places).first() or mine.filter(sites__in=sites).first()
    return {
        "title": Truncator(plan.title).chars(LONGEST_TITLE),
        "collection": fitting or mine.first(),
        "expert": plan.authors[0].name if plan.authors else "",
    }


def _kept(request: HttpRequest, form: KeepForm, plan: Plan) -> HttpResponse:
    sent = form.cleaned_data
    made = guides.build(
        title=sent["title"],
        collection=sent["collection"],
        expert=sent["expert"],
        questions=plan.questions,
        user=staff(request),
    )
    count = len(plan.questions)
    text = ngettext(
        "“%(guide)s” is here, with %(count)d question. Change it as you like.",
        "“%(guide)s” is here, with %(count)d questions. Change it as you like.",
        count,
    )
    messages.success(request, text % {"guide": made, "count": count})
    page = reverse("admin:knowledge_interviewguide_change", args=[made.pk])
    return HttpResponseRedirect(page)

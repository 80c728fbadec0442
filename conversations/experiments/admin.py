"""Experiments in the admin: planned, looked at, ended."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import RelatedOnlyFieldListFilter
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from accounts.audited import ReadOnlyAdmin
from conversations.experiments import answering_page, page
from conversations.experiments.forms import PlanForm
from conversations.models import Experiment
from conversations.services import experiments
from knowledge.admin.access import reader_of, staff
from knowledge.models.variants import name_of

WORDS = {
    "planned": gettext_lazy("○ planned"),
    "running": gettext_lazy("● running"),
    "plan": gettext_lazy("✓ finished as planned"),
    "guard": gettext_lazy("✕ stopped by its guard"),
    "person": gettext_lazy("■ stopped by hand"),
}


def word_of(experiment: Experiment) -> str:
    """Return how it stands, as a shape and words."""
    return str(WORDS[experiment.ending or experiment.state])


@admin.register(Experiment)
class ExperimentAdmin(ReadOnlyAdmin):
    """Comparisons on the live chats of the sites that somebody sees."""

    list_display = ("name", "site", "arms", "goal", "stands", "started_at")
    list_filter = ("ending", ("site", RelatedOnlyFieldListFilter))
    list_select_related = ("site", "control", "challenger")
    list_per_page = 50
    # A few dozen at most: counting them lets the list say that it is empty.
    paginator = Paginator
    show_full_result_count = True
    search_fields = ("name",)
    ordering = ("-pk",)
    change_list_template = "admin/conversations/experiment/change_list.html"
    list_before_template = "admin/conversations/experiment/list_links.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Experiment]:
        """A site is seen by those who may read some of what it answers from."""
        seen = Experiment.objects.readable_by(reader_of(request))
        return seen.distinct().order_by(*self.ordering)

    @display(description=gettext_lazy("control, challenger"))
    def arms(self, experiment: Experiment) -> str:
        """What is compared."""
        return f"{name_of(experiment.control)}, {name_of(experiment.challenger)}"

    @display(description=gettext_lazy("state"), ordering="started_at")
    def stands(self, experiment: Experiment) -> str:
        """How it stands."""
        return word_of(experiment)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Whoever may experiment."""
        return request.user.has_perm("conversations.add_experiment")

    def get_urls(self) -> list[URLPattern]:
        """The usual addresses, and what each site answers with."""
        own = path(
            "answering/",
            self.admin_site.admin_view(self.answering_view),
            name="conversations_answering",
        )
        return [own, *super().get_urls()]

    def answering_view(self, request: HttpRequest) -> HttpResponse:
        """Choose for sites without an experiment, and go back."""
        return answering_page.answering(self, request)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Plan one."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = PlanForm(
            request.POST or None,
            initial={"challenger": request.GET.get("challenger")},
            reader=reader_of(request),
        )
        if request.method == "POST" and form.is_valid():
            planned = self._planned(request, form)
            if planned is not None:
                return redirect(
                    reverse("admin:conversations_experiment_change", args=[planned.pk])
                )
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Plan an experiment"),
            "form": form,
        }
        status = 422 if form.errors else 200
        template = "admin/conversations/experiment/plan.html"
        return TemplateResponse(request, template, context, status=status)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        """Show one, or do something with it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        experiment: Experiment | None = self.get_object(request, unquote(object_id))
        if experiment is None:
            raise Http404
        return page.page(self, request, experiment)

    def _planned(self, request: HttpRequest, form: PlanForm) -> Experiment | None:
        try:
            planned = experiments.plan(
                site=form.cleaned_data["site"], says=form.plan, user=staff(request)
            )
        except experiments.SameVariant:
            form.add_error("challenger", _("The site has just got that one."))
            return None
        messages.success(request, _("Planned. Look at it, then start it."))
        return planned

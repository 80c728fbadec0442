"""The page of what each site answers with: choose a variant, or go back to the one before."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from accounts.models import Site
from conversations.experiments.forms import BUILT_IN
from conversations.models import Experiment
from conversations.services import experiments
from knowledge.admin.access import reader_of, staff
from knowledge.models import SiteVariant, Variant
from knowledge.models.traces import sites_seen_by
from knowledge.reader import Reader
from knowledge.services import variants


class ChoiceForm(forms.Form):
    """What was pressed beside a site."""

    site = forms.ModelChoiceField(Site.objects.none())
    seen = forms.IntegerField(required=False)
    deed = forms.ChoiceField(choices=[("choose", ""), ("back", "")])
    variant = forms.ModelChoiceField(Variant.objects.all(), required=False)

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].queryset = sites_seen_by(reader).distinct()  # type: ignore[attr-defined]


def answering(admin: "ModelAdmin[Any]", request: HttpRequest) -> HttpResponse:
    """Show what sites answer with, or choose for one of them."""
    if not request.user.has_perm("conversations.view_experiment"):
        raise PermissionDenied
    may = request.user.has_perm("conversations.change_experiment")
    if request.method == "POST":
        if not may:
            raise PermissionDenied
        _chosen(request)
        return redirect(request.path)
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": _("What each site answers with"),
        "rows": _rows(reader_of(request)),
        "variants": Variant.objects.order_by("name", "-number"),
        "built_in": BUILT_IN,
        "may": may,
    }
    template = "admin/conversations/experiment/answering.html"
    return TemplateResponse(request, template, context)


def _rows(reader: Reader) -> list[dict[str, Any]]:
    sites = sites_seen_by(reader).filter(active=True).distinct().order_by("name")
    running = {
        each.site_id: each
        for each in Experiment.objects.running().filter(site__in=sites)
    }
    rows = []
    for site in sites:
        chosen = SiteVariant.objects.filter(site=site).select_related("variant", "by")
        newest = list(chosen.order_by("-pk")[:2])
        rows.append(
            {
                "site": site,
                "current": newest[0] if newest else None,
                "before": newest[1] if len(newest) > 1 else None,
                "running": running.get(site.pk),
            }
        )
    return rows


def _chosen(request: HttpRequest) -> None:
    form = ChoiceForm(request.POST, reader=reader_of(request))
    if not form.is_valid():
        messages.error(request, _("Choose one of the variants of the list."))
        return
    sent = form.cleaned_data
    site, seen, user = sent["site"], sent["seen"], staff(request)
    try:
        if sent["deed"] == "back":
            chosen = experiments.roll_back(site=site, seen=seen or 0, user=user)
        else:
            chosen = experiments.choose(
                site=site, variant=sent["variant"], seen=seen, user=user
            )
    except variants.Changed:
        messages.error(
            request,
            _("Somebody chose for %(site)s meanwhile: look again.") % {"site": site},
        )
    except variants.NothingBefore:
        messages.error(request, _("%(site)s never had anything else.") % {"site": site})
    else:
        told = _("%(site)s answers with %(variant)s from the next message on.")
        messages.success(request, told % {"site": site, "variant": chosen})

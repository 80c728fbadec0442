"""The page of an experiment: its plan, how far it is, what it says, and what can be done."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from conversations.comparison import harm
from conversations.comparison.rates import ALPHA, POWER
from conversations.experiments import figures
from conversations.models import Experiment
from conversations.services import experiments
from knowledge.admin.access import staff
from knowledge.models import SiteVariant
from knowledge.models.variants import name_of
from knowledge.services import variants


def page(
    admin: "ModelAdmin[Any]", request: HttpRequest, experiment: Experiment
) -> HttpResponse:
    """Show an experiment, or do what was pressed."""
    if request.method == "POST":
        if not request.user.has_perm("conversations.change_experiment"):
            raise PermissionDenied
        return _done(request, experiment)
    current = SiteVariant.objects.current(experiment.site)
    names = {
        False: name_of(experiment.control),
        True: name_of(experiment.challenger),
    }
    control, challenger = figures.goal_arms(experiment)
    difference = figures.difference_of(experiment)
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": experiment.name,
        "experiment": experiment,
        "control": names[False],
        "challenger": names[True],
        "seen": current.pk if current else "",
        "has_it": (current.variant if current else None) == experiment.challenger,
        "may": request.user.has_perm("conversations.change_experiment"),
        "baseline": 100 * experiment.baseline,
        "effect": 100 * experiment.effect,
        "known": control.n + challenger.n,
        "arms": (control, challenger),
        "difference": difference,
        "points": _points(difference),
        "drawn": figures.drawn(difference) if difference else None,
        "guard": figures.guarding(experiment),
        "enough": round(harm.ENOUGH),
        "false_alarms": round(100 * harm.FALSE_ALARMS),
        "alpha": round(100 * ALPHA),
        "power": round(100 * POWER),
        "rows": figures.rows_of(experiment),
        "chart": figures.by_day(experiment, names),
        "lopsided": figures.lopsided(experiment),
        "days": figures.days_for(experiment) if experiment.state == "planned" else None,
    }
    template = "admin/conversations/experiment/experiment.html"
    return TemplateResponse(request, template, context)


def _points(difference: Any) -> dict[str, float]:
    if difference is None:
        return {}
    return {name: 100 * getattr(difference, name) for name in ("value", "low", "high")}


def _done(request: HttpRequest, experiment: Experiment) -> HttpResponse:
    """Do what was pressed and say what came of it."""
    deeds: dict[str, Callable[[HttpRequest, Experiment], str]] = {
        "start": _start,
        "stop": _stop,
        "discard": _discard,
        "adopt": _adopt,
    }
    deed = deeds.get(request.POST.get("deed", ""))
    if deed is None:
        return redirect(request.path)
    try:
        messages.success(request, deed(request, experiment))
    except experiments.Busy:
        told = _("Another experiment runs at %(site)s: stop it first.")
        messages.error(request, told % {"site": experiment.site})
    except experiments.Outdated:
        told = _("%(site)s has another variant now: plan it anew.")
        messages.error(request, told % {"site": experiment.site})
    except (experiments.NotNow, variants.Changed):
        messages.error(request, _("Somebody was faster: look at how it stands now."))
    if not Experiment.objects.filter(pk=experiment.pk).exists():
        return redirect("admin:conversations_experiment_changelist")
    return redirect(
        reverse("admin:conversations_experiment_change", args=[experiment.pk])
    )


def _start(request: HttpRequest, experiment: Experiment) -> str:
    experiments.start(experiment=experiment, user=staff(request))
    return _("It runs: chats that begin from now on are split.")


def _stop(request: HttpRequest, experiment: Experiment) -> str:
    experiments.stop(experiment=experiment, user=staff(request))
    told = _("Stopped. Everybody gets %(control)s from the next message on.")
    return told % {"control": name_of(experiment.control)}


def _discard(request: HttpRequest, experiment: Experiment) -> str:
    experiments.discard(experiment=experiment, user=staff(request))
    return _("The plan is thrown away.")


def _adopt(request: HttpRequest, experiment: Experiment) -> str:
    if experiment.state != "ended":
        raise experiments.NotNow
    seen = request.POST.get("seen", "")
    experiments.choose(
        site=experiment.site,
        variant=experiment.challenger,
        seen=int(seen) if seen.isdecimal() else None,
        user=staff(request),
    )
    told = _("%(site)s answers with %(challenger)s from now on.")
    return told % {
        "site": experiment.site,
        "challenger": name_of(experiment.challenger),
    }

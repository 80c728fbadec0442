"""The plan of an experiment as it is typed: rates in percent, a change in points."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminDecimalFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
)

from accounts.models import Site
from conversations.models import Experiment
from conversations.results import lately
from conversations.services.experiments import Plan
from knowledge.models import SiteVariant, Variant
from knowledge.models.traces import sites_seen_by
from knowledge.reader import Reader

FEWEST = 50
"""Chats of the last month from which on today's rate is measured; of fewer it is asked for."""
BUILT_IN = gettext_lazy("Built in")
_NUMBER = UnfoldAdminDecimalFieldWidget
_CHOICE = UnfoldAdminSelectWidget


class PlanForm(forms.Form):
    """What is compared, and what is looked for."""

    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=80, widget=UnfoldAdminTextInputWidget
    )
    site = forms.ModelChoiceField(
        Site.objects.none(),
        label=gettext_lazy("Site"),
        empty_label=None,
        widget=_CHOICE,
        help_text=gettext_lazy("What it answers with now is the control."),
    )
    challenger = forms.ModelChoiceField(
        Variant.objects.all(),
        label=gettext_lazy("Challenger"),
        required=False,
        empty_label=BUILT_IN,
        widget=_CHOICE,
    )
    share = forms.IntegerField(
        label=gettext_lazy("Of 100 new chats, the challenger gets"),
        min_value=1,
        max_value=99,
        initial=50,
        widget=_NUMBER,
        help_text=gettext_lazy("50 is soonest done; less is less of a risk."),
    )
    goal = forms.ChoiceField(
        label=gettext_lazy("Better means: more chats"),
        choices=Experiment.Goal.choices,
        widget=_CHOICE,
        help_text=gettext_lazy("Judged 24 hours after the chat's first answer."),
    )
    baseline = forms.FloatField(
        label=gettext_lazy("Of 100 chats today"),
        required=False,
        min_value=1,
        max_value=99,
        widget=_NUMBER(attrs={"step": "any"}),
        help_text=gettext_lazy("Empty: measured on the site's last month."),
    )
    effect = forms.FloatField(
        label=gettext_lazy("Smallest change that matters, in points"),
        min_value=0.5,
        max_value=50,
        initial=5,
        widget=_NUMBER(attrs={"step": "any"}),
        help_text=gettext_lazy(
            "A smaller change takes more chats: half takes four times as many."
        ),
    )
    guard = forms.ChoiceField(
        label=gettext_lazy("Stop by itself when more chats"),
        choices=Experiment.Guard.choices,
        widget=_CHOICE,
        help_text=gettext_lazy("Counted an hour after the chat's first answer."),
    )

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sites = sites_seen_by(reader).filter(active=True).distinct().order_by("name")
        self.fields["site"].queryset = sites  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Measure today's rate where none was typed, and refuse what the site has already."""
        sent: dict[str, Any] = super().clean() or {}
        if self.errors:
            return sent
        if SiteVariant.objects.variant_of(sent["site"]) == sent["challenger"]:
            told = _("%(site)s answers with that already: choose another one.")
            self.add_error("challenger", told % {"site": sent["site"]})
        if sent["baseline"] is None:
            self._measure(sent)
        return sent

    @property
    def plan(self) -> Plan:
        """Return what a valid form says."""
        sent = self.cleaned_data
        return Plan(
            name=sent["name"],
            challenger=sent["challenger"],
            share=sent["share"],
            goal=sent["goal"],
            guard=sent["guard"],
            baseline=sent["baseline"] / 100,
            effect=sent["effect"] / 100,
        )

    def _measure(self, sent: dict[str, Any]) -> None:
        measured = lately(sent["site"], sent["goal"], timezone.now())
        if measured.n < FEWEST:
            told = _(
                "Only %(n)s chats of the last month tell; at least %(fewest)s are needed to"
                " measure it. Type what you expect."
            )
            self.add_error("baseline", told % {"n": measured.n, "fewest": FEWEST})
        elif measured.hits in (0, measured.n):
            told = _("It was %(hits)s of %(n)s chats: nothing to get better or worse.")
            self.add_error("baseline", told % {"hits": measured.hits, "n": measured.n})
        else:
            sent["baseline"] = round(100 * measured.rate, 1)

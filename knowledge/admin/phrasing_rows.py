"""The rows of the page of phrasings: a question of customers, its text, and the pairs it may belong to."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from knowledge.asked_as import LONGEST
from knowledge.models import Atom, FaqPair
from knowledge.rendering import to_html

SHOWN = 50
PAIRS = 10
"""So many pairs of a text can be chosen from."""
ACCEPT, REFUSE = "accept", "refuse"


class OfferForm(forms.Form):
    """One offer, and what somebody decided about it; `said` is what was offered."""

    atom = forms.IntegerField(widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput)
    place = forms.IntegerField(min_value=0)
    chats = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    in_vain = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    said = forms.CharField(max_length=1000, widget=forms.HiddenInput)
    text = forms.CharField(
        max_length=LONGEST,
        required=False,
        label=gettext_lazy("Phrasing"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    deed = forms.ChoiceField(
        choices=[("", ""), (ACCEPT, ""), (REFUSE, "")], required=False
    )

    def clean_text(self) -> str:
        """Return it in one line."""
        return " ".join(self.cleaned_data["text"].split())

    def clean(self) -> dict[str, Any]:
        """A phrasing that is accepted has words."""
        values: dict[str, Any] = super().clean() or {}
        if values.get("deed") == ACCEPT and values.get("text") == "":
            self.add_error("text", _("Type the question, or decide otherwise."))
        return values


Offers = forms.formset_factory(OfferForm, extra=0, absolute_max=SHOWN, max_num=SHOWN)


@dataclass(frozen=True)
class Row:
    """An offer as the page shows it; `choices` are pairs of the text, each with its answer as customers see it."""

    form: OfferForm
    atom: Atom
    choices: list[tuple[FaqPair, str]]
    chats: int
    in_vain: int


Place = tuple[OfferForm, Atom, FaqPair]
"""A row's form, its text and the pair that its question may belong to."""


def rows_of(places: Sequence[Place]) -> list[Row]:
    """Return the rows of a page, the pair of its place first among the choices of each."""
    pairs_of: dict[int, list[FaqPair]] = defaultdict(list)
    versions = {pair.version_id for _form, _atom, pair in places}
    for pair in FaqPair.objects.filter(version__in=versions).order_by("ordinal"):
        pairs_of[pair.version_id].append(pair)
    rows = []
    for form, atom, pair in places:
        others = [one for one in pairs_of[pair.version_id] if one != pair]
        choices = [(one, to_html(one.answer)) for one in [pair, *others[: PAIRS - 1]]]
        counted = (int(form["chats"].value()), int(form["in_vain"].value()))
        rows.append(Row(form, atom, choices, *counted))
    return rows

"""The form of a golden question: what goes together, and what its writer may choose."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.http import HttpRequest
from django.utils.translation import gettext as _

from knowledge.admin.access import reader_of
from knowledge.admin.golden_rights import may_keep
from knowledge.models import Atom, GoldenQuestion
from knowledge.models.golden import LONGEST
from knowledge.models.traces import sites_seen_by
from knowledge.services.golden import MOST_OF_A_SITE, MOST_OF_AN_ATOM, Golden

Expected = GoldenQuestion.Expected


class ChosenAtoms(AutocompleteSelectMultiple):
    """The atoms that were chosen; a key that no atom can have is left to the form to refuse."""

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        """Return those that there are."""
        keys = [key for key in value if key.isascii() and key.isdigit()]
        return super().optgroups(name, keys, attr)


class GoldenForm(forms.ModelForm):  # type: ignore[type-arg]
    """A golden question as somebody of the staff writes it."""

    request: HttpRequest

    class Meta:
        model = GoldenQuestion
        fields = ("text", "expects", "atoms", "site", "before", "verified")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reader = reader_of(self.request)
        offered: dict[str, Any] = {
            "atoms": Atom.objects.readable_by(reader),
            "site": sites_seen_by(reader).distinct(),
        }
        for name, queryset in offered.items():
            if name in self.fields:
                self.fields[name].queryset = queryset  # type: ignore[attr-defined]
        for name in ("text", "before"):
            if name in self.fields:
                self.fields[name].widget.attrs |= {"maxlength": LONGEST, "rows": 2}

    @property
    def golden(self) -> Golden:
        """Return what a valid form says."""
        sent = self.cleaned_data
        return Golden(
            text=sent["text"],
            expects=sent["expects"],
            atoms=list(sent["atoms"]),
            site=sent["site"],
            before=sent["before"],
            verified=sent["verified"],
        )

    def clean(self) -> dict[str, Any]:
        """Ask for atoms or a site, and for the right to write there."""
        sent: dict[str, Any] = super().clean() or {}
        if self.errors:
            return sent
        for name in ("text", "before"):
            if len(sent[name]) > LONGEST:
                told = _("At most %d characters.")
                self.add_error(name, told % LONGEST)
        self._clean_ends(sent)
        if not self.errors:
            self._clean_rights(sent)
        if not self.errors:
            self._clean_room()
        return sent

    def _clean_ends(self, sent: dict[str, Any]) -> None:
        if sent["expects"] == Expected.ANSWER and not sent["atoms"]:
            self.add_error("atoms", _("Choose the atoms that may answer it."))
        elif sent["expects"] != Expected.ANSWER and sent["atoms"]:
            self.add_error(
                "atoms", _("Only an answer comes from atoms: take them out.")
            )
        elif not sent["atoms"] and sent["site"] is None:
            self.add_error("site", _("Choose the site where it is asked."))

    def _clean_rights(self, sent: dict[str, Any]) -> None:
        if may_keep(self.request, sent["atoms"], sent["site"]):
            return
        if sent["atoms"]:
            told = _("You may not write in the collections of all of them.")
            self.add_error("atoms", told)
        else:
            told = _("You may not write in every collection of this site.")
            self.add_error("site", told)

    def _clean_room(self) -> None:
        golden = self.golden
        others = GoldenQuestion.objects.exclude(pk=self.instance.pk)
        fields = {
            name: value for name, value in golden.fields.items() if name != "expects"
        }
        if others.filter(**fields).exists():
            self.add_error("text", _("This question is a golden one already."))
        full = [
            atom
            for atom in golden.atoms
            if others.filter(atoms=atom).count() >= MOST_OF_AN_ATOM
        ]
        if full:
            told = _("“%(atom)s” has %(most)d golden questions: take one out first.")
            named = {"atom": full[0], "most": MOST_OF_AN_ATOM}
            self.add_error("atoms", told % named)
        if golden.site and others.filter(site=golden.site).count() >= MOST_OF_A_SITE:
            told = _("This site has %d golden questions: take one out first.")
            self.add_error("site", told % MOST_OF_A_SITE)

    def save(self, commit: bool = True) -> GoldenQuestion:
        """Return the question as it was: the admin keeps it through the service."""
        self.save_m2m = self._nothing_more  # type: ignore[method-assign]
        question: GoldenQuestion = self.instance
        return question

    def _nothing_more(self) -> None:
        """Keep no atoms: the service did."""

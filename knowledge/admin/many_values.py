"""What a deed on many atoms needs to know before it can be shown: a tag, a type, a collection."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanWidget,
)

from knowledge.admin.access import rights_of
from knowledge.models import Collection, Errand
from knowledge.models.atoms import AtomType
from knowledge.rights import Right
from knowledge.services.verdicts import EDITS

Deed = Errand.Deed
OFFERED = {"list": "known-tags"}

NEEDS = {
    Deed.MOVE: ("collection",),
    Deed.ADD_TAG: ("tag",),
    Deed.REMOVE_TAG: ("tag",),
    Deed.RENAME_TAG: ("new_tag",),
    Deed.SET_TYPE: ("type",),
}


class ValueForm(forms.Form):
    """What a deed needs to know: only the fields of that deed are there."""

    collection = forms.ModelChoiceField(
        Collection.objects.none(),
        label=gettext_lazy("To the collection"),
        widget=UnfoldAdminSelectWidget,
    )
    tag = forms.CharField(
        label=gettext_lazy("Tag"),
        max_length=60,
        widget=UnfoldAdminTextInputWidget(attrs=OFFERED),
    )
    new_tag = forms.CharField(
        label=gettext_lazy("New name, or another tag that takes its place"),
        max_length=60,
        widget=UnfoldAdminTextInputWidget(attrs=OFFERED),
    )
    # An atom of the type "FAQ pair" is a pair and nothing else: that is an edit.
    type = forms.ChoiceField(
        label=gettext_lazy("Type"),
        choices=[choice for choice in AtomType.choices if choice[0] != AtomType.FAQ],
        widget=UnfoldAdminSelectWidget,
    )
    reason = forms.CharField(
        label=gettext_lazy("Why (kept with each new version)"),
        max_length=200,
        required=False,
        widget=UnfoldAdminTextInputWidget,
    )
    publish = forms.BooleanField(
        label=gettext_lazy("Publish what is published now and gets a new version"),
        required=False,
        widget=UnfoldBooleanWidget,
    )

    def __init__(self, *args: Any, request: HttpRequest, errand: Errand, **kw: Any):
        super().__init__(*args, **kw)
        rights = rights_of(request)
        needed = {*NEEDS.get(Deed(errand.deed), ())}
        if errand.deed in EDITS:
            needed |= {"reason", "publish"}
        if not rights.somewhere(Right.PUBLISH):
            needed -= {"publish"}
        for name in {*self.fields} - needed:
            del self.fields[name]
        if "collection" in self.fields:
            targets = rights.collections(Right.WRITE)
            self.fields["collection"].queryset = targets  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Take a tag on one line, as a header has it."""
        sent = super().clean() or {}
        for name in ("tag", "new_tag"):
            if name in sent:
                sent[name] = " ".join(sent[name].split())
        return sent

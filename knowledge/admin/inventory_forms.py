"""The forms of inventories: a file to import, and why an entry needs no atom."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminFileFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
)

from knowledge.admin.access import rights_of
from knowledge.inventories.values import MOST_BYTES
from knowledge.models import Collection, Inventory
from knowledge.rights import Right


class ImportForm(forms.Form):
    """A file, and for a new inventory also what it is a list of."""

    upload = forms.FileField(
        label=gettext_lazy("The file"),
        required=False,
        # Unfold's script writes the chosen name into a field that only its own widget has.
        widget=UnfoldAdminFileFieldWidget(
            attrs={"accept": ".csv,.tsv,.json,.yaml,.yml,.log,.txt"}
        ),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("A list of"),
        choices=Inventory.Kind.choices,
        widget=UnfoldAdminSelectWidget,
    )
    collection = forms.ModelChoiceField(
        Collection.objects.none(),
        label=gettext_lazy("In the collection"),
        widget=UnfoldAdminSelectWidget,
        empty_label=None,
        help_text=gettext_lazy("Whose atoms answer, and whose rights count."),
    )
    name = forms.CharField(
        label=gettext_lazy("Name"),
        required=False,
        max_length=120,
        widget=UnfoldAdminTextInputWidget,
        help_text=gettext_lazy("The name of the file when empty."),
    )
    format = forms.ChoiceField(
        label=gettext_lazy("Format"),
        required=False,
        choices=[("", gettext_lazy("Tell by the file")), *Inventory.Format.choices],
        widget=UnfoldAdminSelectWidget,
    )
    ticket = forms.CharField(required=False, widget=forms.HiddenInput)
    source = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, request: HttpRequest, newer: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if newer:
            for name in ("kind", "collection", "name"):
                del self.fields[name]
        else:
            mine = rights_of(request).collections(Right.WRITE)
            self.fields["collection"].queryset = mine  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for a file or a ticket."""
        sent = super().clean() or {}
        upload = sent.get("upload")
        if upload is not None and upload.size > MOST_BYTES:
            text = _("It has more than %d MB.") % (MOST_BYTES // 1_000_000)
            self.add_error("upload", text)
        elif upload is None and not sent.get("ticket") and "upload" in sent:
            self.add_error("upload", _("Choose what to import."))
        return sent


class ReasonForm(forms.Form):
    """Why an entry needs no atom."""

    reason = forms.CharField(
        label=gettext_lazy("Why is no atom needed?"),
        max_length=300,
        widget=UnfoldAdminTextInputWidget,
    )

"""The form of an import: what is sent, where it goes, and who may ask for what."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldBooleanWidget

from knowledge.admin.access import rights_of
from knowledge.documents.values import ENDINGS
from knowledge.models import Collection
from knowledge.rights import Right

MOST_BYTES = 50_000_000
TAKEN = (".md", *ENDINGS)


class Several(forms.ClearableFileInput):
    """A field for several files."""

    allow_multiple_selected = True


class Files(forms.FileField):
    """One zip, or some files of the kinds that are taken; the value is the list of them."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Check each; together they may not be too large."""
        sent = data if isinstance(data, list) else [data] if data else []
        if not sent:
            return super().clean(None, initial)
        files = [super(Files, self).clean(file, initial) for file in sent]
        if sum(file.size for file in files) > MOST_BYTES:
            text = _("These files have more than %d MB together.")
            raise forms.ValidationError(text % (MOST_BYTES // 1_000_000))
        zips = [file for file in files if file.name.lower().endswith(".zip")]
        others = [f for f in files if not f.name.lower().endswith((".zip", *TAKEN))]
        if others or (zips and len(files) > 1):
            text = _("Send one .zip, or some files of these kinds: %s.")
            raise forms.ValidationError(text % ", ".join(TAKEN))
        return files


class ImportForm(forms.Form):
    """What to take in, and how."""

    upload = Files(
        label=gettext_lazy("A .zip with .md files, or some files"),
        help_text=gettext_lazy(
            "PDF, Word, HTML and CSV files go to Documents, where their texts are read beside "
            "the pages before they are drafts."
        ),
        required=False,
        widget=Several(attrs={"multiple": True, "accept": ",".join((".zip", *TAKEN))}),
    )
    collection = forms.ModelChoiceField(
        Collection.objects.none(),
        label=gettext_lazy("Into the collection"),
        widget=UnfoldAdminSelectWidget,
        empty_label=None,
    )
    publish = forms.BooleanField(
        label=gettext_lazy("Let them answer at once"),
        required=False,
        widget=UnfoldBooleanWidget,
    )
    foreign = forms.BooleanField(
        label=gettext_lazy("Files of another knowledge base"),
        required=False,
        widget=UnfoldBooleanWidget,
    )
    ticket = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._rights = rights_of(request)
        collections = self._rights.collections(Right.WRITE)
        self.fields["collection"].queryset = collections  # type: ignore[attr-defined]
        if not self._rights.somewhere(Right.PUBLISH):
            del self.fields["publish"]

    def clean(self) -> dict[str, Any]:
        """Ask for files or a ticket, and for the right to publish where it is wished."""
        sent = super().clean() or {}
        if not sent.get("upload") and not sent.get("ticket") and "upload" in sent:
            self.add_error("upload", _("Choose what to import."))
        collection = sent.get("collection")
        if sent.get("publish") and collection is not None:
            if Right.PUBLISH not in self._rights.within(collection):
                self.add_error("publish", _("You may not publish in this collection."))
            elif collection.review_required:
                text = _("Here every text is reviewed before it is published.")
                self.add_error("publish", text)
            elif collection.distinct_required:
                text = _(
                    "Here every text is compared with the others before it is published."
                )
                self.add_error("publish", text)
        return sent

"""The form that brings documents in: some files, and where their texts will go."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldAdminSelectWidget

from knowledge.admin.access import rights_of
from knowledge.documents.values import ENDINGS
from knowledge.models import Collection
from knowledge.rights import Right

MOST_FILES = 50


class Several(UnfoldAdminFileFieldWidget):
    """A field for several files; Unfold's script writes a name into what only its own widget has."""

    allow_multiple_selected = True


class Documents(forms.FileField):
    """Some files; the value is the list of them. What is wrong with one says nothing of the others."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Ask for one at least."""
        sent = data if isinstance(data, list) else [data] if data else []
        if len(sent) > MOST_FILES:
            text = gettext_lazy("These are more than %d files: send them in parts.")
            raise forms.ValidationError(text % MOST_FILES)
        # An empty file is one that is refused, not none.
        return sent or super().clean(None, initial)


class BringForm(forms.Form):
    """Documents, and the collection that their texts go to."""

    upload = Documents(
        label=gettext_lazy("PDF, Word (.docx), HTML or CSV; several at once"),
        error_messages={"required": gettext_lazy("Choose what to bring in.")},
        widget=Several(attrs={"multiple": True, "accept": ",".join(ENDINGS)}),
    )
    collection = forms.ModelChoiceField(
        Collection.objects.none(),
        label=gettext_lazy("In the collection"),
        widget=UnfoldAdminSelectWidget,
        empty_label=None,
        help_text=gettext_lazy("Where its atoms will be, and whose rights count."),
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = rights_of(request).collections(Right.WRITE)
        self.fields["collection"].queryset = mine  # type: ignore[attr-defined]

"""The fields of the editor; the parser of atoms, not the form, says what is wrong."""

import csv
import re
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from knowledge.admin.drafts import Fields, fields_of
from knowledge.format.write import Value
from knowledge.models import Collection
from knowledge.models.atoms import AtomType, Audience


class AtomForm(forms.Form):
    """An atom as fields, its text, and which version the author began with."""

    collection = forms.ModelChoiceField(
        Collection.objects.none(),
        label=_("Collection"),
        widget=UnfoldAdminSelectWidget,
        empty_label=None,
    )
    title = forms.CharField(
        label=_("Title"),
        required=False,
        widget=UnfoldAdminTextInputWidget(attrs={"dir": "auto"}),
    )
    id = forms.CharField(
        label=_("Id"),
        required=False,
        widget=UnfoldAdminTextInputWidget,
        help_text=_("Made from the title when empty; it never changes later."),
    )
    type = forms.CharField(
        label=_("Type"), widget=UnfoldAdminSelectWidget(choices=AtomType.choices)
    )
    summary = forms.CharField(
        label=_("Summary"),
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2, "dir": "auto"}),
        help_text=_("One line of purpose and context."),
    )
    audience = forms.CharField(
        label=_("Audience"), widget=UnfoldAdminSelectWidget(choices=Audience.choices)
    )
    language = forms.CharField(
        label=_("Language"), required=False, widget=UnfoldAdminTextInputWidget
    )
    tags = forms.CharField(
        label=_("Tags"),
        required=False,
        widget=UnfoldAdminTextInputWidget,
        help_text=_("Separated by commas."),
    )
    related = forms.CharField(
        label=_("Related"),
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
        help_text=_("Titles of other atoms, one a line."),
    )
    review_by = forms.CharField(
        label=_("Review by"),
        required=False,
        widget=UnfoldAdminTextInputWidget(attrs={"type": "date"}),
    )
    needs_role = forms.CharField(
        label=_("Role"),
        required=False,
        widget=UnfoldAdminTextInputWidget(attrs={"dir": "auto"}),
        help_text=_("Who can do it."),
    )
    needs_state = forms.CharField(
        label=_("State of the system"),
        required=False,
        widget=UnfoldAdminTextInputWidget(attrs={"dir": "auto"}),
        help_text=_("What must be so before."),
    )
    needs_inputs = forms.CharField(
        label=_("Inputs"),
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2, "dir": "auto"}),
        help_text=_("What one must have at hand, one a line."),
    )
    others = forms.CharField(
        label=_("Other keys"),
        required=False,
        strip=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4, "spellcheck": "false"}),
        help_text=_("As YAML, such as applies_to or keys of your own."),
    )
    body = forms.CharField(
        label=_("Text"),
        required=False,
        strip=False,
        widget=forms.Textarea(
            attrs={
                "rows": 24,
                # Each line begins on the side of its own script.
                "dir": "auto",
                "aria-describedby": "atom-findings-of-body",
            }
        ),
    )
    mode = forms.ChoiceField(
        choices=[("fields", "fields"), ("yaml", "yaml")],
        required=False,
        widget=forms.HiddenInput,
    )
    header = forms.CharField(
        label=_("Header as YAML"),
        required=False,
        strip=False,
        widget=forms.Textarea(
            attrs={
                "rows": 18,
                "spellcheck": "false",
                "aria-describedby": "atom-findings-of-header",
            }
        ),
    )
    reason = forms.CharField(
        label=_("Why this change"),
        required=False,
        max_length=200,
        widget=UnfoldAdminTextInputWidget,
    )
    seen_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    gap = forms.IntegerField(required=False, widget=forms.HiddenInput)
    # The entry of an inventory that the atom is written for.
    entry = forms.CharField(required=False, widget=forms.HiddenInput)
    # What the desk keeps unsaved: for which window of a new atom, and in which state.
    tab = forms.CharField(required=False, widget=forms.HiddenInput)
    revision = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, collections: Any = None, new: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if new:
            self.fields["collection"].queryset = collections  # type: ignore[attr-defined]
        else:
            del self.fields["collection"], self.fields["entry"]
            self.fields["id"].disabled = True
            self.fields["id"].help_text = ""

    @property
    def yaml(self) -> str | None:
        """The header as it was sent, if it was edited as YAML; the form must be validated."""
        if self.cleaned_data.get("mode") != "yaml":
            return None
        header = self.cleaned_data.get("header", "").replace("\r\n", "\n")
        # The lines that part a header from the text in a file may be pasted along.
        header = re.sub(r"\A\s*---[ \t]*\n|\n---[ \t]*\s*\Z", "", header)
        return f"{header.rstrip()}\n" if header.strip() else ""

    @property
    def asked(self) -> Fields:
        """The fields as they were sent; the form must have been validated."""
        sent = self.cleaned_data
        if self.yaml is not None:
            return fields_of(self.yaml, sent.get("body", ""))
        values: dict[str, Value] = {
            "id": sent.get("id", ""),
            "title": sent.get("title", ""),
            "type": sent.get("type", ""),
            "tags": _listed(_split(sent.get("tags", ""))),
            "related": _listed(sent.get("related", "").splitlines()),
            "summary": " ".join(sent.get("summary", "").split()),
            "audience": sent.get("audience", ""),
            "language": sent.get("language", ""),
            "review_by": _day(sent.get("review_by", "")),
            "needs_role": " ".join(sent.get("needs_role", "").split()),
            "needs_state": " ".join(sent.get("needs_state", "").split()),
            "needs_inputs": _listed(sent.get("needs_inputs", "").splitlines()),
        }
        others = sent.get("others", "").replace("\r\n", "\n")
        return Fields(values, others, sent.get("body", ""))


def initial_of(fields: Fields) -> dict[str, object]:
    """Return fields as a form shows them."""
    shown: dict[str, object] = {"others": fields.others, "body": fields.body}
    for key, value in fields.values.items():
        texts = value if isinstance(value, list) else []
        if key == "tags":
            shown[key] = ", ".join(map(_quoted, texts))
        elif key in {"related", "needs_inputs"}:
            shown[key] = "\n".join(texts)
        else:
            shown[key] = "" if value is None else str(value)
    return shown


def _quoted(text: str) -> str:
    """Return a text that a comma may follow, as `_split` takes it apart."""
    if "," in text or '"' in text:
        return '"' + text.replace('"', '""') + '"'
    return text


def _split(line: str) -> list[str]:
    """Return what stands between the commas; a line that is no list is one piece, to be refused as too long."""
    one = " ".join(line.splitlines())
    try:
        return next(csv.reader([one], skipinitialspace=True), [])
    except csv.Error:
        return [one]


def _listed(parts: list[str]) -> list[str]:
    return [text for part in parts if (text := " ".join(part.split()))]


def _day(text: str) -> Value:
    """Return a date as one, so that it is written without quotes; else what was typed."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text

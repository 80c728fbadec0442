"""The forms of interviews: a file to import, what is said about one, and a speaker."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminDateWidget,
    UnfoldAdminFileFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from knowledge.admin.access import rights_of
from knowledge.answering.languages import NAMES
from knowledge.interviews.reading import MOST_BYTES
from knowledge.models import Collection, InterviewGuide
from knowledge.rights import Right
from knowledge.services.interviews import About

MOST_GUIDE_BYTES = 500_000


class AboutForm(forms.Form):
    """What staff say about an interview."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=200,
        widget=UnfoldAdminTextInputWidget,
    )
    guide = forms.ModelChoiceField(
        InterviewGuide.objects.none(),
        label=gettext_lazy("Interview guide"),
        required=False,
        empty_label=gettext_lazy("none"),
        widget=UnfoldAdminSelectWidget,
        help_text=gettext_lazy("The questions that were to be asked."),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        required=False,
        choices=[("", gettext_lazy("Tell by the words")), *NAMES.items()],
        widget=UnfoldAdminSelectWidget,
    )
    held_on = forms.DateField(
        label=gettext_lazy("Held on"),
        required=False,
        widget=UnfoldAdminDateWidget(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        readable = rights_of(request).collections(Right.VIEW)
        guides = InterviewGuide.objects.filter(collection__in=readable)
        self.fields["guide"].queryset = guides  # type: ignore[attr-defined]

    def about(self, *, title: str = "", language: str = "") -> About:
        """Return what a valid form says; title and language where it says none."""
        sent = self.cleaned_data
        return About(
            title=sent["title"] or title,
            language=sent["language"] or language,
            held_on=sent["held_on"],
            guide=sent["guide"],
        )


class ImportForm(AboutForm):
    """A transcript, where it goes, and what is said about it."""

    field_order = ("upload", "collection", "guide", "title", "language", "held_on")

    upload = forms.FileField(
        label=gettext_lazy("The transcript"),
        required=False,
        # Unfold's script writes the chosen name into a field that only its own widget has.
        widget=UnfoldAdminFileFieldWidget(
            attrs={"accept": ".txt,.md,.vtt,.srt,.json,.jsonl,.docx,text/*"}
        ),
    )
    collection = forms.ModelChoiceField(
        Collection.objects.none(),
        label=gettext_lazy("In the collection"),
        widget=UnfoldAdminSelectWidget,
        empty_label=None,
        help_text=gettext_lazy("Where its atoms will be, and whose rights count."),
    )
    ticket = forms.CharField(required=False, widget=forms.HiddenInput)
    source = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, request=request, **kwargs)
        mine = rights_of(request).collections(Right.WRITE)
        self.fields["collection"].queryset = mine  # type: ignore[attr-defined]
        self.fields["title"].required = False
        self.fields["title"].help_text = _("The name of the file when empty.")

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

    @property
    def holds_file(self) -> bool:
        """Whether a file came along, even if something else is wrong."""
        return "upload" not in self.errors


class GuideImportForm(forms.Form):
    """A guide as markdown, typed, pasted or of a file."""

    collection = forms.ModelChoiceField(
        Collection.objects.none(),
        label=gettext_lazy("In the collection"),
        widget=UnfoldAdminSelectWidget,
        empty_label=None,
    )
    upload = forms.FileField(
        label=gettext_lazy("A markdown file"),
        required=False,
        widget=UnfoldAdminFileFieldWidget(attrs={"accept": ".md,.txt,text/*"}),
    )
    text = forms.CharField(
        label=gettext_lazy("Or its text"),
        required=False,
        max_length=MOST_GUIDE_BYTES,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 18, "dir": "auto"}),
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = rights_of(request).collections(Right.WRITE)
        self.fields["collection"].queryset = mine  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Take the text from the file where there is one."""
        sent = super().clean() or {}
        upload = sent.get("upload")
        if upload is None:
            if not sent.get("text", "").strip() and "text" in sent:
                self.add_error("text", _("Choose a file, or write the guide here."))
        elif upload.size > MOST_GUIDE_BYTES:
            text = _("It has more than %d kB.") % (MOST_GUIDE_BYTES // 1000)
            self.add_error("upload", text)
        else:
            sent["text"] = self._text(upload.read())
        return sent

    def _text(self, data: bytes) -> str:
        try:
            return data.decode("utf-8-sig").replace("\0", "")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            message = _("Line %d is not UTF-8: save the file as UTF-8 text.") % line
            self.add_error("upload", message)
            return ""

"""The form of a variant: every mistake is told at its field and line, with what would be right."""

from dataclasses import fields
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminDecimalFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from accounts.models import Site
from knowledge.answering.instructions import (
    BUILT_IN,
    KNOWN,
    LONGEST,
    NEEDED,
    Problem,
    problems_of,
)
from knowledge.llm.ollama_model import is_of_the_cloud
from knowledge.models import Variant
from knowledge.models.traces import sites_seen_by
from knowledge.reader import Reader
from knowledge.services.variants import Settings

LONGEST_QUESTION = 5000
_TEXT = UnfoldAdminTextInputWidget
_HELP = {
    "name": gettext_lazy("A name that is there already gets another version."),
    "model": gettext_lazy(
        "As the server names it; empty for the one of the settings. Two models of one Ollama push "
        "each other out of a memory that is too small for both."
    ),
    "passages": gettext_lazy("1 to 8; 4 is built in."),
    "temperature": gettext_lazy("0 to 1.5; 0.2 is built in, more is more varied."),
    "answer_tokens": gettext_lazy("64 to 1024 tokens; 512 is built in."),
    "answer_floor": gettext_lazy(
        "0 to 1: the evidence score that it answers from. Empty for the site's own."
    ),
    "reason": gettext_lazy("What you hope for; whoever reads it later will thank you."),
}


class VariantForm(forms.ModelForm):  # type: ignore[type-arg]
    """Everything that a variant says."""

    class Meta:
        model = Variant
        fields = (
            "name", "instructions", "provider", "model", "passages", "temperature",
            "answer_tokens", "answer_floor", "reason",
        )  # fmt: skip
        widgets = {
            "name": _TEXT(),
            "instructions": UnfoldAdminTextareaWidget(
                attrs={"rows": 16, "spellcheck": "true", "class": "variant-words"}
            ),
            "provider": UnfoldAdminSelectWidget(),
            "model": _TEXT(),
            "passages": UnfoldAdminDecimalFieldWidget(),
            "temperature": UnfoldAdminDecimalFieldWidget(attrs={"step": "0.05"}),
            "answer_tokens": UnfoldAdminDecimalFieldWidget(),
            "answer_floor": UnfoldAdminDecimalFieldWidget(attrs={"step": "0.01"}),
            "reason": _TEXT(),
        }
        help_texts = _HELP

    @property
    def says(self) -> Settings:
        """Return what a valid form says."""
        named = {field.name for field in fields(Settings)}
        return Settings(
            **{key: value for key, value in self.cleaned_data.items() if key in named}
        )

    @property
    def policy_variant(self) -> Variant:
        """Return a variant like the one that a valid form would make; it is kept nowhere."""
        return Variant(**vars(self.says))

    def clean_name(self) -> str:
        """Take spaces from its ends."""
        name: str = self.cleaned_data["name"]
        return " ".join(name.split())

    def clean_instructions(self) -> str:
        """Refuse a template that cannot be filled in, or that the checks cannot rely on."""
        words: str = self.cleaned_data["instructions"].replace("\r\n", "\n").strip()
        found = [forms.ValidationError(words_of(each)) for each in problems_of(words)]
        if found:
            raise forms.ValidationError(found)
        return words

    def clean(self) -> dict[str, Any]:
        """Refuse a model without its server, a server without an address, and the cloud."""
        sent: dict[str, Any] = super().clean() or {}
        provider, model = sent.get("provider", ""), sent.get("model", "")
        addresses = {
            Variant.Provider.OLLAMA: settings.OLLAMA_URL,
            Variant.Provider.OPENAI_COMPATIBLE: settings.OPENAI_COMPATIBLE_URL,
        }
        if model and provider not in addresses:
            self.add_error("provider", _("Say which server has this model."))
        if addresses.get(provider, "there") == "":
            told = _("The settings have no address for it: %(name)s.")
            self.add_error("provider", told % {"name": f"{provider.upper()}_URL"})
        if is_of_the_cloud(model):
            told = _("%(model)s runs in the cloud; prompts must not leave the house.")
            self.add_error("model", told % {"model": model})
        return sent


class PreviewForm(forms.Form):
    """A question to see the prompt of."""

    question = forms.CharField(
        label=gettext_lazy("Question"),
        max_length=LONGEST_QUESTION,
        required=False,
        widget=_TEXT(attrs={"list": "asked-lately"}),
    )
    site = forms.ModelChoiceField(
        Site.objects.none(),
        label=gettext_lazy("As a visitor of"),
        required=False,
        empty_label=gettext_lazy("nobody: all that I may read"),
        widget=UnfoldAdminSelectWidget,
    )

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sites = sites_seen_by(reader).filter(active=True).distinct()
        self.fields["site"].queryset = sites  # type: ignore[attr-defined]


def initial_of(variant: Variant | None) -> dict[str, Any]:
    """Return the fields of a form that begins with a variant, or with what is built in."""
    if variant is None:
        return {"instructions": BUILT_IN}
    shown = {name: getattr(variant, name) for name in VariantForm.Meta.fields}
    return shown | {"reason": ""}


def words_of(problem: Problem) -> str:
    """Return what is wrong with a template, where, and what would be right."""
    told = {"line": problem.line, "word": problem.word, "most": LONGEST}
    match problem.code:
        case "missing":
            return _("%(word)s is missing: put it where it belongs.") % told
        case "twice":
            return _("Line %(line)s: %(word)s stands there twice.") % told
        case "unknown":
            known = ", ".join(f"{{{name}}}" for name in KNOWN)
            return _("Line %(line)s: %(word)s is not known, only %(known)s.") % (
                told | {"known": known}
            )
        case "stray":
            return (
                _(
                    "Line %(line)s: a { or } that belongs to no placeholder; take it away."
                )
                % told
            )
        case "delimiter":
            return (
                _(
                    "Line %(line)s: %(word)s is how the desk marks data; use other words."
                )
                % told
            )
        case "long":
            return _("It has %(word)s characters; at most %(most)s.") % told
        case "empty":
            needed = ", ".join(f"{{{name}}}" for name in NEEDED)
            return _("Say how to answer; %(needed)s are needed.") % {"needed": needed}

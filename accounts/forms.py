"""Forms of the admin for sites: lists as lines, and origins that a browser would send."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminColorInputWidget, UnfoldAdminTextareaWidget

from accounts.identity import OWN_CLAIMS
from accounts.models import IdentitySecret, Site
from accounts.origins import BadOrigin, origin_of

SHORTEST_SECRET = 32
MOST_SUGGESTIONS = 4
MOST_ATTRIBUTES = 10
_ATTRIBUTE = re.compile(r"[A-Za-z][\w-]{0,39}", re.ASCII)


class Lines(forms.CharField):
    """A list of texts, one in each line."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", UnfoldAdminTextareaWidget(attrs={"rows": 4}))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Show a list as lines."""
        return "\n".join(value) if isinstance(value, list) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare the lists, not their spelling."""
        return _lines("\n".join(initial or [])) != _lines(data or "")

    def to_python(self, value: Any) -> Any:
        """Return the lines that say something, each once."""
        return _lines(super().to_python(value) or "")


class SiteForm(forms.ModelForm):  # type: ignore[type-arg]
    """A site as an administrator edits it."""

    allowed_origins = Lines(
        label=_("Allowed origins"),
        required=False,
        help_text=_(
            "One in each line: https://www.example.org, with a port if it is unusual."
        ),
    )
    previous_keys = Lines(
        label=_("Previous keys"),
        required=False,
        help_text=_("One in each line. Pages that still use these keys go on working."),
    )
    suggestions = Lines(
        label=_("Suggested questions"),
        required=False,
        help_text=_("One in each line, at most four."),
    )

    identity_attributes = Lines(
        label=_("Attributes of customers"),
        required=False,
        help_text=_(
            "Claims of the identity token that are kept, one in each line, such as plan."
            " Escalation rules may ask about them."
        ),
    )

    class Meta:
        model = Site
        fields = (
            "name", "key", "previous_keys", "active", "allowed_origins", "identity_attributes",
            "bot_enabled",
            "bot_name", "greeting", "suggestions", "accent", "language", "answer_floor",
            "golden_recall_floor", "golden_right_floor", "golden_blocks", "golden_override",
            "monthly_budget",
        )  # fmt: skip
        widgets = {"accent": UnfoldAdminColorInputWidget}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "answer_floor" in self.fields:
            self.fields["answer_floor"].help_text = format_html(
                '{} <a class="text-primary-600 dark:text-primary-400 underline" href="{}">{}</a>',
                self.fields["answer_floor"].help_text,
                reverse("admin:knowledge_calibration", args=[self.instance.pk]),
                _("Choose by what comes of it"),
            )

    def clean_allowed_origins(self) -> list[str]:
        """Write each origin the way browsers do, and name the line that is none."""
        origins, problems = [], []
        for line in self.cleaned_data["allowed_origins"]:
            try:
                origins.append(origin_of(line))
            except BadOrigin:
                problems.append(
                    ValidationError(
                        _(
                            "“%(line)s” is no origin: write https://host or https://host:port."
                        ),
                        params={"line": line},
                    )
                )
        if problems:
            raise ValidationError(problems)
        return list(dict.fromkeys(origins))

    def clean_previous_keys(self) -> list[str]:
        """A key of the past must not be another site's today."""
        keys: list[str] = self.cleaned_data["previous_keys"]
        others = Site.objects.exclude(pk=self.instance.pk)
        for key in keys:
            forms.SlugField(max_length=50).clean(key)
            if (
                others.filter(key=key).exists()
                or others.filter(previous_keys__contains=[key]).exists()
            ):
                raise ValidationError(
                    _("Another site uses the key “%(key)s”."), params={"key": key}
                )
        return keys

    def clean_identity_attributes(self) -> list[str]:
        """Names that a token can carry beside its own."""
        names: list[str] = self.cleaned_data["identity_attributes"]
        if len(names) > MOST_ATTRIBUTES:
            raise ValidationError(_("At most ten attributes are kept."))
        for name in names:
            if name in OWN_CLAIMS or not _ATTRIBUTE.fullmatch(name):
                raise ValidationError(
                    _(
                        "“%(name)s” cannot be kept: write a claim of your own, at most 40"
                        " letters, digits, - and _."
                    ),
                    params={"name": name},
                )
        return names

    def clean_suggestions(self) -> list[str]:
        """As many questions as the widget has room for."""
        suggestions: list[str] = self.cleaned_data["suggestions"]
        if len(suggestions) > MOST_SUGGESTIONS:
            raise ValidationError(
                _("At most four suggested questions fit into the widget.")
            )
        if any(len(suggestion) > 120 for suggestion in suggestions):
            raise ValidationError(_("A suggested question has at most 120 characters."))
        return suggestions


class SecretForm(forms.ModelForm):  # type: ignore[type-arg]
    """A secret by which a site vouches for its customers."""

    secret = forms.CharField(
        label=_("secret"),
        min_length=SHORTEST_SECRET,
        max_length=200,
        strip=True,
        help_text=_("At least 32 characters; the site's server signs with it (HS256)."),
    )

    class Meta:
        model = IdentitySecret
        fields = ("kid", "secret")


def _lines(text: str) -> list[str]:
    stripped = (line.strip() for line in text.splitlines())
    return list(dict.fromkeys(line for line in stripped if line))

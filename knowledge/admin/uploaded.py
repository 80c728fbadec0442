"""The file of a form that is looked at first and taken in with a second click."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from accounts.models import User
from knowledge import uploads


@dataclass(frozen=True)
class Uploaded:
    """An upload that is kept: with its ticket and name the second click finds it again."""

    ticket: str
    source: str
    path: Path


def uploaded(form: forms.Form, user: User) -> Uploaded | None:
    """Keep what a valid form brought now, or find what its ticket kept a moment ago.

    The form has the fields `upload`, `ticket` and `source`, and gets an error where the upload
    is no longer there.
    """
    sent: dict[str, Any] = form.cleaned_data
    ticket, source = sent["ticket"], sent["source"]
    if sent["upload"]:
        ticket = uploads.keep(sent["upload"].chunks(), user_id=user.pk)
        source = str(sent["upload"].name)[-200:]
    path = uploads.kept(ticket, user_id=user.pk)
    if path is None:
        form.add_error("upload", _("The upload is no longer here: send it again."))
        return None
    return Uploaded(ticket, source, path)

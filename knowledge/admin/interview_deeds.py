"""What is asked for on the page of an interview: names, roles, merges, and facts about it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from knowledge.admin.access import staff
from knowledge.admin.interview_forms import AboutForm
from knowledge.models import Interview, Speaker
from knowledge.services import interviews as services

Done = tuple[str, dict[str, Any]]


def do(request: HttpRequest, interview: Interview, form: AboutForm | None) -> Done:
    """Do what was asked; return what happened or, when it was refused, why and what was typed."""
    deed = request.POST.get("deed", "")
    if deed == "describe" and form is not None:
        return _describe(request, interview, form)
    if deed == "approve":
        services.approve_speakers(interview=interview, user=staff(request))
        return _("The speakers of “%s” are right.") % interview, {}
    if deed in _DEEDS:
        speaker = _speaker(interview, request.POST.get("speaker", ""))
        return _DEEDS[deed](request, speaker)
    raise PermissionDenied


def _describe(request: HttpRequest, interview: Interview, form: AboutForm) -> Done:
    if not form.is_valid():
        return "", {"about": True}
    about = form.about(language=interview.language)
    services.describe(interview=interview, about=about, user=staff(request))
    return _("Saved."), {}


def _change(request: HttpRequest, speaker: Speaker) -> Done:
    """Change the name and the role of a speaker, whichever differs."""
    user, name = staff(request), request.POST.get("name", "")
    role = request.POST.get("role", "")
    if role not in Speaker.Role.values:
        raise PermissionDenied
    typed = {"speaker": speaker.pk, "name": name[:200], "role": role}
    try:
        if name.strip() != speaker.name:
            services.rename(speaker=speaker, name=name, user=user)
    except services.NoName:
        return "", typed | {"why": _("A speaker needs a name.")}
    except services.NameTaken as taken:
        why = _(
            "Another speaker is called “%s”: if that is the same person, merge them."
        )
        return "", typed | {"why": why % taken.other, "into": taken.other.pk}
    if role != speaker.role:
        services.change_role(speaker=speaker, role=role, user=user)
    return _("Saved."), {}


def _merge(request: HttpRequest, speaker: Speaker) -> Done:
    into = _speaker(speaker.interview, request.POST.get("into", ""))
    if into.pk == speaker.pk:
        raise PermissionDenied
    services.merge(speaker=speaker, into=into, user=staff(request))
    text = _("“%(one)s” and “%(other)s” are one speaker now; “Take apart” undoes it.")
    return text % {"one": speaker, "other": into}, {}


def _take_apart(request: HttpRequest, speaker: Speaker) -> Done:
    services.take_apart(speaker=speaker, user=staff(request))
    return _("The speakers are apart again, as the file names them."), {}


def _speaker(interview: Interview, key: str) -> Speaker:
    if not (key.isascii() and key.isdigit() and len(key) < 16):
        raise PermissionDenied
    return get_object_or_404(interview.speakers.select_related("interview"), pk=key)


_DEEDS = {"change": _change, "merge": _merge, "apart": _take_apart}

"""Taking in a picture that somebody put into a text."""

import logging

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.utils.translation import gettext as _

from knowledge.admin.access import may, rights_of, staff
from knowledge.models import Atom, Collection
from knowledge.picture_bytes import Refused
from knowledge.rights import Right
from knowledge.services import pictures

logger = logging.getLogger(__name__)


class PictureForm(forms.Form):
    """A file, and for which atom or, while it is new, for which collection."""

    picture = forms.FileField()
    atom = forms.ModelChoiceField(Atom.objects.all(), required=False)
    collection = forms.ModelChoiceField(Collection.objects.none(), required=False)


def upload(request: HttpRequest) -> HttpResponse:
    """Keep a picture and say what a text must hold to show it, or why it is not taken."""
    if not may(request, Right.WRITE):
        raise PermissionDenied
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    writable = rights_of(request).collections(Right.WRITE)
    form = PictureForm(request.POST, request.FILES)
    form.fields["atom"].queryset = Atom.objects.filter(  # type: ignore[attr-defined]
        collection__in=writable
    )
    form.fields["collection"].queryset = writable  # type: ignore[attr-defined]
    if not form.is_valid():
        return _refusal("; ".join(str(e[0]) for e in form.errors.values()), 422)
    atom, sent = form.cleaned_data["atom"], form.cleaned_data["picture"]
    collection = atom.collection if atom else form.cleaned_data["collection"]
    if collection is None:
        return _refusal(_("Choose a collection first."), 422)
    if sent.size > pictures.most_bytes():
        return _refusal(pictures.too_large(), 413)
    try:
        kept = pictures.add_picture(
            collection=collection, data=sent.read(), user=staff(request)
        )
    except Refused as refused:
        return _refusal(str(refused), 422)
    except OSError:
        logger.exception("A picture could not be written")
        text = _("The desk could not write the picture: its disk may be full.")
        return _refusal(text, 507)
    told = {"address": kept.address, "width": kept.width, "height": kept.height}
    return JsonResponse(told, status=201)


def _refusal(why: str, status: int) -> JsonResponse:
    return JsonResponse({"error": why}, status=status)

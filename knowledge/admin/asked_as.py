"""What customers asked that a pair could be also asked as: the editor offers it beside the pair."""

from typing import Any

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from knowledge.admin.access import may, reader_of
from knowledge.asked_as import AskedAs, asked_as
from knowledge.models import Atom
from knowledge.models.traces import sites_seen_by
from knowledge.rights import Right


def offered(admin: "ModelAdmin[Any]", request: HttpRequest, atom: Atom) -> JsonResponse:
    """Return questions of the sites that somebody sees, each with the pair that it is near to.

    They are near to what the index holds, which is the live text.
    """
    if not may(request, Right.WRITE, atom):
        raise PermissionDenied
    seen = sites_seen_by(reader_of(request)).filter(collections=atom.collection_id)
    sites = set(seen.values_list("pk", flat=True))
    found = asked_as(atom.live_version, sites) if atom.live_version else []
    return JsonResponse({"found": [_shown(each) for each in found]})


def _shown(each: AskedAs) -> dict[str, str]:
    times = ngettext("asked %d time", "asked %d times", each.times) % each.times
    label = _("Add “%s”") % each.text
    return {"text": each.text, "pair": each.pair, "times": times, "label": label}

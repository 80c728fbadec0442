"""What the front page says as long as the desk has nothing to answer from: what to do first."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Site
from knowledge.admin.access import may
from knowledge.models import Atom, Collection
from knowledge.rights import Right


@dataclass(frozen=True)
class Step:
    """One thing to do; `url` is empty for those who may not do it."""

    text: str
    done: bool
    url: str


def first_steps(request: HttpRequest) -> dict[str, Any]:
    """Return what is still to do before the first answer, for whoever may do some of it."""
    sites = Site.objects.filter(active=True)
    linked = Collection.objects.filter(sites__in=sites)
    steps = [
        Step(
            _("Make a site: where the chat stands, and who may embed it"),
            sites.exists(),
            _address("accounts_site_add", request.user.has_perm("accounts.add_site")),
        ),
        Step(
            _("Make a collection, and tick the site that answers from it"),
            linked.exists(),
            _address(
                _to_collections(), request.user.has_perm("knowledge.add_collection")
            ),
        ),
        Step(
            _("Write the first text, or import files, and publish it"),
            Atom.objects.live().exists(),
            _address("knowledge_atom_add", may(request, Right.WRITE)),
        ),
    ]
    offered = any(step.url for step in steps)
    finished = all(step.done for step in steps)
    return {"first_steps": steps} if offered and not finished else {}


def _address(page: str, allowed: bool) -> str:
    return reverse(f"admin:{page}") if allowed else ""


def _to_collections() -> str:
    """A collection that no site answers from is linked in its own form: the list leads there."""
    there = Collection.objects.exists()
    return "knowledge_collection_changelist" if there else "knowledge_collection_add"

"""The tags that there are, and what to know before atoms get another one of them."""

from typing import Any

from django.db.models import Count, F, Func, TextField
from django.http import HttpRequest
from django.utils.translation import gettext as _

from knowledge.admin.access import reader_of
from knowledge.models import Atom, Errand
from knowledge.models.atoms import AtomQuerySet

MOST_OFFERED = 200
RENAME, ADD = Errand.Deed.RENAME_TAG, Errand.Deed.ADD_TAG


def counted(atoms: AtomQuerySet, sought: str = "") -> list[tuple[str, int]]:
    """Return tags that hold what was typed, the most used first, with their atoms' count."""
    unnested = Func(F("tags"), function="unnest", output_field=TextField())
    rows = (
        atoms.order_by()
        .values(tag=unnested)
        .annotate(uses=Count("pk"))
        .order_by("-uses", "tag")
        .values_list("tag", "uses")
    )
    # The function that unnests cannot stand in a WHERE; distinct tags are few.
    words = sought.casefold()
    return [(tag, uses) for tag, uses in rows if words in tag.casefold()]


def about(request: HttpRequest, errand: Errand) -> dict[str, Any]:
    """What the page of an errand shows of tags: those to choose from, and what comes of one."""
    if errand.deed not in (ADD, RENAME):
        return {}
    known = counted(Atom.objects.readable_by(reader_of(request)))
    tags = [tag for tag, _uses in known if tag != errand.tag or errand.deed != RENAME]
    return {"offered": tags[:MOST_OFFERED], "comes": _comes(errand, tags)}


def _comes(errand: Errand, others: list[str]) -> str:
    """Say which tag becomes one with another, or stands beside one of the same letters."""
    new = errand.new_tag if errand.deed == RENAME else errand.tag
    if new in others:
        if errand.deed != RENAME:
            return ""
        return _(
            "Other atoms have “%(new)s” already: “%(old)s” and “%(new)s” become one tag."
        ) % {"old": errand.tag, "new": new}
    same = next((tag for tag in others if tag.casefold() == new.casefold()), None)
    if same is None:
        return ""
    return _(
        "There is a tag “%(same)s” already: “%(new)s” would be another one. Write it as it "
        "is there if you mean the same."
    ) % {"same": same, "new": new}

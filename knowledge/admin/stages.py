"""How far an atom is on its way to readers, as a shape and a word."""

from typing import Any

from django.db.models import (
    Case,
    F,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    When,
)
from django.utils.translation import gettext_lazy as _

from knowledge.models import Atom, Review

STAGES = {
    "draft": _("○ Draft"),
    "draft-open": _("◔ In review"),
    "draft-approved": _("✓ Approved"),
    "draft-sent_back": _("↩ Sent back"),
    "published": _("● Published"),
    "changed": _("◐ Published, newer draft"),
    "changed-open": _("◔ Published, edit in review"),
    "changed-approved": _("✓ Published, edit approved"),
    "changed-sent_back": _("↩ Published, edit sent back"),
    "archived": _("▣ Archived"),
}
# Drafts, then what answers with a newer draft behind it, what answers, what was put away.
BY_STATE = Case(
    When(archived_at__isnull=False, then=3),
    When(live_version=None, then=0),
    When(live_version=F("latest_version"), then=2),
    default=1,
    output_field=IntegerField(),
)


def with_reviews(atoms: QuerySet[Atom]) -> QuerySet[Atom]:
    """Read with each atom how the review of its newest text stands."""
    newest = Review.objects.filter(
        atom=OuterRef("pk"), version=OuterRef("latest_version")
    )
    return atoms.annotate(
        review_state=Subquery(newest.order_by("-asked_at").values("state")[:1])
    )


def stage_of(atom: Atom) -> str:
    """Return the key of the atom's stage."""
    if not hasattr(atom, "review_state"):
        newest = atom.reviews.filter(version=atom.latest_version_id)
        review = newest.order_by("-asked_at").values_list("state", flat=True).first()
    else:
        review = atom.review_state
    with_review = f"{atom.state}-{review}"
    return with_review if with_review in STAGES else atom.state


def stage_word(atom: Atom) -> Any:
    """Return the atom's stage for people."""
    return STAGES[stage_of(atom)]

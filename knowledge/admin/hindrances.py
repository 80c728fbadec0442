"""What hinders publishing where only distinct texts are wanted, in words."""

from django.utils.translation import gettext as _

from knowledge.services.likeness import NotDistinct


def why_not_distinct(refused: NotDistinct) -> str:
    """Return which texts hinder publishing, for the person who wanted it."""
    found = [
        (
            _("It contradicts “%s”.")
            if other.likeness.contradictions
            else _("It says nearly the same as “%s”.")
        )
        % other.version.title
        for other in refused.others
    ]
    way_out = _("Change one of them, or say under “Like texts” that both are right.")
    return " ".join([*found, way_out])

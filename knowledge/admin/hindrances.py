"""What hinders a text from being published, in words."""

from django.utils.translation import gettext as _

from knowledge.services.floors import BelowFloor
from knowledge.services.hindrances import Hindered
from knowledge.services.likeness import NotDistinct

MOST_NAMED = 5


def why_hindered(refused: Hindered) -> str:
    """Return what hinders publishing and what to do, for the person who wanted it."""
    match refused:
        case NotDistinct():
            return _not_distinct(refused)
        case BelowFloor():
            return _below_floor(refused)
    return str(refused)


def _not_distinct(refused: NotDistinct) -> str:
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


def _below_floor(refused: BelowFloor) -> str:
    told = _(
        "At the site “%(site)s” %(share)s of the golden questions would be right, the floor is "
        "%(floor)s. Newly wrong: %(questions)s."
    )
    found = [
        told
        % {
            "site": below.site,
            "share": f"{below.share:.1%}",
            "floor": f"{below.floor:.1%}",
            "questions": _named([each.text for each in below.questions]),
        }
        for below in refused.below
    ]
    way_out = _(
        "Change the text, or these golden questions if they are no longer right."
    )
    return " ".join([*found, way_out])


def _named(texts: list[str]) -> str:
    if not texts:
        return _("questions that you may not read")
    named = ", ".join(f"“{text[:120]}”" for text in texts[:MOST_NAMED])
    more = len(texts) - MOST_NAMED
    return (
        named
        if more <= 0
        else _("%(named)s and %(more)d more")
        % {
            "named": named,
            "more": more,
        }
    )

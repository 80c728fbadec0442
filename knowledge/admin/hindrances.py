"""What hinders a text from being published, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Site
from knowledge.admin.access import reader_of
from knowledge.models import GoldenQuestion, PublishingRun
from knowledge.services.hindrances import Hindered
from knowledge.services.likeness import NotDistinct

MOST_NAMED = 20

_FELL_BELOW = {
    "right": gettext_lazy(
        "At the site “%(site)s” %(share)s of the golden questions would end as they must, the "
        "floor is %(floor)s."
    ),
    "recall@1": gettext_lazy(
        "At the site “%(site)s” %(share)s of the golden questions would find a right atom first, "
        "the floor is %(floor)s."
    ),
}


@dataclass(frozen=True)
class Fallen:
    """A floor that a text would break, in words, and the questions that would go wrong."""

    words: str
    questions: Sequence[GoldenQuestion]
    hidden: int
    """How many more there are: not named, or not for this person to read."""


def why_hindered(refused: Hindered) -> str:
    """Return what hinders publishing and what to do, for the person who wanted it."""
    return _not_distinct(refused) if isinstance(refused, NotDistinct) else str(refused)


def fallen_of(request: HttpRequest, run: PublishingRun) -> list[Fallen]:
    """Return the floors that a text was found to break, with questions that the person may read."""
    sites = Site.objects.in_bulk([row["site"] for row in run.below])
    asked = {key for row in run.below for key in row["questions"]}
    readable = GoldenQuestion.objects.readable_by(reader_of(request)).in_bulk(asked)
    return [
        _fallen(row, sites[row["site"]], readable)
        for row in run.below
        if row["site"] in sites
    ]


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


def _fallen(
    row: Mapping[str, Any], site: Site, readable: Mapping[int, GoldenQuestion]
) -> Fallen:
    words = _FELL_BELOW[row["figure"]] % {
        "site": site,
        "share": f"{row['share']:.1%}",
        "floor": f"{row['floor']:.1%}",
    }
    named = [readable[key] for key in row["questions"] if key in readable][:MOST_NAMED]
    return Fallen(words, named, len(row["questions"]) - len(named))

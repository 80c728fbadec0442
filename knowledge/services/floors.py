"""Texts that would take golden questions below a site's floor are refused, where it says so."""

import logging
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from accounts.models import Site
from knowledge.llm.configured_embedder import embedder
from knowledge.llm.embedder import EmbeddingFailed
from knowledge.models import Atom, AtomVersion
from knowledge.services import generations
from knowledge.services.hindrances import Hindered

if TYPE_CHECKING:
    from knowledge.evaluation.floor import Below

logger = logging.getLogger(__name__)


class BelowFloor(Hindered):
    """Golden questions would go wrong; `below` says at which sites, and which."""

    def __init__(self, below: "Sequence[Below]") -> None:
        self.below = below
        super().__init__(f"below {', '.join(one.figure for one in below)}")


def are_kept() -> bool:
    """Whether any site refuses texts that break a floor: then publishing takes a while."""
    return _keeping().exists()


def are_asked(atom: Atom) -> bool:
    """Whether golden questions are asked before a text of this atom is published."""
    return _keeping().filter(collections=atom.collection_id).exists()


def below_with(
    version: AtomVersion, progress: Callable[[int, int], None]
) -> "Sequence[Below]":
    """Return the floors that publishing a text would break; it takes seconds.

    Where nobody asks for that none, and none when the embedder is away: the night's run will
    tell then.
    """
    if not are_asked(version.atom):
        return []
    # LlamaIndex: two seconds and 100 MB that other desks do without.
    from knowledge.evaluation import floor

    try:
        return floor.below_with(version, generations.asked(embedder()), progress)
    except EmbeddingFailed as failed:
        logger.warning(
            "Golden questions of atom %s were not asked: %s", version.atom_id, failed
        )
        return []


def refuse_below_floor(
    atom: Atom, version: AtomVersion | None = None
) -> AtomVersion | None:
    """Look at the newest text of an atom, or at another one, before it is published.

    Raises BelowFloor. Returns the text that was looked at; None where nobody asks for that.
    Called before any lock is taken.
    """
    if not are_asked(atom):
        return None
    looked_at = version or atom.versions.latest("number")
    below = below_with(looked_at, lambda _done, _total: None)
    if below:
        raise BelowFloor(below)
    return looked_at


def _keeping() -> QuerySet[Site]:
    has_floor = Q(golden_recall_floor__isnull=False) | Q(
        golden_right_floor__isnull=False
    )
    return Site.objects.filter(has_floor, golden_blocks=True)

"""Texts that would take golden questions below a site's floor are refused, where it says so."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from accounts.models import User
from knowledge.llm.configured_embedder import embedder
from knowledge.llm.embedder import EmbeddingFailed
from knowledge.models import Atom, AtomVersion, GoldenQuestion
from knowledge.readers import reader_of_user
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


def refuse_below_floor(
    atom: Atom, user: User | None, version: AtomVersion | None = None
) -> AtomVersion | None:
    """Look at the newest text of an atom, or at another one, before it is published.

    Raises BelowFloor, which names to somebody only questions that they may read. Returns the text that was looked at; None where nobody asks for that, or
    the embedder is away: the night's run will tell then. Called before any lock is taken.
    """
    if not atom.collection.sites.filter(golden_blocks=True).exists():
        return None
    # LlamaIndex: two seconds and 100 MB that other desks do without.
    from knowledge.evaluation.floor import below_with

    looked_at = version or atom.versions.latest("number")
    try:
        below = below_with(looked_at, generations.asked(embedder()))
    except EmbeddingFailed as failed:
        logger.warning(
            "Golden questions of atom %s were not asked: %s", atom.pk, failed
        )
        return None
    if below:
        raise BelowFloor([_named_to(user, each) for each in below])
    return looked_at


def _named_to(user: User | None, below: "Below") -> "Below":
    if user is None:
        return below
    mine = GoldenQuestion.objects.readable_by(reader_of_user(user))
    readable = set(mine.values_list("pk", flat=True))
    return replace(
        below, questions=[each for each in below.questions if each.pk in readable]
    )

"""What people answered in chats, taken in without any conversation."""

from datetime import timedelta
from uuid import UUID, uuid4

from django.utils import timezone

from accounts.models import Site, User
from knowledge.chats.exchanges import Exchange
from knowledge.chats.lines import Said
from knowledge.models import AtomVersion, Proposal
from knowledge.proposing import look
from knowledge.services import proposals
from tests.knowledge.shelf import HashingEmbedder

ASKED = "How do I export all my invoices as a file?"
TOLD = "The list of invoices has a button called Export at the top."
EMBEDDER = HashingEmbedder()


def answered(
    site: Site,
    told: str = TOLD,
    *,
    asked: str = ASKED,
    by: User | None = None,
    cited: AtomVersion | None = None,
    source: UUID | None = None,
    days_ago: float = 0,
) -> UUID:
    """Take in a chat in which a person answered."""
    at = timezone.now() - timedelta(days=days_ago)
    lines = (
        Said(1, "customer", asked, at),
        Said(2, "agent", told, at, user=by.pk if by else None),
    )
    exchange = Exchange(asked, lines, (cited.pk,) if cited else ())
    chat = source or uuid4()
    proposals.take_in(
        site=site, source=chat, at=at, verified=False, exchanges=[exchange]
    )
    return chat


def proposed() -> list[Proposal]:
    """Sort in what waits and write it, as a worker does; return all proposals."""
    proposals.sort_in(embedder=EMBEDDER)
    for proposal in Proposal.objects.filter(to_write=True):
        look(proposal, EMBEDDER)
    return list(Proposal.objects.order_by("pk"))

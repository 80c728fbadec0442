"""The chats that speak for a proposal, each linked for whoever may read it."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string

from accounts.models import User
from knowledge.admin.access import staff
from knowledge.models import Proposal

Seen = Callable[[User, Iterable[UUID]], Collection[UUID]]
MOST_SHOWN = 50


@dataclass(frozen=True)
class Chat:
    """A conversation in which people answered so: its name, what was asked, when it was resolved, by whom.

    `source` leads to it; None for whoever may not read it. `lines` are the numbers of its passages.
    """

    source: UUID | None
    name: str
    question: str
    at: datetime
    who: Sequence[str]
    lines: Sequence[int]


@dataclass(frozen=True)
class Chats:
    """How many conversations there are, and the newest of them."""

    count: int
    newest: Sequence[Chat]


def chats_of(request: HttpRequest, proposal: Proposal) -> Chats:
    """Return the conversations that a proposal comes from, the newest first."""
    rows = proposal.answers.prefetch_related("lines__user").order_by("-at", "-pk")
    answers = list(rows[:MOST_SHOWN])
    seen_by: Seen = import_string(settings.CONVERSATIONS_SEEN_AMONG)
    readable = seen_by(staff(request), {each.source for each in answers})
    names = proposal.names_of_chats()
    return Chats(
        proposal.answers.order_by().values("source").distinct().count(),
        [
            Chat(
                each.source if each.source in readable else None,
                names[each.pk],
                each.question,
                each.at,
                list(
                    dict.fromkeys(
                        line.who for line in each.lines.all() if line.by_agent
                    )
                ),
                [line.number for line in each.lines.all() if line.number is not None],
            )
            for each in answers
        ],
    )

"""The chats that speak for a proposal, each linked for whoever may read it."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.module_loading import import_string

from accounts.models import User
from knowledge.admin.access import staff
from knowledge.models import AnswerLine, HumanAnswer, Proposal

Seen = Callable[[User, Iterable[UUID]], Collection[UUID]]
MOST_SHOWN = 50


@dataclass(frozen=True)
class Chat:
    """A conversation in which people answered so: its name, what was asked, when it was resolved, by whom.

    `address` leads to its answer; it is empty for whoever may not read it. `lines` are the numbers of its
    passages.
    """

    address: str
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
    readable = _readable(request, {each.source for each in answers})
    names = proposal.names_of_chats()
    return Chats(
        proposal.answers.order_by().values("source").distinct().count(),
        [
            Chat(
                _answer_of(each) if each.source in readable else "",
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


def addresses_of_lines(request: HttpRequest, proposal: Proposal) -> dict[int, str]:
    """Return where each passage of a proposal stands in its chat, by its number, as far as they may read that."""
    rows = AnswerLine.objects.filter(answer__proposal=proposal, number__isnull=False)
    lines = list(rows.values_list("number", "answer__source", "seq"))
    readable = _readable(request, {source for _number, source, _seq in lines})
    return {
        number: _address(source, seq)
        for number, source, seq in lines
        if number is not None and source in readable
    }


def _readable(request: HttpRequest, sources: set[UUID]) -> Collection[UUID]:
    seen_by: Seen = import_string(settings.CONVERSATIONS_SEEN_AMONG)
    return seen_by(staff(request), sources)


def _answer_of(answer: HumanAnswer) -> str:
    """Return where people answered first; the inbox brings that event into view."""
    said = [line.seq for line in answer.lines.all() if line.by_agent]
    return _address(answer.source, min(said, default=0))


def _address(source: UUID, seq: int) -> str:
    page = reverse("inbox-conversation", args=[source])
    return f"{page}#event-{seq}" if seq else page

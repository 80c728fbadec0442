"""The summary for whoever takes over: what the customer wants, what was tried, how far it came, and the mood.

Everything in it is quoted from the conversation, so that nothing in it can be made up.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from conversations.cases import lines_of, triage_of
from conversations.models import Conversation, Event, Feedback
from conversations.services.turns import line_of
from conversations.states import State
from knowledge.answering.checklists import checklist_of
from knowledge.triage.summary import one_line

MOST_TRIED = 4


@dataclass(frozen=True)
class Tried:
    """A question, how the bot dealt with it, and from which atoms."""

    question: str
    end: str
    """answered, helped, not_helpful, unknown, interrupted or said."""
    atoms: Sequence[str] = ()


@dataclass(frozen=True)
class Step:
    """Where the customer stands in the steps of an atom; 0 when they were only listed."""

    title: str
    at: int


@dataclass(frozen=True)
class Before:
    """The last resolved conversation of a verified customer."""

    id: UUID
    reference: str
    summary: str
    at: datetime


@dataclass(frozen=True)
class Handoff:
    """What somebody who takes over should know."""

    wants: str
    reason: str
    rule: str
    mood: str
    """negative, neutral, positive, or empty when triage has not looked."""
    tried: Sequence[Tried] = ()
    step: Step | None = None
    atoms: Sequence[str] = field(default=())
    before: Before | None = None


def handoff_of(conversation: Conversation) -> Handoff | None:
    """Return the summary of a conversation in which the customer has said something."""
    events = lines_of(conversation)
    said = [e.payload["text"] for e in events if _is_customers(e)]
    if not said:
        return None
    triage = triage_of(conversation)
    tried = _tried(events)
    notice = (
        conversation.events.filter(kind=Event.Kind.NOTICE, payload__code="handed_off")
        .order_by("-seq")
        .first()
    )
    told = notice.payload if notice else {}
    return Handoff(
        wants=triage.summary if triage else one_line(said),
        reason=told.get("reason", ""),
        rule=told.get("rule", ""),
        mood=triage.sentiment if triage else "",
        tried=tried[-MOST_TRIED:],
        step=_step(events),
        atoms=list(dict.fromkeys(title for each in tried for title in each.atoms)),
        before=_before(conversation),
    )


def _is_customers(event: Event) -> bool:
    return event.kind == Event.Kind.MESSAGE and event.payload["author"] == "customer"


def _tried(events: Sequence[Event]) -> list[Tried]:
    """Pair what the customer said with what the bot answered; what people said is no try of the bot."""
    votes = dict(
        Feedback.objects.filter(event__in=[event.pk for event in events]).values_list(
            "event", "helpful"
        )
    )
    found, asked = [], []
    for event in events:
        if _is_customers(event):
            asked.append(event.payload["text"])
        elif asked and event.payload.get("author") != "agent":
            found.append(
                Tried(one_line(asked), _end(event, votes.get(event.pk)), _titles(event))
            )
            asked = []
        else:
            asked = []
    return found


def _end(event: Event, helpful: bool | None) -> str:
    if event.kind == Event.Kind.PARTIAL:
        return "interrupted"
    if helpful is not None:
        return "helped" if helpful else "not_helpful"
    if event.payload.get("citations"):
        return "answered"
    return "unknown" if "person" in event.payload.get("actions", ()) else "said"


def _titles(event: Event) -> list[str]:
    cited = event.payload.get("citations", ())
    return list(dict.fromkeys(citation["title"] for citation in cited))


def _step(events: Sequence[Event]) -> Step | None:
    by_bot = [line for line in map(line_of, events) if line.role != "agent"]
    checklist = checklist_of(by_bot)
    return Step(checklist.citation.title, checklist.at) if checklist else None


def _before(conversation: Conversation) -> Before | None:
    """Who is anonymous may share a browser with somebody else: only the verified are known again."""
    if not conversation.customer.verified:
        return None
    last = (
        Conversation.objects.filter(
            customer=conversation.customer_id,
            status__in=[State.RESOLVED, State.ARCHIVED],
            resolved_at__isnull=False,
        )
        .exclude(pk=conversation.pk)
        .select_related("triage")
        .order_by("-resolved_at")
        .first()
    )
    if last is None or last.resolved_at is None:
        return None
    triage = triage_of(last)
    summary = triage.summary if triage else last.subject
    return Before(last.public_id, last.reference, summary, last.resolved_at)

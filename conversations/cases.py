"""What triage and rules read of a conversation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from conversations import rules
from conversations.models import Conversation, Event, Triage, Turn
from conversations.services.turns import line_of
from knowledge.answering.outcomes import Line
from knowledge.models import Evidence

MOST_LINES = 60


@dataclass(frozen=True)
class Case:
    """A conversation as triage sees it; `seq` is the last event that it knows."""

    conversation: Conversation
    seq: int
    lines: Sequence[Line]

    @property
    def said(self) -> list[str]:
        """What the customer said, the oldest first."""
        return [line.text for line in self.lines if line.role == "customer"]


def case_of(conversation: int) -> Case | None:
    """Return a conversation in which the customer has said something; None for others."""
    found = (
        Conversation.objects.select_related("site", "customer", "triage")
        .filter(pk=conversation)
        .first()
    )
    if found is None:
        return None
    events = lines_of(found)
    case = Case(found, found.last_seq, [line_of(event) for event in events])
    return case if case.said else None


def lines_of(conversation: Conversation) -> list[Event]:
    """Return the last messages of a conversation, the oldest first; what the desk itself said is left out."""
    spoken = conversation.events.filter(
        kind__in=[Event.Kind.MESSAGE, Event.Kind.PARTIAL]
    ).exclude(payload__author="system")
    return list(spoken.order_by("-seq")[:MOST_LINES])[::-1]


def triage_of(conversation: Conversation) -> Triage | None:
    """Return what triage says of a conversation, if it has looked."""
    return getattr(conversation, "triage", None)


def facts_of(case: Case, triage: Triage | None) -> rules.Facts:
    """Return what rules may ask about, now."""
    conversation = case.conversation
    turn = (
        conversation.turns.filter(status__in=[Turn.Status.DONE, Turn.Status.FAILED])
        .order_by("-created_at")
        .first()
    )
    evidence = turn and Evidence.objects.filter(turn=turn.pk).first()
    return facts(
        triage=triage,
        turn=turn,
        evidence=evidence or None,
        said=case.said,
        at=timezone.now(),
        customer=(conversation.customer.verified, conversation.customer.attributes),
        failures=conversation.failures,
    )


def facts(  # noqa: PLR0913 everything that is known, from wherever it comes
    *,
    triage: Triage | None,
    turn: Turn | None,
    evidence: Evidence | None,
    said: Sequence[str],
    at: datetime,
    customer: tuple[bool, dict[str, str]],
    failures: int,
) -> rules.Facts:
    """Put together what rules may ask about."""
    local = timezone.localtime(at)
    verified, attributes = customer
    score = evidence.score if evidence is not None else None
    return rules.Facts(
        category=triage.category if triage else None,
        priority=triage.priority if triage else None,
        sentiment=triage.sentiment if triage else None,
        language=triage.language if triage else None,
        needs_person=triage.needs_person if triage else None,
        risk=triage.risk * 100 if triage else None,
        intent=evidence.record.get("intent") if evidence is not None else None,
        outcome=turn.outcome or None if turn else None,
        evidence=None if score is None else score * 100,
        failures=failures,
        messages=len(said),
        hour=local.hour,
        weekday=rules.WEEKDAYS[local.weekday()],
        verified=verified,
        text="\n".join(said),
        customer=attributes if verified else {},
    )

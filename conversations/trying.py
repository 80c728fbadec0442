"""What a rule would have done: replays past conversations turn by turn, and writes nothing to them."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone

from conversations import pools, rules
from conversations.cases import facts, triage_of
from conversations.models import Conversation, Event, RuleTrial, Triage, Turn
from conversations.services.endings import FAILURES_BEFORE_A_PERSON
from knowledge.models import Evidence
from knowledge.triage.talks import judge_talk

MOST_CONVERSATIONS = 5000
MOST_SHOWN = 200
CHUNK = 100
NO_TURN = ""
_ENDS = [Turn.Status.DONE, Turn.Status.FAILED]

Progress = Callable[[int, int], None]
Hit = Mapping[str, Any]


def try_rule(trial: RuleTrial, progress: Progress) -> tuple[int, list[Hit]]:
    """Return how many conversations were looked at, and those that the rule would have escalated.

    The conditions are asked after each answer of the bot, in order, with what was known then; the first time that
    they all hold counts. Labels are those that triage keeps now. The newest 5,000 conversations of the time are
    looked at.
    """
    conditions = [
        rules.Condition(**(each | {"values": tuple(each["values"])}))
        for each in trial.asked
    ]
    since = timezone.now() - timedelta(days=trial.days)
    chosen = Conversation.objects.filter(created_at__gte=since)
    if trial.rule.site_id is not None:
        chosen = chosen.filter(site=trial.rule.site_id)
    keys = list(
        chosen.order_by("-pk").values_list("pk", flat=True)[:MOST_CONVERSATIONS]
    )
    hits: list[Hit] = []
    for start in range(0, len(keys), CHUNK):
        progress(start, len(keys))
        found = _chunk(keys[start : start + CHUNK])
        hits += [hit for one in found if (hit := _hit(one, conditions)) is not None]
    return len(keys), hits


class Past:
    """A conversation as it went: who said what when, and how the bot's turns ended."""

    def __init__(
        self, conversation: Conversation, evidence: Mapping[Any, Evidence]
    ) -> None:
        self.conversation = conversation
        self.turns = [t for t in conversation.turns.all() if t.status in _ENDS]
        self.evidence = evidence
        events = list(conversation.events.all())
        self.said = [
            (event.seq, event.payload["text"])
            for event in events
            if event.kind == Event.Kind.MESSAGE
            and event.payload["author"] == "customer"
        ]
        handed = (e for e in events if e.kind == Event.Kind.NOTICE)
        self.handed = next(
            (e for e in handed if e.payload.get("code") == "handed_off"), None
        )
        self._triage: Triage | None = None

    @property
    def triage(self) -> Triage | None:
        """What triage says; conversations from before there was any are judged now."""
        known = triage_of(self.conversation) or self._triage
        if known is None and self.said:
            site = self.conversation.site
            judgement = judge_talk(
                [text for _, text in self.said],
                pools.pool_of(site),
                pools.embed,
                otherwise=site.language,
            )
            labels = judgement.labels
            known = self._triage = Triage(
                category=labels.category,
                priority=labels.priority,
                sentiment=labels.sentiment,
                needs_person=labels.needs_person,
                language=labels.language,
                risk=judgement.risk,
            )
        return known

    def moments(self) -> Iterator[tuple[datetime, Turn | None, int, int]]:
        """Yield each moment at which rules are asked: when, after which turn, failures, messages so far."""
        failures = 0
        for turn in self.turns:
            if turn.outcome == "answered":
                failures = 0
            elif turn.outcome in ("abstained", "failed"):
                failures = min(failures + 1, FAILURES_BEFORE_A_PERSON)
            seen = sum(seq <= turn.trigger for seq, _ in self.said)
            yield turn.finished_at or turn.created_at, turn, failures, seen
        if not self.turns and self.said:
            yield self.conversation.created_at, None, 0, len(self.said)


def _hit(past: Past, conditions: Sequence[rules.Condition]) -> Hit | None:
    customer = past.conversation.customer
    for at, turn, failures, seen in past.moments():
        known = facts(
            triage=past.triage,
            turn=turn,
            evidence=past.evidence.get(turn.pk) if turn else None,
            said=[text for _, text in past.said[: max(seen, 1)]],
            at=at,
            customer=(customer.verified, customer.attributes),
            failures=failures,
        )
        if rules.holds(conditions, known):
            return _row(past, seen)
    return None


def _row(past: Past, message: int) -> Hit:
    """What is kept of a hit: no words of the customer, those are read from the conversation when it is shown."""
    reason = past.handed.payload.get("reason", "") if past.handed else ""
    return {"conversation": past.conversation.pk, "message": message, "reason": reason}


def _chunk(keys: Sequence[int]) -> list[Past]:
    kinds = [Event.Kind.MESSAGE, Event.Kind.NOTICE]
    found = (
        Conversation.objects.filter(pk__in=keys)
        .select_related("site", "customer", "triage")
        .prefetch_related(
            Prefetch("turns", Turn.objects.order_by("created_at")),
            Prefetch("events", Event.objects.filter(kind__in=kinds).order_by("seq")),
        )
        .order_by("-pk")
    )
    turns = [turn.pk for one in found for turn in one.turns.all()]
    evidence: dict[Any, Evidence] = defaultdict()
    for record in Evidence.objects.filter(turn__in=turns).only(
        "turn", "score", "record"
    ):
        evidence[record.turn] = record
    return [Past(one, evidence) for one in found]

"""Keeping what triage says of a conversation, and what people say instead."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from uuid import UUID

from django.db import transaction

from accounts import audit
from accounts.models import User
from conversations import nudge
from conversations.models import (
    Conversation,
    Event,
    ReadMark,
    Triage,
    TriageCorrection,
)
from conversations.services.appending import (
    SYSTEM,
    Draft,
    Refused,
    append,
    locked,
    user_actor,
)
from knowledge.triage.judging import Judgement
from knowledge.triage.labels import Labels
from knowledge.triage.talks import read

MOST_MODEL_TRIES = 3


@dataclass(frozen=True)
class Found:
    """What came of one look at a conversation up to event `seq`."""

    seq: int
    judgement: Judgement
    summary: str
    atoms: Sequence[int]
    messages: int
    """How many messages of the customer were seen."""


@transaction.atomic
def keep(*, conversation: int, found: Found, model_there: bool) -> Triage:
    """Keep what cues say; what a person or a model said before stands, unless it grew much since.

    The conversation's place in the queue of triage goes, unless more was said meanwhile.
    """
    row = locked(conversation)
    _leave_queue(row, found.seq)
    triage = Triage.objects.filter(conversation=row).first()
    judgement = found.judgement
    if triage is None:
        triage = Triage(conversation=row, by=Triage.By.CUES, rules=[])
        before = None
        _label(triage, judgement.labels)
    else:
        before = triage.labels
        _relabel(triage, judgement)
    # Asked at the first message, when there is twice as much to see, or a person is needed.
    grew = found.messages >= 2 * triage.model_saw
    alarmed = judgement.labels.needs_person and not (before and before.needs_person)
    if model_there and triage.by != Triage.By.PERSON and (grew or alarmed):
        triage.model_due, triage.model_tries = True, 0
    if triage.by != Triage.By.MODEL or not triage.summary:
        triage.summary = found.summary
    triage.confidence, triage.risk = judgement.confidence, judgement.risk
    triage.seq, triage.atoms = found.seq, list(found.atoms)
    triage.save()
    _tell(row, triage, before)
    return triage


@transaction.atomic
def keep_models(
    *, conversation: int, judgement: Judgement, summary: str, messages: int
) -> None:
    """Keep what a model says, unless a person has spoken."""
    row = locked(conversation)
    triage = Triage.objects.filter(conversation=row).first()
    if triage is None or triage.by == Triage.By.PERSON:
        return
    before = triage.labels
    _label(triage, judgement.labels)
    triage.by, triage.summary = Triage.By.MODEL, summary or triage.summary
    triage.model_due, triage.model_saw = False, messages
    triage.save()
    _tell(row, triage, before)


def give_model_up(*, triage: Triage) -> None:
    """A model gave nothing useful: try again later, three times at most."""
    tries = triage.model_tries + 1
    Triage.objects.filter(pk=triage.pk).update(
        model_tries=tries, model_due=tries < MOST_MODEL_TRIES
    )


@transaction.atomic
def correct(*, user: User, conversation: UUID, labels: Labels) -> Triage:
    """Take a person's word for what a conversation is about; like messages of its site follow it.

    Raises Refused: not_found, forbidden, or closed while triage has not looked yet.
    """
    found = Conversation.objects.visible_to(user).filter(public_id=conversation).first()
    if found is None:
        raise Refused("not_found")
    if not user.has_perm("conversations.reply_conversation"):
        raise Refused("forbidden")
    row = locked(found.pk)
    triage = Triage.objects.filter(conversation=row).first()
    if triage is None:
        raise Refused("closed")
    before = triage.labels
    if before == labels and triage.by == Triage.By.PERSON:
        return triage
    _label(triage, labels)
    triage.by, triage.model_due = Triage.By.PERSON, False
    triage.save()
    _keep_correction(row, user, labels, before)
    changed = {
        name: [str(old), str(asdict(labels)[name])]
        for name, old in asdict(before).items()
        if old != asdict(labels)[name]
    }
    audit.record(
        user=user,
        verb="corrected triage",
        target=f"conversation {row.reference}",
        details=changed,
    )
    _append(row, triage, user_actor(user.pk), user.display_name)
    return triage


def _keep_correction(
    row: Conversation, user: User, labels: Labels, before: Labels
) -> None:
    said = row.events.filter(
        kind=Event.Kind.MESSAGE, payload__author="customer"
    ).order_by("seq")
    text = read([event.payload["text"] for event in said]).whole
    values = asdict(labels) | {
        "site": row.site,
        "text": text,
        "user": user,
        "vector": None,
        "model": "",
    }
    TriageCorrection.objects.update_or_create(
        conversation=row,
        defaults=values,
        # A second correction does not hide what the desk itself had said.
        create_defaults=values | {"before": asdict(before)},
    )


def _leave_queue(row: Conversation, seq: int) -> None:
    newer = row.events.filter(seq__gt=seq, kind=Event.Kind.MESSAGE).exclude(
        payload__author="agent"
    )
    if newer.exists():
        nudge.triage(row.pk)
        return
    row.triage_since = None
    row.save(update_fields=["triage_since"])


def _relabel(triage: Triage, judgement: Judgement) -> None:
    """Cues speak again: people are not contradicted, and of a model's word only an alarm is."""
    if triage.by == Triage.By.CUES:
        _label(triage, judgement.labels)
    elif triage.by == Triage.By.MODEL:
        triage.needs_person = triage.needs_person or judgement.labels.needs_person


def _label(triage: Triage, labels: Labels) -> None:
    for name, value in asdict(labels).items():
        setattr(triage, name, value)


def _tell(row: Conversation, triage: Triage, before: Labels | None) -> None:
    if before != triage.labels:
        _append(row, triage, SYSTEM, "")


def _append(row: Conversation, triage: Triage, actor: str, name: str) -> None:
    """Say so to staff; who had read everything still has: nobody said anything new."""
    payload = {
        "name": name,
        "category": triage.category,
        "priority": triage.priority,
        "sentiment": triage.sentiment,
        "needs_person": triage.needs_person,
    }
    event = append(row, Draft(Event.Kind.TRIAGE, actor, payload, public=False))
    assert event is not None  # noqa: S101 only a fence makes it None
    ReadMark.objects.filter(conversation=row, seq=event.seq - 1).update(seq=event.seq)

"""What staff do about gaps: have them answered, close, dismiss, open again; and what came of it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import User
from knowledge.models import Atom, Gap, GapOccurrence

State = Gap.State


@dataclass(frozen=True)
class Answer:
    """What becomes of a question that is asked again: whether it is answered, and by what."""

    answered: bool
    atom: int | None = None


@transaction.atomic
def attach(*, gap: Gap, atom: Atom, user: User) -> None:
    """Say that an atom is to answer a gap; it closes once its questions are answered."""
    _decide(gap, user, State.WRITING, "attached gap to an atom", atom=atom)


@transaction.atomic
def close(*, gap: Gap, user: User, reason: str) -> None:
    """Say that a gap is dealt with; its questions are asked again, to tell whether it is."""
    _decide(gap, user, State.CLOSED, "closed gap", atom=gap.atom, reason=reason)
    want_check(gap=gap)


@transaction.atomic
def dismiss(*, gap: Gap, user: User, reason: str) -> None:
    """Say that nothing has to answer this; more of its questions do not bring it back."""
    _decide(gap, user, State.DISMISSED, "dismissed gap", atom=gap.atom, reason=reason)


@transaction.atomic
def reopen(*, gap: Gap, user: User) -> None:
    """Take back whatever was decided."""
    _decide(gap, user, State.OPEN, "opened gap again")


@transaction.atomic
def want_check(*, gap: Gap) -> None:
    """Have the questions of a gap asked again."""
    Gap.objects.filter(pk=gap.pk).update(check_wanted=True)


@transaction.atomic
def keep_check(*, gap: Gap, answers: Mapping[int, Answer]) -> None:
    """Keep what became of the questions, by their occurrences' keys.

    Half of them answered or more close a gap that waited for a text, and one that an expert was
    asked about when a text of that interview is among the answers.
    """
    locked = Gap.objects.select_for_update(no_key=True).filter(pk=gap.pk).first()
    if locked is None:
        return
    for key, answer in answers.items():
        GapOccurrence.objects.filter(pk=key).update(
            answered_now=answer.answered, answered_by_id=answer.atom
        )
    locked.checked_at, locked.check_wanted = timezone.now(), False
    locked.save(update_fields=["checked_at", "check_wanted"])
    done = sum(answer.answered for answer in answers.values())
    if not answers or 2 * done < len(answers):
        return
    if locked.state == State.WRITING:
        _decide(locked, None, State.CLOSED, "closed gap", atom=locked.atom)
    elif locked.state == State.OPEN and (told := _told(locked, answers)):
        _decide(locked, None, State.CLOSED, "closed gap", atom=told)


def _told(gap: Gap, answers: Mapping[int, Answer]) -> Atom | None:
    """Return the text of an interview about this gap that answers most; None without one."""
    often = Counter(a.atom for a in answers.values() if a.answered and a.atom)
    found = Atom.objects.filter(
        pk__in=often, candidates__interview__guide__questions__gap=gap
    )
    return max(found.distinct(), key=lambda atom: often[atom.pk], default=None)


def _decide(
    gap: Gap,
    user: User | None,
    state: State,
    verb: str,
    *,
    atom: Atom | None = None,
    reason: str = "",
) -> None:
    gap.state, gap.atom, gap.reason = state, atom, reason
    gap.decided_by, gap.decided_at = user, timezone.now()
    gap.save(update_fields=["state", "atom", "reason", "decided_by", "decided_at"])
    details = {"question": str(gap), "atom": atom.slug if atom else None}
    audit.record(user=user, verb=verb, target=f"gap {gap.pk}", details=details)

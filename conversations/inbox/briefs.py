"""What whoever opens a conversation should know first: its triage, how long it may take, what was tried."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from conversations.cases import triage_of
from conversations.estimates import estimate_for
from conversations.handoffs import Handoff, Step, handoff_of
from conversations.models import Conversation, Triage
from conversations.states import State
from knowledge.answering.languages import LANGUAGES
from knowledge.models import Atom
from knowledge.readers import reader_of_user


@dataclass(frozen=True)
class Urgency:
    """A priority that stands out, as people see it: an icon and a word."""

    icon: str
    word: str
    tone: str


@dataclass(frozen=True)
class Line:
    """One thing that was tried: the question, and what came of it in an icon and words."""

    question: str
    icon: str
    end: str
    atoms: str


@dataclass(frozen=True)
class Brief:
    """Triage and the summary for whoever takes over, in words."""

    triage: Triage | None
    urgency: Urgency | None
    mood: str
    estimate: str
    estimate_detail: str
    atoms: Sequence[Atom]
    handoff: Handoff | None
    tried: Sequence[Line]
    step: str
    reason: str
    opened: bool
    languages: Sequence[str] = LANGUAGES


def brief_of(conversation: Conversation, user: User) -> Brief:
    """Return what to know of a conversation, its triage joined."""
    triage = triage_of(conversation)
    handoff = handoff_of(conversation)
    estimate = estimate_for(conversation, triage.category) if triage else None
    return Brief(
        triage=triage,
        urgency=urgency_of(triage),
        mood=_moods().get(handoff.mood, "") if handoff else "",
        estimate=_time(estimate.middle) if estimate else "",
        estimate_detail=_detail(estimate.early, estimate.late, estimate.number)
        if estimate
        else "",
        atoms=_readable(triage, user),
        handoff=handoff,
        tried=[_line(*each) for each in _each(handoff)],
        step=_step(handoff.step) if handoff and handoff.step else "",
        reason=_reason(handoff) if handoff else "",
        opened=conversation.status in (State.QUEUED, State.HUMAN, State.SNOOZED),
    )


def urgency_of(triage: Triage | None) -> Urgency | None:
    """Return a priority above the usual; None for the others."""
    if triage is None:
        return None
    match triage.priority:
        case Triage.Priority.URGENT:
            return Urgency("priority_high", _("Urgent"), "urgent")
        case Triage.Priority.HIGH:
            return Urgency("keyboard_arrow_up", _("High"), "high")
        case _:
            return None


def _readable(triage: Triage | None, user: User) -> list[Atom]:
    """Return the atoms that may help, of those that this member of staff may read, the nearest first."""
    if triage is None or not triage.atoms:
        return []
    readable = Atom.objects.readable_by(reader_of_user(user)).filter(
        pk__in=triage.atoms
    )
    return sorted(readable, key=lambda atom: triage.atoms.index(atom.pk))


def _each(handoff: Handoff | None) -> list[tuple[str, str, Sequence[str]]]:
    if handoff is None:
        return []
    return [(each.question, each.end, each.atoms) for each in handoff.tried]


def _line(question: str, end: str, atoms: Sequence[str]) -> Line:
    icon, words = _ends()[end]
    return Line(question, icon, words, ", ".join(f"“{title}”" for title in atoms))


def _ends() -> dict[str, tuple[str, str]]:
    return {
        "answered": ("check", _("answered")),
        "helped": ("thumb_up", _("answered, and that helped")),
        "not_helpful": ("thumb_down", _("answered, but that did not help")),
        "unknown": ("help", _("the bot did not know")),
        "interrupted": ("block", _("the answer was interrupted")),
        "said": ("chat_bubble", _("the bot replied without a source")),
    }


def _moods() -> dict[str, str]:
    return {
        "negative": _("upset"),
        "neutral": _("calm"),
        "positive": _("friendly"),
    }


def _step(step: Step) -> str:
    if step.at == 0:
        return _("Was given the steps of “%(title)s”.") % {"title": step.title}
    named = {"number": step.at, "title": step.title}
    return _("At step %(number)s of “%(title)s”.") % named


def _reason(handoff: Handoff) -> str:
    if handoff.rule:
        return _("the rule “%(rule)s”") % {"rule": handoff.rule}
    return {
        "asked": _("the customer asked for one"),
        "account": _("it is about the customer's account"),
        "complaint": _("the customer complained"),
        "rule": _("a rule of this desk"),
        "low_evidence": _("the bot did not know, twice in a row"),
        "failure": _("answers failed twice in a row"),
        "deadline": _("no answer came in time"),
        "bot_off": _("the bot is switched off"),
        "reopened": _("the customer wrote again"),
    }.get(handoff.reason, "")


def _time(length: timedelta) -> str:
    """Return a length of time in one number and unit."""
    minutes = max(round(length.total_seconds() / 60), 1)
    if minutes < 90:
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    hours = round(minutes / 60)
    if hours < 48:
        return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    days = round(hours / 24)
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}


def _detail(early: timedelta, late: timedelta, number: int) -> str:
    named = {"early": _time(early), "late": _time(late), "n": number}
    return _("half take %(early)s to %(late)s; %(n)s like it were resolved") % named

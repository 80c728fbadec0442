"""Interview guides: gaps and entries of inventories become questions for somebody who knows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User
from knowledge.interviews.guide import Guide
from knowledge.models import (
    Collection,
    Gap,
    GuideQuestion,
    InterviewGuide,
    InventoryEntry,
)

MOST_WORDINGS = 4
MOST_RECENT = 50
LONGEST_SECTION = 200


@dataclass(frozen=True)
class ToAsk:
    """A question of a guide that is to be made, in the words of customers."""

    section: str
    text: str
    goal: str = ""
    gap: Gap | None = None


@transaction.atomic
def begin(*, title: str, collection: Collection, user: User) -> InterviewGuide:
    """Make a guide without questions."""
    guide = InterviewGuide.objects.create(
        title=title, collection=collection, created_by=user
    )
    audit.record(user=user, verb="began interview guide", target=f"guide {guide.pk}")
    return guide


def add_gap(*, guide: InterviewGuide, gap: Gap, user: User) -> GuideQuestion:
    """Put a gap into a guide as its last question, with other wordings below; once only."""
    return _add(guide, _asked(gap), user, gap=gap)


def add_entry(
    *, guide: InterviewGuide, entry: InventoryEntry, user: User
) -> GuideQuestion:
    """Put an entry of an inventory into a guide as its last question; once only."""
    return _add(guide, _told(entry), user, entry=entry)


@transaction.atomic
def take_in(
    *, guide: Guide, collection: Collection, user: User | None
) -> InterviewGuide:
    """Make a guide of what was read from a file, all its questions in their order."""
    made = InterviewGuide.objects.create(
        title=guide.title or "Guide",
        collection=collection,
        expert=guide.expert,
        notes=guide.notes,
        created_by=user,
    )
    GuideQuestion.objects.bulk_create(
        GuideQuestion(
            guide=made,
            ordinal=place,
            section=asked.section,
            text=asked.text,
            goal=asked.goal,
        )
        for place, asked in enumerate(guide.questions)
    )
    details = {"questions": len(guide.questions)}
    target = f"guide {made.pk}"
    audit.record(user=user, verb="imported guide", target=target, details=details)
    return made


@transaction.atomic
def build(
    *,
    title: str,
    collection: Collection,
    expert: str,
    questions: Sequence[ToAsk],
    user: User,
) -> InterviewGuide:
    """Make a guide of questions in their order; those of gaps stay tied to them."""
    made = InterviewGuide.objects.create(
        title=title, collection=collection, expert=expert, created_by=user
    )
    GuideQuestion.objects.bulk_create(
        GuideQuestion(
            guide=made,
            ordinal=place,
            section=asked.section[:LONGEST_SECTION],
            text=asked.text,
            goal=asked.goal,
            gap=asked.gap,
        )
        for place, asked in enumerate(questions)
    )
    gaps = [asked.gap.pk for asked in questions if asked.gap is not None]
    details = {"questions": len(questions), "gaps": gaps}
    target = f"guide {made.pk}"
    audit.record(user=user, verb="built guide", target=target, details=details)
    return made


def text_of(guide: InterviewGuide) -> str:
    """Return a guide as markdown, to be printed or sent to whoever is asked."""
    lines = [f"# {guide.title}", ""]
    if guide.expert:
        lines += [f"With {guide.expert}.", ""]
    if guide.notes.strip():
        lines += [guide.notes.strip(), ""]
    section = ""
    for number, question in enumerate(guide.questions.all(), 1):
        if question.section != section:
            section = question.section
            # A question after the last section has a heading all the same.
            lines += ["", f"## {section or _('More questions')}", ""]
        first, *others = question.text.strip().splitlines() or [""]
        lines += [f"{number}. {first}", *(f"   {other}".rstrip() for other in others)]
        if goal := " ".join(question.goal.split()):
            lines.append(f"   Goal: {goal}")
    text = "\n".join(lines).rstrip() + "\n"
    return text.replace("\n\n\n", "\n\n")


def asked_as(gap: Gap, texts: Iterable[str]) -> str:
    """Return the question in the middle of a gap and, below it, how else customers asked it."""
    title = " ".join(gap.title.split())
    wordings = dict.fromkeys(" ".join(text.split()) for text in texts)
    others = [wording for wording in wordings if wording.casefold() != title.casefold()]
    return "\n".join([title, *(f"- {other}" for other in others[:MOST_WORDINGS])])


@transaction.atomic
def _add(
    guide: InterviewGuide,
    text: str,
    user: User,
    *,
    gap: Gap | None = None,
    entry: InventoryEntry | None = None,
) -> GuideQuestion:
    locked = InterviewGuide.objects.select_for_update(no_key=True).get(pk=guide.pk)
    last = locked.questions.aggregate(last=Max("ordinal"))["last"]
    about = {"gap": gap} if gap else {"entry": entry}
    question, new = GuideQuestion.objects.get_or_create(
        guide=locked,
        **about,
        defaults={"text": text, "ordinal": 0 if last is None else last + 1},
    )
    if new:
        details = {"question": text[:200]}
        target = f"guide {guide.pk}"
        audit.record(user=user, verb="added to guide", target=target, details=details)
    return question


def _told(entry: InventoryEntry) -> str:
    """What an entry is called, with what the list knows of it below."""
    known = [entry.label, entry.description, *_details(entry)]
    return "\n".join([entry.key, *(f"- {line}" for line in known if line)])


def _details(entry: InventoryEntry) -> list[str]:
    return [f"{name}: {value}" for name, value in entry.details.items()]


def _asked(gap: Gap) -> str:
    recent = gap.occurrences.order_by("-at", "-pk")[:MOST_RECENT]
    return asked_as(gap, list(recent.values_list("question__text", flat=True)))

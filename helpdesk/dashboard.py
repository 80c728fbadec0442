"""What the admin's front page shows: today at a glance, every figure a link to what is behind it."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Min
from django.db.models.functions import TruncDate
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from conversations.models import Conversation, Event
from conversations.states import State
from helpdesk.costs import costs
from helpdesk.first_steps import first_steps
from helpdesk.repeated import repeated
from knowledge.admin import watching
from knowledge.admin.access import may, reader_of
from knowledge.llm.chat import ModelFailed
from knowledge.llm.ollama_state import state_of
from knowledge.models import Atom, Gap, Generation
from knowledge.models.atoms import AtomQuerySet
from knowledge.reader import Reader
from knowledge.rights import Right
from knowledge.services import near_index

DAYS = 14
LATELY_DAYS = 30
QUESTIONS = 5
CHART_HEIGHT = 96
BAR_PITCH = 22


def fill(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Add to the front page what this member of staff may see."""
    user = request.user
    assert isinstance(user, User)  # noqa: S101 the admin lets nobody else in
    if user.has_perm("conversations.view_conversation"):
        context |= {"talk": _talk(user), "chart": _chart(user)}
    if may(request, Right.VIEW):
        reader = reader_of(request)
        context |= {
            "knowledge": _knowledge(reader),
            "unanswered": _unanswered(reader),
            "writes_atoms": may(request, Right.WRITE),
            "failing_folders": watching.failing(request),
            "tables_that_wait": watching.tables_that_wait(request),
        }
    context |= first_steps(request)
    context |= costs(user) | repeated(user, reader_of(request))
    context |= {"models": _models(), "demo": settings.DEMO}
    return context


def _talk(user: User) -> list[dict[str, Any]]:
    mine = Conversation.objects.visible_to(user)
    counts = dict(
        mine.filter(status__in=[State.BOT, State.QUEUED, State.HUMAN])
        .values_list("status")
        .annotate(Count("pk", distinct=True))
    )
    oldest = mine.filter(status=State.QUEUED).aggregate(at=Min("waiting_since"))["at"]
    inbox = reverse("inbox")
    return [
        {
            "label": _("Waiting for a person"),
            "value": counts.get(State.QUEUED, 0),
            "since": oldest,
            "url": f"{inbox}?queue=waiting",
        },
        {
            "label": _("With a person"),
            "value": counts.get(State.HUMAN, 0),
            "url": f"{inbox}?queue=mine",
        },
        {
            "label": _("With the bot"),
            "value": counts.get(State.BOT, 0),
            "url": f"{inbox}?queue=bot",
        },
    ]


def _chart(user: User) -> dict[str, Any]:
    """Answers by the bot and by people for each of the last days, as bars of a drawing."""
    today = timezone.localdate()
    first = today - timedelta(days=DAYS - 1)
    rows = (
        Event.objects.filter(
            conversation__in=Conversation.objects.visible_to(user).values("pk"),
            kind=Event.Kind.MESSAGE,
            at__date__gte=first,
            payload__author__in=["bot", "agent"],
        )
        .annotate(day=TruncDate("at"))
        .values_list("day", "payload__author")
        .annotate(Count("pk"))
    )
    counts: Counter[tuple[date, str]] = Counter(
        {(day, author): count for day, author, count in rows}
    )
    days = [first + timedelta(days=n) for n in range(DAYS)]
    most = max([1, *(counts[d, "bot"] + counts[d, "agent"] for d in days)])
    bars = [
        _bar(n, day, counts[day, "bot"], counts[day, "agent"], most)
        for n, day in enumerate(days)
    ]
    return {
        "bars": bars,
        "most": most,
        "total": sum(counts.values()),
        "width": DAYS * BAR_PITCH,
        "height": CHART_HEIGHT,
    }


def _bar(n: int, day: date, bot: int, people: int, most: int) -> dict[str, Any]:
    bot_height = round(CHART_HEIGHT * bot / most)
    people_height = round(CHART_HEIGHT * people / most)
    return {
        "x": n * BAR_PITCH + 3,
        "day": day,
        "bot": bot,
        "people": people,
        "bot_y": CHART_HEIGHT - bot_height,
        "bot_height": bot_height,
        "people_y": CHART_HEIGHT - bot_height - people_height,
        "people_height": people_height,
    }


def _knowledge(reader: Reader) -> list[dict[str, Any]]:
    atoms = reverse("admin:knowledge_atom_changelist")
    mine = Atom.objects.readable_by(reader)
    return [
        {
            "label": _("Atoms that answer"),
            "value": mine.live().count(),
            "url": atoms,
        },
        {
            "label": _("Drafts"),
            "value": mine.filter(live_version=None, archived_at=None).count(),
            "url": f"{atoms}?state=draft",
        },
        {
            "label": _("Gaps"),
            "value": Gap.objects.readable_by(reader).waiting().count(),
            "url": reverse("admin:knowledge_gap_changelist"),
        },
        {
            "label": _("Due for a second look"),
            "value": mine.due(timezone.localdate()).count(),
            "url": reverse("admin:knowledge_freshness"),
        },
        {
            "label": _("Waiting to be searchable"),
            "value": mine.to_index().count(),
            "url": f"{atoms}?index=waiting",
        },
        *_without_index(mine, f"{atoms}?index=searchable"),
    ]


def _without_index(atoms: AtomQuerySet, url: str) -> Iterator[dict[str, Any]]:
    """A line only while a large index is being built, as searches take long then."""
    live = Generation.objects.filter(live=True).first()
    if live and near_index.is_missing(live):
        label = _("Searched slowly until their index is built")
        yield {"label": label, "value": atoms.searchable().count(), "url": url}


def _unanswered(reader: Reader) -> list[Gap]:
    """What is asked in vain most often, each with a way to write it."""
    lately = timezone.now() - timedelta(days=LATELY_DAYS)
    waiting = Gap.objects.readable_by(reader).waiting().with_counts(lately)
    return list(waiting.defer("center").order_by("-lately", "-last_at")[:QUESTIONS])


def _models() -> list[dict[str, str]]:
    """The models that word the answers, in order, and what is known of each."""
    found = []
    if settings.OLLAMA_URL:
        found.append({"name": f"Ollama {settings.OLLAMA_MODEL}", "state": _ollama()})
    if settings.OPENAI_COMPATIBLE_URL:
        found.append(
            {"name": settings.OPENAI_COMPATIBLE_MODEL, "state": _("configured")}
        )
    return found


def _ollama() -> str:
    url, model = settings.OLLAMA_URL, settings.OLLAMA_MODEL
    try:
        state = asyncio.run(state_of(url, model, seconds=1))
    except ModelFailed as failure:
        return _("not reachable (%(why)s)") % {"why": failure.kind}
    if not state.pulled:
        return _("not pulled: run `ollama pull %(model)s`") % {"model": model}
    return _("loaded") if state.loaded_context else _("ready to load")

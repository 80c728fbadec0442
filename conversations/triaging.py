"""Joins triage's thinking and writing: looks at what was said, keeps what it is about, asks the rules."""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db.models.functions import Now

from accounts.alone import alone
from accounts.database import in_database
from conversations import nudge, pools
from conversations.cases import Case, case_of, facts_of
from conversations.models import Conversation, EscalationRule, Triage, Turn
from conversations.rules import holds
from conversations.services import escalating
from conversations.services import triage as services
from conversations.states import State
from knowledge.llm.chat import ChatModel, ModelFailed
from knowledge.llm.configured import EXTRACTIVE, provider
from knowledge.llm.configured_embedder import embedder
from knowledge.llm.embedder import EmbeddingFailed
from knowledge.llm.metering import metered
from knowledge.models import AtomVersion, Collection
from knowledge.reader import AUDIENCES, Reader
from knowledge.services import generations, usage
from knowledge.triage import with_model
from knowledge.triage.judging import Judgement
from knowledge.triage.labels import Category
from knowledge.triage.summary import one_line
from knowledge.triage.talks import judge_talk

logger = logging.getLogger(__name__)

PATIENCE = timedelta(seconds=10)
"""After so long nobody is on the way to a conversation: the sweep asks again."""
PAUSE = timedelta(seconds=8)
"""While the bot answers and no rule may hand over, a conversation is not looked at again before."""
AT_ONCE = 50
MOST_ATOMS = 3
MODEL_SECONDS = 30.0
LOOK_SECONDS = 0.25
_LOCK = 7_203_403
_NO_ATOMS = frozenset({Category.OTHER, Category.FEEDBACK})


class AnswersFirst(Exception):
    """Somebody waits for an answer: triage leaves the model to it."""


def look(conversation: int) -> None:
    """Look at a conversation: judge it, keep that, and ask the rules. Idempotent."""
    case = case_of(conversation)
    if case is None:
        Conversation.objects.filter(pk=conversation).update(triage_since=None)
        return
    judgement = _judged(case)
    found = services.Found(
        seq=case.seq,
        judgement=judgement,
        summary=one_line(case.said),
        atoms=_atoms_for(case, judgement),
        messages=len(case.said),
    )
    triage = services.keep(
        conversation=conversation, found=found, model_there=model() is not None
    )
    if triage.model_due:
        nudge.triage_by_model()
    _ask_rules(case, triage)


def look_if_due(conversation: int) -> None:
    """Look at what was said that nobody has looked at; what can rest is left to the sweep."""
    waiting = Conversation.objects.filter(triage_since__isnull=False)
    if waiting.filter(pk=conversation).exists() and not _may_rest(conversation):
        look(conversation)


def _may_rest(conversation: int) -> bool:
    """Whether nobody misses another look so soon: who writes quickly would keep a processor busy."""
    lately = Triage.objects.filter(
        conversation=conversation,
        conversation__status=State.BOT,
        judged_at__gt=Now() - PAUSE,
    )
    site = lately.values_list("conversation__site", flat=True).first()
    return site is not None and not EscalationRule.objects.asked_at(site).exists()


def sweep() -> int:
    """Ask again for what nobody came for; return how many conversations that is."""
    waiting = (
        Conversation.objects.filter(triage_since__lt=Now() - PATIENCE)
        .order_by("triage_since")
        .values_list("pk", flat=True)[:AT_ONCE]
    )
    for pk in waiting:
        nudge.triage(pk)
    if Triage.objects.filter(model_due=True).exists():
        nudge.triage_by_model()
    return len(waiting)


def look_by_model() -> int:
    """Have a model look at what waits for it, one by one, as long as nobody waits for an answer.

    By one worker at a time: a model is asked about each conversation once, and the others have other work.
    """
    with alone(_LOCK) as nobody_else:
        return _look_by_model() if nobody_else else 0


def _look_by_model() -> int:
    asked, chat = 0, model()
    waiting = Triage.objects.filter(model_due=True).order_by("judged_at")
    for triage in waiting[:AT_ONCE]:
        if chat is None or _somebody_waits():
            break
        case = case_of(triage.conversation_id)
        if case is None:
            continue
        try:
            _keep_models(case, _asked(chat, case))
        except AnswersFirst:
            break
        except (ModelFailed, TimeoutError) as failed:
            logger.warning("No triage of %s by a model: %s", triage.pk, failed)
            services.give_model_up(triage=triage)
        asked += 1
    return asked


def model() -> ChatModel | None:
    """Return the first model server of the settings that has an address, if there is one."""
    for name in settings.CHAT_PROVIDERS:
        with suppress(ImproperlyConfigured):
            if name != EXTRACTIVE:
                return provider(name)
    return None


def _judged(case: Case) -> Judgement:
    site = case.conversation.site
    pool = pools.pool_of(site)
    return judge_talk(case.said, pool, pools.embed, otherwise=site.language)


def _atoms_for(case: Case, judgement: Judgement) -> Sequence[int]:
    """Return the atoms of the site that are nearest to what the customer wants, internal ones too."""
    if judgement.labels.category in _NO_ATOMS:
        return ()
    # LlamaIndex: two seconds and 100 MB that the other tasks do without.
    from knowledge.retrieval.search import search

    site = case.conversation.site
    collections = Collection.objects.filter(sites=site).values_list("pk", flat=True)
    reader = Reader(frozenset(AUDIENCES), frozenset(collections))
    try:
        found = search(
            queries=(one_line(case.said),),
            reader=reader,
            embedder=generations.asked(embedder()),
            most=MOST_ATOMS,
        )
    except EmbeddingFailed:
        return ()
    versions = [candidate.version_id for candidate in found.candidates]
    atoms = dict(AtomVersion.objects.filter(pk__in=versions).values_list("pk", "atom"))
    return [atoms[version] for version in versions if version in atoms]


def _ask_rules(case: Case, triage: Triage) -> None:
    if case.conversation.status != State.BOT:
        return
    rules = EscalationRule.objects.asked_at(case.conversation.site_id)
    known = facts_of(case, triage) if rules else None
    for rule in rules:
        new = rule.pk not in triage.rules
        if new and known is not None and holds(rule.asked(), known):
            escalating.escalate(conversation=case.conversation.pk, rule=rule)
            return


def _asked(chat: ChatModel, case: Case) -> with_model.ModelReply:
    """Ask the model, and keep what that came to, also when nothing comes of it."""
    conversation = case.conversation
    with metered(patient=True) as calls:
        try:
            return asyncio.run(_reply(chat, case))
        finally:
            usage.record(
                calls, site=conversation.site, conversation=conversation.public_id
            )


async def _reply(chat: ChatModel, case: Case) -> with_model.ModelReply:
    """Ask the model, and stop at once when somebody waits for an answer."""
    asking = asyncio.ensure_future(with_model.ask(chat, case.lines))
    try:
        async with asyncio.timeout(MODEL_SECONDS):
            while not asking.done():
                await asyncio.wait([asking], timeout=LOOK_SECONDS)
                if not asking.done() and await in_database(_somebody_waits):
                    raise AnswersFirst
            return asking.result()
    finally:
        asking.cancel()
        # The request ends with its coroutine; the loop must not be left before.
        await asyncio.wait([asking])


def _somebody_waits() -> bool:
    return Turn.objects.filter(status__in=Turn.LIVE).exists()


def _keep_models(case: Case, reply: with_model.ModelReply) -> None:
    judgement = with_model.joined(_judged(case), reply)
    services.keep_models(
        conversation=case.conversation.pk,
        judgement=judgement,
        summary=with_model.summary_of(reply, case.said),
        messages=len(case.said),
    )
    again = case_of(case.conversation.pk)
    triage = Triage.objects.filter(conversation=case.conversation).first()
    if again is not None and triage is not None:
        _ask_rules(again, triage)

"""Joins thinking and writing: takes a turn, shows its answer as it comes, stores its end.

One event loop in a thread of its own serves all turns of a process; a task submits its turn's
coroutine and waits for it.
"""

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import aclosing, suppress
from dataclasses import replace
from functools import cache
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError

from accounts import redis_client
from accounts.database import in_database
from conversations import drafts
from conversations.doorbell import staff_group
from conversations.keeping import start
from conversations.services import endings, turns
from conversations.services.turns import TooEarly, Work
from knowledge.answering.languages import language_in
from knowledge.answering.outcomes import Delta, Escalated, Outcome, Question
from knowledge.llm.chat import ModelFailed
from knowledge.llm.configured_embedder import embedder
from knowledge.llm.metering import Call, metered
from knowledge.nudge import tend_models_now
from knowledge.pipeline import Answers, live_pipeline
from knowledge.policies import policy_with
from knowledge.services import usage
from knowledge.services.cache import Outdated

logger = logging.getLogger(__name__)

DELTA_SECONDS = 0.1
LAST_WORD_SECONDS = 1.0
RENEW_SECONDS = 1.0


class Ended(Exception):
    """Somebody else ended the turn: a takeover, a stop, a newer message."""


def run(turn: UUID) -> None:
    """Run one turn on the loop of this process and wait for its end."""
    with _making:
        loop, pipe = _loop_and_pipe()
    running = run_turn(turn, pipe, live_pipeline)
    asyncio.run_coroutine_threadsafe(running, loop).result()


async def run_turn(
    turn: UUID, pipe: drafts.Pipe, pipeline: Callable[[], Answers]
) -> None:
    """Claim a turn and see it to its end, whatever happens on the way.

    `pipeline` is asked for once the turn is claimed: what is wrong with it ends the turn.
    """
    work = await in_database(turns.claim, turn)
    while isinstance(work, TooEarly):
        await asyncio.sleep(work.seconds)
        work = await in_database(turns.claim, turn)
    if work is None:
        return
    await _see_to_its_end(work, Shown(work, pipe), pipeline)


def warm_up() -> None:
    """Load what the first answer would otherwise wait for; a worker does so before it serves.

    The chat model may take minutes: another worker has it loaded meanwhile.
    """
    tend_models_now()
    live_pipeline()
    embedder().embed(["warm"])
    language_in("warm", settings.LANGUAGE_CODE)


async def _see_to_its_end(
    work: Work, shown: "Shown", pipeline: Callable[[], Answers]
) -> None:
    turn = work.turn
    with metered(turn=str(turn)) as calls:
        answering = start(_answer(work, shown, pipeline))
    leasing = start(_keep_lease(work.turn, shown, answering))
    try:
        await asyncio.wait_for(
            asyncio.shield(answering), settings.CHAT_TOTAL_SECONDS + 5
        )
    except Ended:
        logger.info("Turn %s was ended by somebody else", turn)
    except asyncio.CancelledError:
        logger.info("Turn %s was cancelled", turn)
    except TimeoutError:
        answering.cancel()
        await in_database(_fail, work.turn, shown, reason="slow")
    except ModelFailed as failure:
        logger.warning("Turn %s: the model failed: %s", turn, failure)
        await in_database(_fail, work.turn, shown, reason=failure.kind)
    except Exception:
        logger.exception("Turn %s failed", turn)
        await in_database(_fail, work.turn, shown, reason="error")
    finally:
        leasing.cancel()
        # What was cancelled has a last word, too: what its call of a model came to.
        await asyncio.wait([answering], timeout=LAST_WORD_SECONDS)
        if calls:
            await in_database(_account_for, work, calls)


def _account_for(work: Work, calls: Sequence[Call]) -> None:
    try:
        usage.record(calls, site=work.site, turn=work.turn, conversation=work.public_id)
    except DatabaseError as error:
        logger.warning("Turn %s: its use of models was not kept: %s", work.turn, error)


class Shown:
    """The text of a turn that customers have seen: pieces are joined to a frame per 100 ms."""

    def __init__(self, work: Work, pipe: drafts.Pipe) -> None:
        staff = {"conversation": str(work.public_id)}
        groups = {work.customer_group: {}, staff_group(work.public_id): staff}
        self._draft = drafts.Draft(pipe, work.turn, groups)
        self._turn = work.turn
        self._pending = ""
        self._last = 0.0
        self._spoke = False
        self._shut = False

    @property
    def text(self) -> str:
        """Everything shown so far."""
        return self._draft.text

    async def add(self, text: str) -> None:
        """Show more, now or with the next piece; raises Ended when the turn may not speak."""
        self._pending += text
        if time.monotonic() - self._last >= DELTA_SECONDS:
            await self.flush()

    async def flush(self) -> None:
        """Show what is pending."""
        text, self._pending = self._pending, ""
        if not (text or self._draft.unsure) or self._shut:
            return
        if not self._spoke:
            # From here on a newer message waits for this turn instead of replacing it.
            if not await in_database(turns.begin_to_speak, self._turn):
                raise Ended
            self._spoke = True
        # A closed door means that a person is about to take over; the fence decides at the end.
        self._shut = not await self._show(text)
        self._last = time.monotonic()
        if self._draft.unsure:
            # Redis did not answer: asking again at once would only slow the answer down.
            self._last += RENEW_SECONDS

    async def _show(self, text: str) -> bool:
        try:
            return await self._draft.add(text)
        except drafts.Forgotten:
            if not await in_database(turns.renew, self._turn, text=self.text):
                raise Ended from None
            return await self._draft.add("", anew=True)


async def _answer(work: Work, shown: Shown, pipeline: Callable[[], Answers]) -> None:
    policy = policy_with(work.variant, work.site)
    # One kept answer would make all chats of an arm one chat, and the comparison too sure.
    question = Question(work.question, policy, may_repeat=not work.compared)
    try:
        await _answer_once(question, work, shown, pipeline)
    except Outdated:
        # A text was changed while its answer was on the way; nothing of it was shown.
        afresh = replace(question, may_repeat=False)
        await _answer_once(afresh, work, shown, pipeline)


async def _answer_once(
    question: Question, work: Work, shown: Shown, pipeline: Callable[[], Answers]
) -> None:
    outcome: Outcome | None = None
    events = pipeline().answer(question, work.history, work.reader)
    async with aclosing(events):
        async for event in events:
            if isinstance(event, Delta):
                await shown.add(event.text)
            else:
                outcome = event
    if outcome is None:
        raise ModelFailed("cut", "the answer had no end")
    await in_database(_finish, work.turn, shown, outcome)


def _finish(turn: UUID, shown: Shown, outcome: Outcome) -> None:
    # Without words of its own, the end keeps what was shown: that has to be all of it.
    wordless = isinstance(outcome, Escalated)
    endings.finish(
        turn, outcome, shown=_all_of(turn, shown) if wordless else shown.text
    )


def _fail(turn: UUID, shown: Shown, *, reason: str) -> None:
    endings.fail(turn, reason=reason, shown=_all_of(turn, shown))


def _all_of(turn: UUID, shown: Shown) -> str:
    """Shut the stream and return what was shown, also what was on its way just now."""
    return max(drafts.close(turn).text or "", shown.text, key=len)


async def _keep_lease(
    turn: UUID, shown: Shown, answering: "asyncio.Task[None]"
) -> None:
    """While the answer is made: keep the lease, copy the text, notice when it was ended."""
    while not answering.done():
        await asyncio.sleep(RENEW_SECONDS)
        with suppress(Exception):
            if not await in_database(turns.renew, turn, text=shown.text):
                answering.cancel()
                return
            await shown.flush()


# The first tasks of a worker come at the same moment, and `cache` holds nobody back.
_making = threading.Lock()


@cache
def _loop_and_pipe() -> tuple[asyncio.AbstractEventLoop, drafts.Pipe]:
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="runner", daemon=True).start()
    return loop, drafts.Pipe(redis_client.async_client())

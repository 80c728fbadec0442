"""A model behind the desk's own gate: not asked while it rests, nor by more than it has places."""

import logging
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from functools import partial

from accounts.background import soon
from knowledge.llm import line as lines
from knowledge.llm import metering
from knowledge.llm.account import Account
from knowledge.llm.breaker import COUNTED, Breaker
from knowledge.llm.chat import ChatModel, Finished, ModelFailed, Prompt, Text
from knowledge.llm.line import Line
from knowledge.llm.tokens import estimated

logger = logging.getLogger(__name__)

SILENT_BEFORE_MENDING = 2
"""Waits for a first word in vain, in a row, from which on a server may be wedged."""
_LONG_SECONDS = 1.0


class Guarded:
    """One provider with its line, its breaker and an account of each call.

    The breaker is asked before the line, so that nobody waits for a model that rests, and
    again behind it, because much may have happened meanwhile. `alarm` is called when the
    model has been silent too often. People who test a model are let through a breaker: they
    may have come to see whether it is well again.
    """

    def __init__(
        self,
        model: ChatModel,
        *,
        line: Line,
        breaker: Breaker,
        waiting_seconds: float,
        alarm: Callable[[], None],
    ) -> None:
        self.name = model.name
        self.line = line
        self.breaker = breaker
        self._model = model
        self._waiting_seconds = waiting_seconds
        self._alarm = alarm

    async def stream(self, prompt: Prompt) -> AsyncGenerator[Text | Finished, None]:
        """Yield the answer; see ChatModel. Raises ModelFailed for "resting" and "crowded" too."""
        account, meter = Account(prompt), metering.current()
        outcome: ModelFailed | str = metering.LEFT
        try:
            ticket = await self._admitted(prompt)
            account.admit()
            meter.admitted += 1
            try:
                async with aclosing(self._model.stream(prompt)) as pieces:
                    async for piece in pieces:
                        account.hear(piece)
                        if account.finished:
                            outcome = metering.ANSWERED
                        yield piece
            finally:
                meter.admitted -= 1
                lines.leave(ticket)
        except ModelFailed as failed:
            outcome = failed
            raise
        finally:
            self._tell(account, outcome)

    async def _admitted(self, prompt: Prompt) -> lines.Ticket:
        """Return a place in the line that may be used now."""
        meter, tested = metering.current(), prompt.purpose == "test"
        is_probe = not tested and await self.breaker.ask()
        began = time.perf_counter()
        try:
            ticket = await lines.enter(
                self.line,
                turn=meter.turn,
                patient=meter.patient,
                seconds=self._waiting_seconds,
            )
        except BaseException:
            # Whoever was to find out whether it is well again has not.
            soon(self.breaker.left)
            raise
        waited = time.perf_counter() - began > _LONG_SECONDS
        if waited and not (tested or is_probe):
            await self._asked_again(ticket)
        return ticket

    async def _asked_again(self, ticket: lines.Ticket) -> None:
        try:
            await self.breaker.ask()
        except BaseException:
            lines.leave(ticket)
            raise

    def _tell(self, account: Account, outcome: ModelFailed | str) -> None:
        """Note the call for whoever accounts for it, and what it says about the model."""
        call = account.call(self.name, outcome, places=self.line.places)
        metering.current().calls.append(call)
        if call.cut:
            message = "%s read %s tokens of a prompt that has about %s"
            about = estimated(account.prompt.messages)
            logger.warning(message, self.name, call.prompt_tokens, about)
        if account.admitted is not None:
            soon(partial(self._judge, outcome, spoke=account.spoke is not None))

    def _judge(self, outcome: ModelFailed | str, *, spoke: bool) -> None:
        if isinstance(outcome, ModelFailed) and outcome.kind in COUNTED:
            silent = outcome.kind == "slow" and not spoke
            if self.breaker.failed(outcome, silent=silent) >= SILENT_BEFORE_MENDING:
                self._alarm()
        elif spoke or outcome == metering.ANSWERED:
            self.breaker.well()
        else:
            self.breaker.left()

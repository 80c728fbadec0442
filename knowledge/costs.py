"""What a call of a model costs by its price."""

from decimal import Decimal
from typing import Protocol

from knowledge.llm.metering import Call
from knowledge.models.usage import COST_PLACES

_MILLION = Decimal(1_000_000)
_HOUR_MS = Decimal(3_600_000)
_SMALLEST = Decimal(1).scaleb(-COST_PLACES)


class Price(Protocol):
    """Either both prices of a million tokens, or that of an hour of the machine."""

    per_million_read: Decimal | None
    per_million_written: Decimal | None
    per_machine_hour: Decimal | None


def cost_of(call: Call, price: Price | None) -> Decimal | None:
    """Return what a call cost, in the currency of its price; None without a price.

    A machine that answers several at once is shared by them: each is charged for the time
    of one place.
    """
    if price is None:
        return None
    if price.per_machine_hour is not None:
        hours = Decimal(call.total_ms) / _HOUR_MS / max(1, call.places)
        return (price.per_machine_hour * hours).quantize(_SMALLEST)
    read = (price.per_million_read or 0) * call.prompt_tokens
    written = (price.per_million_written or 0) * call.answer_tokens
    return ((read + written) / _MILLION).quantize(_SMALLEST)

"""Which of two variants a conversation gets: the same one whenever and wherever it is asked."""

import hashlib
from typing import Literal
from uuid import UUID

Arm = Literal["control", "challenger"]
ARMS: tuple[Arm, Arm] = ("control", "challenger")
_SPACE = 2**64


def arm_of(experiment: int, conversation: UUID, share: int) -> Arm:
    """Return the arm of a conversation; `share` percent of all get the challenger.

    The experiment is part of what is hashed, so that whoever had the challenger in one is as
    likely as anybody to have it in the next.
    """
    digest = hashlib.sha256(f"{experiment}:{conversation}".encode()).digest()
    place = int.from_bytes(digest[:8])
    return "challenger" if place * 100 < share * _SPACE else "control"

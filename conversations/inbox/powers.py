"""What a member of staff may do with a conversation now; the page shows nothing else."""

from dataclasses import dataclass

from conversations.states import State


@dataclass(frozen=True)
class Seat:
    """Where somebody stands to a conversation."""

    state: State
    holds: bool
    """It is theirs."""
    held: bool
    """A colleague has it."""
    replies: bool
    """They may answer customers."""
    leads: bool
    """They may steer their colleagues' conversations."""


@dataclass(frozen=True)
class Powers:
    """The actions that would be carried out; services decide again."""

    take: bool = False
    step_in: bool = False
    hand_back: bool = False
    release: bool = False
    resolve: bool = False
    reply: bool = False
    note: bool = False


def powers(seat: Seat) -> Powers:
    """Return what is possible from a seat."""
    if seat.state == State.ARCHIVED:
        return Powers()
    if seat.state == State.RESOLVED or not seat.replies:
        return Powers(note=True)
    human = seat.state == State.HUMAN
    steers = seat.holds or seat.leads
    return Powers(
        take=not seat.holds and not seat.held,
        step_in=seat.held and seat.leads,
        hand_back=(human and steers) or (seat.state == State.QUEUED and seat.leads),
        release=human and steers,
        resolve=steers or not human,
        reply=not seat.held,
        note=True,
    )

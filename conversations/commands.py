"""Carrying out a customer's writing frame; the socket and the HTTP twin both come here."""

import logging
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError

from accounts import limits
from accounts.identity import Identity
from accounts.models import Customer
from conversations import protocol
from conversations.services import customers, feedback
from conversations.services.appending import Refused, customer_actor, known

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Reply:
    """The answer to a writing frame."""

    cid: UUID
    seq: int | None = None
    dup: bool = False
    code: str = ""
    retry: bool = False
    conversation: UUID | None = None
    relisted: bool = False

    def frame(self) -> dict[str, Any]:
        """Return it as `ack` or `nack`."""
        if self.code:
            return {
                "type": "nack",
                "cid": str(self.cid),
                "code": self.code,
                "retry": self.retry,
            }
        return {"type": "ack", "cid": str(self.cid), "seq": self.seq, "dup": self.dup}


def carry_out(identity: Identity, frame: protocol.CustomerWriting) -> Reply:
    """Do what a frame asks; everything that can go wrong becomes a nack."""
    try:
        stored = (
            _limited_send(identity, frame)
            if isinstance(frame, protocol.Send)
            else (_act(identity, frame))
        )
    except Refused as refusal:
        return Reply(frame.cid, code=refusal.code, retry=refusal.retry)
    except DatabaseError:
        logger.exception("A frame could not be carried out")
        return Reply(frame.cid, code="busy", retry=True)
    return Reply(
        frame.cid,
        seq=stored.seq,
        dup=stored.dup,
        conversation=stored.conversation,
        relisted=stored.relisted,
    )


def _limited_send(identity: Identity, frame: protocol.Send) -> customers.Stored:
    """Store a message within the customer's rate; copies of stored ones are free."""
    wait = limits.wait_seconds(
        identity.group, burst=settings.MESSAGE_BURST, per_second=1.0
    )
    if wait and not _is_known(identity, frame.cid):
        raise Refused("rate", retry=True)
    stored = customers.send(
        identity=identity, cid=frame.cid, text=frame.text, files=frame.files
    )
    if stored.dup and not wait:
        limits.give_back(identity.group)
    return stored


def _is_known(identity: Identity, cid: UUID) -> bool:
    customer = Customer.objects.filter(site=identity.site_id, key=identity.key).first()
    return customer is not None and known(customer_actor(customer), cid) is not None


def _act(identity: Identity, frame: protocol.CustomerWriting) -> customers.Stored:
    match frame:
        case protocol.Person(cid=cid):
            return customers.ask_person(identity=identity, cid=cid)
        case protocol.GiveFeedback(seq=seq, helpful=helpful, reason=reason):
            return feedback.give_feedback(
                identity=identity, seq=seq, helpful=helpful, reason=reason
            )
        case protocol.Rate(
            cid=cid, resolution=resolution, score=score, comment=comment
        ):
            return feedback.rate(
                identity=identity,
                cid=cid,
                resolution=resolution,
                score=score,
                comment=comment,
            )
        case protocol.Resolve(cid=cid):
            return customers.resolve(identity=identity, cid=cid)
        case _:
            # No event offers choices yet, so none can be chosen.
            raise Refused("not_found")

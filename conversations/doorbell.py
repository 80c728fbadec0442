"""The one door to the live sockets: says that something happened, never what was said.

Everything here may be lost without harm: sockets read events from the database, and heartbeats
repair what a lost ring left out. Calls come from any thread, take at most a second, raise nothing.
"""

import logging
from functools import lru_cache
from typing import Any
from uuid import UUID

import redis
from channels_redis.serializers import registry
from django.conf import settings

from accounts import redis_client
from accounts.background import after_commit, soon

logger = logging.getLogger(__name__)

INBOX = "inbox"


def staff_group(conversation: UUID) -> str:
    """The group of the agents' sockets that follow a conversation."""
    return f"staff.{conversation.hex}"


def staff_group_of(conversation: str) -> str:
    """The same, from the public id as it is written."""
    return staff_group(UUID(conversation))


def user_group(user_id: int) -> str:
    """The group of all sockets of one member of staff."""
    return f"user.{user_id}"


def ring(*, conversation: UUID, customer: str, head: int, public: int | None) -> None:
    """After COMMIT, tell the sockets of a conversation that it has new events.

    `public` is the customers' own head, None when they have nothing new.
    """

    def publish() -> None:
        word = {"type": "ring", "conversation": str(conversation)}
        if public is not None:
            _publish(customer, word | {"seq": public})
        _publish(staff_group(conversation), word | {"seq": head})
        _publish(INBOX, {"type": "queue"})

    after_commit(publish)


def tell(group: str, frame: dict[str, Any]) -> None:
    """Now, send a transient frame to a group; lost when nobody listens."""
    soon(lambda: _publish(group, {"type": "frame", "frame": frame}))


def after_commit_tell(group: str, message: dict[str, Any]) -> None:
    """After COMMIT, send a message of our own to a group (resync, revoke)."""
    after_commit(lambda: _publish(group, message))


def packed(group: str, frame: dict[str, Any]) -> tuple[str, bytes]:
    """Return the Redis channel and bytes by which a transient frame reaches a group."""
    return _channel(group), _serializer().serialize({"type": "frame", "frame": frame})


def _publish(group: str, message: dict[str, Any]) -> None:
    try:
        redis_client.client().publish(_channel(group), _serializer().serialize(message))
    except redis.RedisError as error:
        logger.warning("The doorbell was not heard: %s", error)


def _channel(group: str) -> str:
    # The address that RedisPubSubChannelLayer gives a group; a test holds us to it.
    return f"{settings.CHANNEL_PREFIX}__group__{group}"


@lru_cache(1)
def _serializer() -> Any:
    return registry.get_serializer("msgpack")

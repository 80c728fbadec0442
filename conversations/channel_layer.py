"""The channel layer of the sockets: pub/sub over Redis, with a place for those who come without it."""

import asyncio
from uuid import uuid4

from channels_redis.pubsub import RedisPubSubChannelLayer
from redis.exceptions import RedisError

PATIENCE_SECONDS = 1.0


class PatientLayer(RedisPubSubChannelLayer):  # type: ignore[misc] # channels_redis has no types
    """Opens a socket's own channel even when Redis does not answer."""

    async def new_channel(self, prefix: str = "specific.") -> str:
        """Return a channel of this process; it is heard from elsewhere once Redis is there.

        Channels asks for one before the handshake, so an error or a wait here would refuse the
        socket.
        """
        layer = self._get_layer()
        channel: str = f"{layer.prefix}{prefix}{uuid4().hex}"
        layer.channels[channel] = asyncio.Queue()
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await layer._get_shard(channel).subscribe(channel)
        except (TimeoutError, RedisError, OSError):
            # Its groups matter more, and heartbeats join those again.
            return channel
        return channel

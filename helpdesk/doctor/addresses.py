"""Which names and addresses are of this machine alone."""

import ipaddress
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from django.conf import settings


def is_local(name: str) -> bool:
    """Whether a host name or address leads to this machine only."""
    name = name.strip("[]").lower().rstrip(".")
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def is_public() -> bool:
    """Whether others are meant to reach the desk: it listens to them, or has a name for them."""
    return not all(map(is_local, (settings.HOST, *settings.ALLOWED_HOSTS)))


def names_of(origins: Iterable[str]) -> Iterator[str]:
    """Yield the host of each origin that has one."""
    for origin in origins:
        try:
            name = urlsplit(origin).hostname
        except ValueError:
            continue
        if name:
            yield name

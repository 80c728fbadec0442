"""Origins as browsers send them: scheme, host and, unless it is the usual one, port."""

import re
from urllib.parse import urlsplit

_USUAL_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(
    r"(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*"
)
_ADDRESS = re.compile(r"\[[0-9a-f:.]+\]")
# What a browser sends for pages without an address; it counts only when it is listed.
NO_ORIGIN = "null"


class BadOrigin(ValueError):
    """A text that is no origin."""


def origin_of(text: str) -> str:
    """Return an origin the way a browser writes it; BadOrigin when it has more or less than that."""
    text = text.strip()
    if text == NO_ORIGIN:
        return text
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise BadOrigin(text) from None
    extras = parts.path.strip("/") or parts.query or parts.fragment or parts.username
    if parts.scheme not in _USUAL_PORTS or extras or parts.password is not None:
        raise BadOrigin(text)
    host = _host(parts.hostname or "", text)
    suffix = "" if port is None or port == _USUAL_PORTS[parts.scheme] else f":{port}"
    return f"{parts.scheme}://{host}{suffix}"


def _host(host: str, text: str) -> str:
    if ":" in host:
        host = f"[{host}]"
        if not _ADDRESS.fullmatch(host):
            raise BadOrigin(text)
        return host
    try:
        ascii_host = host.encode("idna").decode().lower()
    except UnicodeError:
        raise BadOrigin(text) from None
    if not _HOST.fullmatch(ascii_host):
        raise BadOrigin(text)
    return ascii_host

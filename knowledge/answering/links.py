"""Links in model text: only those that a source has keep their target."""

import re
from collections.abc import Collection

_LINK = re.compile(r"!?\[([^\]\n]*+)\]\(([^)\s]*+)[^)\n]*+\)")


def without_foreign_links(text: str, addresses: Collection[str]) -> str:
    """Take the target from links that no source has; their words stay."""

    def shown(link: re.Match[str]) -> str:
        return link[0] if link[2].rstrip("/") in addresses else link[1]

    return _LINK.sub(shown, text)

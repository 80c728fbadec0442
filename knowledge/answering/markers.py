"""Citation markers in model text: read in every spelling, written as `[1]`, or taken out."""

import re
from collections.abc import Collection

_NUMBERS = r"\d{1,3}(?:\s*(?:,|;|&|-|\u2013|and|und)\s*(?:[a-z]{3,8}\s*)?\^?\d{1,3})*"
_MARKER = re.compile(
    r"(?P<space>[ \t\u00a0]*)[\[\u3010\uff3b]\s*"
    r"(?:(?:sources?|quellen?|passages?|refs?|references?|citations?|docs?|n)\b[.:#=]?\s*)?[#^]?\s*"
    rf"(?P<numbers>{_NUMBERS})\s*(?:\u2020[^\]\u3011\uff3d\n]*)?[\]\u3011\uff3d](?!\()",
    re.IGNORECASE,
)
_OPEN = re.compile(r"\s*(?:[\[\u3010\uff3b][^\]\u3011\uff3d\n]{0,40})?\Z")
_INLINE_CODE = re.compile(r"(`++[^`\n]*+`++)")


def normalised(text: str, valid: Collection[int]) -> tuple[str, list[int]]:
    """Return the text with valid markers as `[n]` and all others gone, and what is cited.

    Numbers stay what the model wrote: another number would be another claim. What stands in
    inline code is no marker.
    """
    cited: list[int] = []

    def rewritten(found: re.Match[str]) -> str:
        numbers = [n for n in _read(found["numbers"]) if n in valid]
        cited.extend(numbers)
        return found["space"] + "".join(f"[{n}]" for n in numbers) if numbers else ""

    parts = _INLINE_CODE.split(text)
    parts[::2] = [_MARKER.sub(rewritten, part) for part in parts[::2]]
    return "".join(parts), list(dict.fromkeys(cited))


def without(text: str, dropped: Collection[int]) -> str:
    """Take the markers of these numbers out of a normalised text."""
    return re.sub(
        r"[ \t]*\[(\d+)\]", lambda m: "" if int(m[1]) in dropped else m[0], text
    )


def open_at(text: str) -> int:
    """Return where a marker begins that the end of the text may have cut; else its length."""
    found = _OPEN.search(text)
    return found.start() if found else len(text)


def _read(numbers: str) -> list[int]:
    read: list[int] = []
    for part in re.split(r"\s*(?:,|;|&|\band\b|\bund\b)\s*", numbers.lower()):
        ends = [int(n) for n in re.findall(r"\d+", part)]
        # "1-3" names all between; a range that makes no sense names its ends.
        read += range(ends[0], ends[-1] + 1) if ends[0] < ends[-1] else ends[:1]
    return list(dict.fromkeys(read))

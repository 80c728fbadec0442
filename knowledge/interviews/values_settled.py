"""Which value of a setting holds when a talk gives it two, and how it is written."""

import re

_TAKES_BACK = re.compile(
    r"\b(?:no,? wait|wait,? no|actually|i was wrong|i said|wrong (?:before|earlier)|correction|not any ?more"
    r"|no longer|used to be|meanwhile|by now|nowadays|since then|i (?:mixed|got) (?:that|it|them) (?:up|wrong))\b",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"(?:\s+(?:actually|really|now|today|nowadays|then|again|instead))+\Z",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"^(?:(?:and|so|the|that|this|a|an|its|our|your|then|there's|where|it|is|on|in|of|to|um|uh)\s+)+",
    re.IGNORECASE,
)
_PUTTING = re.compile(
    r"^(?:set|put|leave|keep|have|turn|change)\s+(?:the|that|this|your|its|our)\s+(?=\w)",
    re.IGNORECASE,
)


def settles(text: str, old: str) -> bool:
    """Whether a sentence that gives a setting a value takes the `old` one back."""
    denied = rf"\bnot (?:at |on |to )?{re.escape(old.split()[0])}\b" if old else r"\Z."
    return (
        _TAKES_BACK.search(text) is not None
        or re.search(denied, text, re.IGNORECASE) is not None
    )


def plain_value(text: str) -> str:
    """Return a value without the stop and the adverbs behind it."""
    value = text.strip().rstrip(".,;:")
    return _AFTER.sub("", value) or value


def plain_key(text: str) -> str:
    """Return the name of a setting without what leads to it."""
    return _BEFORE.sub("", _PUTTING.sub("", text.strip()))

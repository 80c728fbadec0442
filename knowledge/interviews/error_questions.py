"""What an interviewer asks about an error: where it comes from, or what helps."""

import re

_WHY = re.compile(
    r"\b(?:why|cause[sd]?|what's behind|what's (?:that|it|this) from|where's (?:that|it|this) from"
    r"|what (?:makes|triggers)|what is behind|where does (?:that|it|this) come from|what (?:has|have"
    r"|had)? ?(?:happened|happens|went wrong)|reason|what does (?:that|it|this) mean|when (?:does"
    r"|do) (?:that|it|you))\b",
    re.IGNORECASE,
)
_HELP = re.compile(
    r"\b(?:what (?:do|would|should|can|did) (?:you|i|we|one)(?: \w+)? do|do what|how (?:do|can|would"
    r"|should|did) (?:you|i|we|one)\b.{0,30}\b(?:rid|fix|solve|clear|reset|repair|deal|handle|out"
    r"|recover|around|correct)|fix|solution|remedy|what then|what helps|get rid|so what)\b",
    re.IGNORECASE,
)


def asked_for(question: str) -> str:
    """Return "cause" or "fix" for what a question asks about an error, or nothing."""
    if _WHY.search(question):
        return "cause"
    return "fix" if _HELP.search(question) else ""

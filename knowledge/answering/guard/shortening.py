"""A text that is too long for a prompt, without its middle."""

from knowledge.answering.tokens import tokens_of

_LEFT_OUT = "\n[\u2026]\n"
_FRONT = 2 / 3
"""Of what is kept; what customers ask stands in front of or behind what they paste."""


def shortened(text: str, most_tokens: int) -> str:
    """Return the text if it has at most so many tokens, else its beginning and its end."""
    tokens = tokens_of(text)
    if tokens <= most_tokens:
        return text
    kept = int(len(text) * most_tokens / tokens) - len(_LEFT_OUT)
    while tokens_of(made := _without_middle(text, kept)) > most_tokens and kept > 0:
        kept = kept * 9 // 10
    return made


def _without_middle(text: str, kept: int) -> str:
    front = int(kept * _FRONT)
    return (
        text[:front].rstrip() + _LEFT_OUT + text[len(text) - (kept - front) :].lstrip()
    )

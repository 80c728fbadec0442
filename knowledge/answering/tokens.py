"""How many tokens a text may be, without the model's own tokeniser."""

import math

_CHARACTERS_PER_TOKEN = 3.2
_PESSIMISM = 1.15


def tokens_of(text: str) -> int:
    """Estimate tokens from above; letters outside ASCII may be a token each."""
    plain = len(text.encode("ascii", "ignore"))
    return math.ceil((plain / _CHARACTERS_PER_TOKEN + len(text) - plain) * _PESSIMISM)

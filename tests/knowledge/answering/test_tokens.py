"""How many tokens a text may be: estimated from above, whatever it is written in."""

import pytest

from knowledge.answering.tokens import tokens_of


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("", 0),
        ("a" * 320, 115),
        ("\u00e9" * 100, 115),
        ("\u6587" * 100, 115),
        ("a" * 320 + "\u6587" * 100, 230),
        # Half of a pair, as JSON may bring it: no letter of ASCII either.
        ("\ud83d" * 100, 115),
    ],
)
def test_a_letter_outside_of_ascii_may_be_a_token_each(text, tokens):
    assert tokens_of(text) == pytest.approx(tokens, abs=1)

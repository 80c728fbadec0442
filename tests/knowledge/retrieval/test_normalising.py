"""A question is looked up without what its way to us left in it."""

import pytest

from knowledge.retrieval.normalising import normalised


@pytest.mark.parametrize(
    ("asked", "looked_up"),
    [
        ("How do I pay?", "How do I pay?"),
        ("  How\u00a0do   I\tpay?  ", "How do I pay?"),
        ("pass\u200bword\u00ad", "password"),
        ("\uff30\uff21\uff39 \ufb01rst", "PAY first"),
        ("It fails:\n\n\n  ERR_1  \n", "It fails:\nERR_1"),
        ("> When?\n> Now.\nAnd where?", "And where?"),
        ("> only this", "> only this"),
        ("", ""),
    ],
)
def test_a_question_is_looked_up_in_one_form(asked: str, looked_up: str) -> None:
    assert normalised(asked) == looked_up


def test_what_is_normal_stays_so() -> None:
    once = normalised("\u2460 > a\n b")

    assert normalised(once) == once

"""What is only one customer's case, and what is put off."""

import pytest

from knowledge.chats.one_case import is_of_one_case, puts_off


@pytest.mark.parametrize(
    "sentence",
    [
        "The 45 euros are back with you.",
        "Your refund is on its way.",
        "Your account has been unlocked.",
        "It has just been extended for you.",
        "It should work again.",
    ],
)
def test_what_was_done_for_one_customer_is_of_one_case(sentence: str) -> None:
    assert is_of_one_case(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "A refund is back on the card within five days.",
        "The invoice is sent by mail on the first of each month.",
        "Your account is closed after three months without a payment.",
        "The amount is shown without tax.",
    ],
)
def test_what_holds_for_everybody_is_not(sentence: str) -> None:
    assert not is_of_one_case(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "I will look into it and come back to you.",
        "That will be fixed by tomorrow.",
        "You will hear from us.",
        "We are looking into it.",
        "Give us until Friday.",
    ],
)
def test_a_promise_needs_no_person(sentence: str) -> None:
    assert puts_off(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The report will be ready in your inbox every Monday.",
        "You will get a link by mail.",
        "Refunds take five days.",
    ],
)
def test_what_always_comes_later_is_no_promise(sentence: str) -> None:
    assert not puts_off(sentence)

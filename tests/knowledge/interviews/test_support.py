"""Whether a transcript says what a sentence says."""

import pytest

from knowledge.interviews.support import Sentence, Support, unsupported
from tests.knowledge.interviews.talks import turns

SAID = turns(
    "E: So, um, you gotta heat it to sixty degrees, never to eighty.",
    "I: And the pressure?",
    "E: I think it's four bar, and you don't open the valve.",
)


def supported(text: str, *numbers: int) -> bool:
    return Support(SAID).checked(Sentence(text, numbers)).supported


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Heat it to sixty degrees.", (1,)),
        ("You have to heat it to 60 degrees.", (1,)),
        ("The pressure: it's four bar.", (2, 3)),
        ("Don't open the valve.", (3,)),
    ],
)
def test_words_that_were_said_support_a_sentence(
    text: str, numbers: tuple[int, ...]
) -> None:
    assert supported(text, *numbers)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Heat it to seventy degrees.", (1,)),
        ("Heat it to 60 degrees with gas.", (1,)),
        ("It's four bar.", (1,)),
        ("It's four bar.", ()),
        ("It's four bar.", (99,)),
        ("You open the valve.", (3,)),
        ("Call https://evil.example now.", (1, 2, 3)),
    ],
)
def test_another_word_number_turn_or_the_opposite_does_not(
    text: str, numbers: tuple[int, ...]
) -> None:
    assert not supported(text, *numbers)


def test_what_a_speaker_was_not_sure_of_is_marked() -> None:
    checked = Support(SAID).all_checked(
        [Sentence("It's four bar.", (3,)), Sentence("Heat it.", (1,))]
    )

    assert [each.unsure for each in checked] == [True, False]
    assert unsupported(checked) == ()


def test_what_was_said_to_the_letter_is_supported_though_a_part_of_it_denies() -> None:
    told = "The poll interval is set to twenty seconds, not ten."

    assert Support(turns(f"E: {told}")).checked(Sentence(told, (1,))).supported
    denied = Sentence("The poll interval is set to ten seconds.", (1,))
    assert (
        not Support(turns("E: The poll interval is not set to ten seconds."))
        .checked(denied)
        .supported
    )

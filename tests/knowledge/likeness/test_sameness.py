"""How nearly two texts say the same."""

import pytest

from knowledge.likeness.judging import compared
from knowledge.likeness.sameness import NEARLY_THE_SAME, same_title, sameness
from knowledge.likeness.statements import Text

BODY = (
    "Open the list of invoices. Choose the months. Press Export and wait for the file."
)


def test_a_copy_says_the_same_and_an_unrelated_text_does_not() -> None:
    text = Text("Export invoices", BODY)

    assert sameness(text, Text("Invoices as a file", BODY), None) == 1
    assert sameness(text, Text("Feed the cat", "Cats eat twice a day."), None) == 0


def test_a_text_that_is_part_of_a_longer_one_says_the_same() -> None:
    longer = f"Accountants want files. {BODY} Send it by mail. Nothing else is needed."

    assert sameness(Text("A", BODY), Text("B", longer), None) >= NEARLY_THE_SAME


def test_the_same_words_about_another_thing_do_not() -> None:
    body = "In {} you can send goods back. In {} it is free of charge."
    one, other = (
        Text(f"Returns in {place}", body.format(place, place))
        for place in ("Austria", "Norway")
    )

    assert sameness(one, other, None) == 0


def test_a_sentence_that_is_denied_is_not_said_again() -> None:
    one = Text("A", "Members can invite other people here.")
    other = Text("B", "Members cannot invite other people here.")

    assert sameness(one, other, None) < NEARLY_THE_SAME


def test_vectors_count_as_much_as_words() -> None:
    one = Text("A", "Stop it.", windows=("a",))
    other = Text("B", "Halt the thing.", windows=("b",))

    assert sameness(one, other, lambda _one, _other: 0.9) == pytest.approx(0.45)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Export invoices", "export  Invoices!", True),
        ("Export invoices", "Exporting the invoices", True),
        ("Upgrade to version 2", "Upgrade to version 3", False),
        ("Enable logging", "Disable logging", False),
        ("Export invoices", "Import invoices", False),
    ],
)
def test_titles_are_the_same_but_for_their_wording(
    one: str, other: str, same: bool
) -> None:
    assert same_title(one, other, None) is same


def test_a_question_that_is_answered_elsewhere_is_found() -> None:
    one = Text("A", "", ((("How long does it take?", "How much is it?"), "Long."),))
    other = Text("B", "", ((("How long does it take",), "A day."),))

    assert compared(one, other, None).questions == [
        ("How long does it take?", "How long does it take")
    ]


def test_a_question_in_other_words_is_found_by_its_vector_and_told_apart_by_its_words() -> (
    None
):
    one = Text("A", "", ((("How do I switch logging on?",), "So."),))
    near = {"How do I turn logging on?": True, "How do I turn logging off?": False}

    for asked, same in near.items():
        other = Text("B", "", (((asked,), "So."),))
        assert bool(compared(one, other, lambda _a, _b: 0.95).questions) is same


def test_nothing_in_common_is_nothing_worth_a_word() -> None:
    assert not compared(Text("Cats", "They purr."), Text("Dogs", "They bark."), None)

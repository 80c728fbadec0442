"""Quantities with unit and range."""

import pytest

from knowledge.interviews.inputs import inputs_of
from tests.knowledge.interviews.talks import said


@pytest.mark.parametrize(
    ("sentence", "limits", "unit"),
    [
        ("The dough should be between 22 and 26 degrees.", "22 to 26", "degrees"),
        (
            "The drip rate is ten to twenty drops a minute, so 10-20 ml.",
            "10 to 20",
            "ml",
        ),
        ("The weekly hours, from one to forty.", "one to forty", ""),
        ("You can order up to eighty litres.", "up to eighty", "litres"),
        ("The code, that's eleven digits.", "eleven", "digits"),
        ("It's 4 bar, plus or minus 0.2 bar.", "4 plus or minus 0.2", "bar"),
    ],
)
def test_a_range_is_read_with_its_unit(sentence: str, limits: str, unit: str) -> None:
    (found,) = inputs_of(said(f"E: {sentence}"))

    assert (found.range, found.unit) == (limits, unit)


@pytest.mark.parametrize(
    "sentence",
    [
        "We open from nine to five in the morning.",
        "The main fuse has two hundred and fifty amps.",
        "It has twenty-five hertz.",
        "Two or three of us went.",
    ],
)
def test_other_numbers_are_no_input(sentence: str) -> None:
    assert inputs_of(said(f"E: {sentence}")) == []


def test_an_input_is_named_by_the_words_before_its_range() -> None:
    (found,) = inputs_of(
        said("E: The oven temperature is between 180 and 220 degrees.")
    )

    assert found.name == "oven temperature"


def test_several_inputs_of_one_sentence_are_told_apart() -> None:
    found = inputs_of(
        said(
            "E: The flour is between 500 and 520 grams, and the water goes from 330 to 350 grams."
        )
    )

    assert [each.range for each in found] == ["500 to 520", "330 to 350"]

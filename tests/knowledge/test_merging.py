"""Three texts into one: nothing that either of two people wrote goes missing."""

from itertools import product

import pytest

from knowledge.merging import line_of_conflict, merge, merge_items

BASE = "one\ntwo\nthree\nfour\nfive"


def merged(mine: str, theirs: str, base: str = BASE) -> tuple[str, int]:
    result = merge(base=base, mine=mine, theirs=theirs, their_name="Ada")
    return result.text, result.conflicts


def test_changes_in_different_places_are_both_there() -> None:
    mine, theirs = BASE.replace("one", "ONE"), BASE.replace("five", "FIVE")

    assert merged(mine, theirs) == ("ONE\ntwo\nthree\nfour\nFIVE", 0)


def test_added_and_taken_lines_of_both_count() -> None:
    mine, theirs = BASE.replace("two\n", ""), BASE + "\nsix"

    assert merged(mine, theirs) == ("one\nthree\nfour\nfive\nsix", 0)


def test_the_same_change_by_both_is_no_conflict() -> None:
    same = BASE.replace("three", "THREE")

    assert merged(same, same) == (same, 0)


def test_an_untouched_text_takes_what_the_other_made() -> None:
    assert merged(BASE, "quite\nanother") == ("quite\nanother", 0)
    assert merged("quite\nanother", BASE) == ("quite\nanother", 0)


def test_two_changes_of_one_line_stand_there_between_markers() -> None:
    text, conflicts = merged(
        BASE.replace("three", "III"), BASE.replace("three", "drei")
    )

    assert conflicts == 1
    assert text == (
        "one\ntwo\n<<<<<<< yours\nIII\n=======\ndrei\n>>>>>>> Ada\nfour\nfive"
    )
    assert line_of_conflict(text) == 3


def test_the_line_of_the_first_conflict_is_that_of_the_other_text() -> None:
    theirs = "zero\n" + BASE.replace("three", "drei")

    result = merge(base=BASE, mine=BASE.replace("three", "III"), theirs=theirs)

    assert result.first_clash == 4


def test_two_texts_put_at_the_same_place_are_a_conflict() -> None:
    text, conflicts = merged(f"{BASE}\nmine", f"{BASE}\ntheirs")

    assert conflicts == 1
    assert "mine\n=======\ntheirs" in text


def test_one_deletes_what_the_other_changed() -> None:
    text, conflicts = merged(BASE.replace("three\n", ""), BASE.replace("three", "drei"))

    assert conflicts == 1
    assert "<<<<<<< yours\n=======\ndrei\n" in text


def test_how_much_came_from_the_other_is_counted() -> None:
    theirs = BASE.replace("one", "ONE").replace("five", "FIVE")

    assert merge(base=BASE, mine=BASE, theirs=theirs).taken == 2


def test_line_ends_of_windows_make_no_difference() -> None:
    theirs = BASE.replace("five", "FIVE").replace("\n", "\r\n")

    assert merged(BASE.replace("one", "ONE"), theirs)[1] == 0


@pytest.mark.parametrize("base", ["", "a", "a\nb"])
def test_short_texts_lose_no_line_whatever_was_done_to_them(base: str) -> None:
    texts = ["", "a", "b", "a\nb", "b\na", "a\nb\nc", "x\na\nb"]

    for mine, theirs in product(texts, texts):
        text = merge(base=base, mine=mine, theirs=theirs).text.split("\n")
        added = {*mine.split("\n"), *theirs.split("\n")} - {*base.split("\n"), ""}
        assert added <= set(text), (mine, theirs)


def test_what_one_side_left_alone_always_merges_to_the_other() -> None:
    texts = ["", "a", "a\nb\nc", "c\nb\na", "a\nx\nc", "b"]

    for base, other in product(texts, texts):
        assert merged(base, other, base) == (other, 0)
        assert merged(other, base, base) == (other, 0)


def test_lists_take_what_both_added_and_lose_what_either_took() -> None:
    assert merge_items(
        base=["a", "b", "c"], mine=["a", "c", "x"], theirs=["a", "b", "y"]
    ) == ["a", "x", "y"]


@pytest.mark.parametrize(
    "text",
    [
        "Nothing.",
        "<<<<<<< yours\nonly a beginning",
        "=======\n>>>>>>> theirs",
        "Heading\n=======\nText",
        ">>>>>>> a\n=======\n<<<<<<< b",
    ],
)
def test_markers_that_are_no_conflict_are_text(text: str) -> None:
    assert line_of_conflict(text) is None

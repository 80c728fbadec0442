"""Two texts side by side: lines, words, and what is left out."""

import random

import pytest

from knowledge.comparing import Row, compare


def kinds(rows: list[Row]) -> list[str]:
    return [row.kind for row in rows]


def marked(row: Row) -> tuple[list[str], list[str]]:
    left = row.left.parts if row.left else ()
    right = row.right.parts if row.right else ()
    return [p.text for p in left if p.marked], [p.text for p in right if p.marked]


def test_texts_that_say_the_same_have_no_rows() -> None:
    assert compare("One.\nTwo.", "One.\nTwo.") == []


def test_a_changed_line_stands_in_one_row_with_the_changed_words_marked() -> None:
    (row,) = compare("Press the red button.", "Press the green button.")

    assert row.kind == "changed"
    assert marked(row) == (["red"], ["green"])
    assert (row.left and row.left.text) == "Press the red button."
    assert (row.right and row.right.text) == "Press the green button."


def test_lines_with_little_in_common_are_one_taken_and_one_added() -> None:
    rows = compare("Press the red button.", "Wait until Monday morning, then ask Ada.")

    assert kinds(rows) == ["taken", "added"]


def test_added_and_taken_lines_have_nothing_beside_them() -> None:
    added, taken = compare("A", "A\nB"), compare("A\nB", "A")

    assert kinds(added) == ["same", "added"]
    assert added[1].left is None
    assert kinds(taken) == ["same", "taken"]
    assert taken[1].right is None


def test_both_sides_count_their_own_lines() -> None:
    rows = compare("one\ntwo\nthree", "zero\none\ntwo\nthree four")

    numbers = [(r.left and r.left.number, r.right and r.right.number) for r in rows]
    assert numbers == [(None, 1), (1, 2), (2, 3), (3, 4)]


def test_far_lines_that_are_the_same_are_counted_not_shown() -> None:
    before = "\n".join(str(n) for n in range(1, 41))
    after = before.replace("\n20\n", "\n20 changed\n")

    rows = compare(before, after)

    assert kinds(rows) == ["gap", *["same"] * 3, "changed", *["same"] * 3, "gap"]
    assert (rows[0].skipped, rows[-1].skipped) == (16, 17)


def test_very_long_lines_are_taken_and_added_as_wholes() -> None:
    rows = compare("word " * 2000, "word " * 1999 + "other")

    assert kinds(rows) == ["taken", "added"]


def test_everything_is_new_beside_nothing() -> None:
    assert kinds(compare("", "A\nB")) == ["added", "added"]


def test_right_to_left_text_and_emoji_are_compared_by_words() -> None:
    (row,) = compare("שלום עולם 🚲", "שלום חברים 🚲")

    assert marked(row) == (["עולם"], ["חברים"])


def woven(before: str, after: str) -> list[list[tuple[str, str]]]:
    rows = [row for row in compare(before, after) if row.kind != "gap"]
    return [[tuple(piece) for piece in row.woven] for row in rows]


def test_a_changed_line_holds_both_texts_in_order() -> None:
    assert woven("Press the Export button.", "Push the big Export button!") == [
        [
            ("Press", "taken"),
            ("Push", "added"),
            (" the", "same"),
            (" big", "added"),
            (" Export button", "same"),
            (".", "taken"),
            ("!", "added"),
        ]
    ]


def test_lines_that_came_and_went_are_whole() -> None:
    assert woven("One.\nSame.", "Same.\nAltogether different words.") == [
        [("One.", "taken")],
        [("Same.", "same")],
        [("Altogether different words.", "added")],
    ]


@pytest.mark.parametrize("seed", range(20))
def test_what_was_woven_can_be_taken_apart_again(seed: int) -> None:
    rng = random.Random(seed)
    words = ["a", "b", "cc", " ", ".", "dd e"]

    def text() -> str:
        lines = ["".join(rng.choices(words, k=6)) for _ in range(rng.randint(1, 6))]
        return "\n".join(lines)

    before, after = text(), text()
    rows = [row for row in compare(before, after) if row.kind != "gap"]

    for row in rows:
        old = "".join(p.text for p in row.woven if p.fate != "added")
        new = "".join(p.text for p in row.woven if p.fate != "taken")
        assert old == (row.left.text if row.left else "")
        assert new == (row.right.text if row.right else "")

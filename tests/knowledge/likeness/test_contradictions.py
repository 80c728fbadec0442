"""Two sentences contradict each other when they say the same but for one thing."""

import pytest

from knowledge.likeness.contradictions import contradictions
from knowledge.likeness.statements import Text


def found(one: str, other: str, titles: tuple[str, str] = ("A", "B")) -> list[str]:
    texts = Text(titles[0], one), Text(titles[1], other)
    return [pair.difference.kind for pair in contradictions(*texts)]


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("Drafts are kept for 7 days.", "We keep drafts for 14 days.", "number"),
        ("The desk listens on port 8000.", "The desk listens on port 80.", "number"),
        ("A long mail has 5 MB.", "A long mail has 5 GB.", "unit"),
        ("Guests can write comments.", "Guests can't write comments.", "opposite"),
        (
            "Guests can write comments.",
            "Nobody lets guests write comments.",
            "opposite",
        ),
        ("Logging is enabled at first.", "Logging is disabled at first.", "opposite"),
        ("The lamp is on during a call.", "The lamp is off during a call.", "opposite"),
        ("Save it before you print it.", "Save it after you print it.", "opposite"),
        ("Logs go to the folder `/a`.", "Logs go to the folder `/b`.", "value"),
        ("Das Feld ist immer sichtbar.", "Das Feld ist nie sichtbar.", "opposite"),
    ],
)
def test_a_changed_value_negation_or_opposite_is_found(
    one: str, other: str, kind: str
) -> None:
    assert found(one, other) == [kind]
    assert found(other, one) == [kind]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # The same in other words or units.
        ("It ends after 60 minutes of work.", "It ends after one hour of work."),
        ("The module is not enabled here.", "The module is disabled here."),
        # Another subject in the same sentence.
        ("An editor can delete texts.", "An author cannot delete texts."),
        ("In Rome the shop opens at 9 am.", "In Oslo the shop opens at 8 am."),
        # Two sides of one rule.
        ("Take a minimum of 2 seats there.", "Take a maximum of 9 seats there."),
        # Other cases.
        ("If the port is free, the desk starts.", "If the port is used, the desk does not start."),
        ("Texts can be deleted.", "Texts cannot be deleted while somebody edits them."),
        # More, but nothing else.
        ("The desk keeps logs.", "The desk keeps logs for 30 days."),
        # Names that hold digits.
        ("Print the label on A4 paper.", "Print the label on A6 paper."),
    ],
)  # fmt: skip
def test_what_can_both_be_right_is_left_alone(one: str, other: str) -> None:
    assert found(one, other) == []


def test_a_short_sentence_is_about_what_its_title_says() -> None:
    one, other = "It costs 5 euros.", "It costs 9 euros."

    assert found(one, other, ("Price of a day ticket", "The day ticket")) == ["number"]
    assert found(one, other, ("Price of a ticket", "Price of a locker")) == []


def test_rows_of_tables_are_compared_with_rows_of_the_same_thing() -> None:
    table = "| name | default |\n|---|---|\n| {} | {} tries in a row |\n"

    assert found(table.format("RETRY", 3), table.format("RETRY", 5)) == ["number"]
    assert found(table.format("RETRY", 3), table.format("LOGIN", 5)) == []


def test_what_stands_in_both_texts_contradicts_nothing() -> None:
    both = "Drafts are kept for 7 days. Drafts are kept for 14 days."

    assert found(both, both) == []


def test_many_contradictions_are_cut_and_the_closest_come_first() -> None:
    one = " ".join(f"The colour {name} costs 5 euros." for name in "abcdefgh")
    other = " ".join(f"The colour {name} costs 7 euros." for name in "abcdefgh")
    pairs = contradictions(Text("A", one), Text("B", other))

    assert len(pairs) <= 5
    assert [p.closeness for p in pairs] == sorted(
        (p.closeness for p in pairs), reverse=True
    )


def test_a_number_in_titles_that_are_the_sentences_is_what_they_say() -> None:
    one, other = (
        f"Never start it more than {count} times in an hour"
        for count in ("six", "four")
    )

    assert found(f"{one}.", f"{other}.", (one, other)) == ["number"]

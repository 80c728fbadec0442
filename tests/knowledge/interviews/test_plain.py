"""Plain text: who speaks and when, in the styles that people and programs write."""

import pytest

from knowledge.interviews.reading import read
from tests.knowledge.interviews.making import heard, notes_of

BOTH = [("Ana", "Why?"), ("Tom", "So."), ("Ana", "Fine.")]


@pytest.mark.parametrize(
    "text",
    [
        "Ana: Why?\nTom: So.\nAna: Fine.",
        "ANA: Why?\nTOM: So.\nANA: Fine.",
        "[00:00:01] Ana: Why?\n[00:00:05] Tom: So.\n[00:01:02] Ana: Fine.",
        "(0:01) Ana: Why?\n(0:05) Tom: So.\n(1:02) Ana: Fine.",
        "00:00:01 Ana: Why?\n00:00:05 Tom: So.\n00:01:02 Ana: Fine.",
        "00:00:01 - Ana: Why?\n00:00:05 - Tom: So.\n00:01:02 - Ana: Fine.",
        "[00:00:01.250 --> 00:00:04.000] Ana: Why?\n[0:05 - 0:09] Tom: So.\n[1:02 - 1:03] Ana: Fine.",
        "Ana [00:00:01]: Why?\nTom [00:00:05]: So.\nAna [00:01:02]: Fine.",
        "Ana (0:01) Why?\nTom (0:05) So.\nAna (1:02) Fine.",
        "Ana: [00:00:01] Why?\nTom: [00:00:05] So.\nAna: [00:01:02] Fine.",
        "Ana, 00:00:01: Why?\nTom, 00:00:05: So.\nAna, 00:01:02: Fine.",
        "Ana  0:01\nWhy?\n\nTom  0:05\nSo.\n\nAna  1:02\nFine.",
        "Ana\t00:00:01\nWhy?\nTom\t00:00:05\nSo.\nAna\t00:01:02\nFine.",
        "Ana:\n0:01\nWhy?\n\nTom:\n0:05\nSo.\n\nAna:\n1:02\nFine.",
        "<Ana> Why?\n<Tom> So.\n<Ana> Fine.",
        "[Ana]: Why?\n[Tom]: So.\n[Ana]: Fine.",
        ">> ANA: Why?\n>> TOM: So.\n>> ANA: Fine.",
        "- Ana: Why?\n- Tom: So.\n- Ana: Fine.",
        "\u30a2\u30ca\uff1aWhy?\nTom\uff1aSo.\n\u30a2\u30ca\uff1aFine.",
    ],
)
def test_every_style_names_the_same_people(text: str) -> None:
    found = heard(text)

    names = [name.title().replace("\u30a2\u30ca", "Ana") for name, _ in found]
    assert list(zip(names, [said for _, said in found], strict=True)) == BOTH


@pytest.mark.parametrize(
    ("stamp", "seconds"),
    [
        ("[00:01:02]", 62.0), ("(1:02)", 62.0), ("[75:30]", 4530.0), ("00:01:02.5", 62.5),
        ("[01:00:00,250]", 3600.25), ("[1h02m03s]", 3723.0), ("[75.5s]", 75.5),
        ("[100:00:00]", 360000.0),
    ],
)  # fmt: skip
def test_times_are_seconds_from_the_beginning(stamp: str, seconds: float) -> None:
    found = read(f"{stamp} Ana: Why?\nTom: So.\n".encode())

    assert [turn.start for turn in found.turns] == [seconds, None]


def test_a_range_has_a_beginning_and_an_end() -> None:
    (turn,) = read(b"[0:01 - 0:04] Ana: Why?").turns

    assert (turn.start, turn.end) == (1.0, 4.0)


def test_lines_and_paragraphs_without_a_name_belong_to_whoever_spoke() -> None:
    found = heard("Ana: Why\nso late?\n\nThat is what I ask.\nTom: So.")

    assert found == [("Ana", "Why so late?\nThat is what I ask."), ("Tom", "So.")]


def test_a_time_alone_begins_another_turn_of_whoever_spoke() -> None:
    found = heard("Ana: Why?\n[0:05] And when?\nTom: So.")

    assert found == [("Ana", "Why?"), ("Ana", "And when?"), ("Tom", "So.")]


def test_each_turn_knows_its_number_and_the_line_of_the_file() -> None:
    found = read(b"\nAna: Why?\nmore\n\nTom: So.\n")

    assert [(t.number, t.line) for t in found.turns] == [(1, 2), (2, 5)]


def test_titles_roles_and_particles_are_part_of_names() -> None:
    text = "Dr. Ana de la Cruz (Interviewer): Why?\nTom van Berg: So.\nSpeaker 3: Hm.\n"

    assert [name for name, _ in heard(text)] == [
        "Dr. Ana de la Cruz (Interviewer)", "Tom van Berg", "Speaker 3",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "line",
    [
        "Note: never delete it.",
        "Step 1: open it.",
        "At 10:30 we open.",
        "See http://docs.example: there.",
        "The rule is: never.",
        "Wednesday: that is when.",
        "[laughter] Yes.",
    ],
)
def test_a_colon_within_talk_names_nobody(line: str) -> None:
    found = heard(f"Ana: Why?\nTom: So.\n{line}\nAna: Fine.\nTom: Yes.\nAna: Bye.")

    assert {name for name, _ in found} == {"Ana", "Tom"}
    assert found[1] == ("Tom", f"So. {line}")


def test_a_name_that_comes_once_in_a_long_talk_is_read_as_text_and_said_so() -> None:
    text = "Ana: Why?\nTom: So.\nBackup Copies: keep two.\nAna: Fine.\nTom: Yes."

    assert ("Tom", "So. Backup Copies: keep two.") in heard(text)
    ((line, message),) = notes_of(text)
    assert line == 3
    assert "“Backup Copies” stands before a colon only once" in message


def test_names_in_small_letters_count_when_they_come_often() -> None:
    found = heard("ana: why?\ntom: so.\n" * 5)

    assert {name for name, _ in found} == {"ana", "tom"}


def test_what_stands_above_the_first_speaker_is_kept_and_noted() -> None:
    text = "Interview about exports\nAna: Why?\nTom: So."

    assert heard(text)[0] == ("", "Interview about exports")
    assert notes_of(text)[0][0] == 1


def test_without_speakers_each_paragraph_is_a_turn_and_that_is_noted() -> None:
    text = "First thing,\ntold at length.\n\nSecond thing.\n"

    assert heard(text) == [("", "First thing, told at length."), ("", "Second thing.")]
    assert notes_of(text) == [
        (1, "nobody is named: the interview is read without speakers")
    ]


def test_without_speakers_and_empty_lines_each_line_is_a_turn() -> None:
    assert heard("One.\nTwo.\nThree.") == [("", "One."), ("", "Two."), ("", "Three.")]


@pytest.mark.parametrize(
    ("ana", "tom"),
    [
        ("\u0645\u062d\u0645\u062f", "\u0633\u0627\u0631\u0629"),
        ("\u05d3\u05e0\u05d4", "\u05d9\u05d5\u05e1\u05d9"),
    ],
)
def test_names_that_run_from_right_to_left_are_names(ana: str, tom: str) -> None:
    found = heard(f"{ana}: a b\n{tom}: c\n{ana}: d")

    assert found == [(ana, "a b"), (tom, "c"), (ana, "d")]


def test_marks_that_turn_the_direction_of_a_page_are_not_part_of_a_name() -> None:
    found = heard("Ana\u202e\u2066: Why?\nTom: So.\nAna: Fine.")

    assert [name for name, _ in found] == ["Ana", "Tom", "Ana"]

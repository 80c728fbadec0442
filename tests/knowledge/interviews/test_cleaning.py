"""A copy that reads well: what is left out, what stays, and where it came from."""

import pytest

from knowledge.interviews.cleaning import cleaned, spoken
from knowledge.interviews.reading import read


@pytest.mark.parametrize(
    ("said", "read_as"),
    [
        ("Um, I look at the queue.", "I look at the queue."),
        ("I, uh, look at, erm, the queue.", "I, look at, the queue."),
        ("Hmm. We restart it.", "We restart it."),
        ("I I look at the the queue.", "I look at the queue."),
        ("It is, you know, the queue.", "It is, the queue."),
        ("I look [laughter] at it (crosstalk).", "I look at it."),
        ("Look [inaudible 00:12:03] here.", "Look here."),
        ("\u00c4hm, ich schaue nach.", "Ich schaue nach."),
    ],
)  # fmt: skip
def test_hesitation_and_remarks_are_left_out(said: str, read_as: str) -> None:
    assert spoken(said) == read_as


@pytest.mark.parametrize(
    "said",
    [
        "The thing that that means is clear.",
        "He had had it before.",
        "No, no, never do that.",
        "Set umask 022 and array[0] = 1.",
        "Er hat es eingestellt.",
        "Do you know the queue?",
        "The plumber came (see above).",
        "HTTP error 500 means it.",
        ".env is read, and then -x.",
        "ls lists .env too.",
    ],
)
def test_words_that_say_something_stay(said: str) -> None:
    assert spoken(said) == said


def test_turns_of_one_speaker_are_joined_and_the_originals_named() -> None:
    turns = read(b"Ana: Why?\nTom: Um, first the queue.\nTom: Then the worker.\n").turns

    ana, tom = cleaned(turns)

    assert ana.text == "Why?"
    assert tom.text == "First the queue. Then the worker."
    assert [turn.number for turn in tom.turns] == [2, 3]
    assert turns[1].text == "Um, first the queue."


def test_a_nod_within_somebodys_talk_is_left_out() -> None:
    turns = read(b"Tom: First the queue.\nAna: Mm-hmm.\nTom: Then the worker.\n").turns

    (tom,) = cleaned(turns)

    assert [turn.number for turn in tom.turns] == [1, 3]


def test_a_yes_that_answers_a_question_stays() -> None:
    turns = read(
        b"Ana: Is it the queue?\nTom: Yes.\nAna: And the worker?\nTom: No.\n"
    ).turns

    assert [stretch.text for stretch in cleaned(turns)] == [
        "Is it the queue?", "Yes.", "And the worker?", "No.",
    ]  # fmt: skip


def test_what_nobody_in_particular_says_stays_apart() -> None:
    assert len(cleaned(read(b"One.\n\nTwo.\n").turns)) == 2


def test_a_stretch_of_nothing_but_hesitation_is_left_out() -> None:
    turns = read(b"Ana: Why?\nTom: Um. Uh.\nAna: Tom?\nTom: Yes.\n").turns

    assert [stretch.speaker for stretch in cleaned(turns)] == ["Ana", "Ana", "Tom"]


def test_a_stretch_lasts_from_its_first_turn_to_its_last() -> None:
    turns = read(b"[0:01 - 0:02] Tom: One.\n[0:05 - 0:07] Tom: Two.\n").turns

    (tom,) = cleaned(turns)

    assert (tom.start, tom.end) == (1.0, 7.0)

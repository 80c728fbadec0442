"""A rough variant says the same in worse words, turn for turn, and always alike."""

import pytest

from tests.knowledge.interviews.rough import (
    FILLERS,
    VARIANTS,
    Roughness,
    Turn,
    flat,
    rough,
)

CLEAR = [
    Turn(
        "Ada", 2.0 * number, 2.0 * number + 1.5, f"Right, is that valve {number} open?"
    )
    for number in range(100)
] + [Turn("Ben", 200.0, 201.0, "Yes. It's open.")]


@pytest.mark.parametrize(
    ("spoken", "heard"),
    [
        ("Well, it's 2.5 bar!", "well it's 2.5 bar"),
        ('It says "P-SUC LOW", at 10:30.', "it says p suc low at 10:30"),
        ("[laughs] No, no...", "no no"),
        ("It\u2019s 1,250 of them", "it\u2019s 1,250 of them"),
        ("Café, one-oh-three?", "café one oh three"),
        ("[sighs]", "mm"),
        ("...", "mm"),
    ],
)
def test_only_bare_words_in_lower_case_are_heard(spoken: str, heard: str) -> None:
    assert flat(spoken) == heard


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.name)
def test_turns_keep_their_number_and_their_times(variant: Roughness) -> None:
    heard = rough(CLEAR, variant, seed=1)

    assert [(turn.start, turn.end) for turn in heard] == [
        (turn.start, turn.end) for turn in CLEAR
    ]


def test_the_same_seed_hears_the_same_and_another_one_differs() -> None:
    worst = VARIANTS[-1]

    assert rough(CLEAR, worst, seed=1) == rough(CLEAR, worst, seed=1)
    assert rough(CLEAR, worst, seed=1) != rough(CLEAR, worst, seed=2)


def test_without_shares_only_the_writing_changes() -> None:
    heard = rough(CLEAR, Roughness("flat", 0.0, 0.0), seed=1)

    assert [turn.text for turn in heard] == [flat(turn.text) for turn in CLEAR]
    assert [turn.speaker for turn in heard] == [turn.speaker for turn in CLEAR]


def test_fillers_come_between_the_words_and_take_none_away() -> None:
    heard = rough(CLEAR[:1], Roughness("all", 1.0, 0.0), seed=1)[0].text

    said = heard
    for filler in FILLERS:
        said = said.replace(f"{filler} ", "")
    assert said == "right is that valve 0 open"
    assert len(heard) > len(said)


def test_a_share_of_the_turns_goes_to_somebody_else() -> None:
    heard = rough(CLEAR, Roughness("mixed up", 0.0, 0.1), seed=1)

    moved = [
        now.speaker
        for now, before in zip(heard, CLEAR, strict=True)
        if now.speaker != before.speaker
    ]
    assert len(moved) == 10
    assert set(moved) <= {"Ada", "Ben"}


def test_who_speaks_alone_cannot_be_taken_for_another() -> None:
    alone = [turn for turn in CLEAR if turn.speaker == "Ada"]

    heard = rough(alone, Roughness("mixed up", 0.0, 1.0), seed=1)

    assert {turn.speaker for turn in heard} == {"Ada"}


def test_an_interview_without_turns_stays_empty() -> None:
    assert rough([], VARIANTS[-1], seed=1) == []

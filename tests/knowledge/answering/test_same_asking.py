"""Questions that ask the same, and those that nearly do."""

from pathlib import Path

import pytest

from knowledge.answering.same_asking import asks_the_same, key_of

DATA = Path(__file__).parents[2] / "data"
HELD_OUT = "near_misses_held_out.txt"


def pairs(kind: str, file: str = "near_misses.txt") -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    of_kind = False
    for line in (DATA / file).read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            of_kind = line.startswith(f"# {kind}")
        elif line.strip() and of_kind:
            one, other = line.split(" | ")
            found.append((one, other))
    return found


def test_there_are_enough_of_them() -> None:
    assert len(pairs("different")) >= 130
    assert len(pairs("same")) >= 50
    assert len(pairs("different", HELD_OUT)) >= 60
    assert len(pairs("same", HELD_OUT)) >= 60


@pytest.mark.parametrize(
    ("one", "other"), pairs("different") + pairs("different", HELD_OUT)
)
def test_what_differs_in_a_word_that_matters_is_another_question(
    one: str, other: str
) -> None:
    assert not asks_the_same(one, other)
    assert not asks_the_same(other, one)
    assert key_of(one) != key_of(other)


@pytest.mark.parametrize(("one", "other"), pairs("same"))
def test_other_words_for_asking_are_the_same_question(one: str, other: str) -> None:
    assert asks_the_same(one, other)
    assert asks_the_same(other, one)


def test_of_a_long_story_only_the_very_same_counts() -> None:
    story = "I bought a lamp and " + "it blinks and " * 30 + "what now?"

    assert asks_the_same(story, story.upper())
    assert not asks_the_same(story, f"Tell me, {story}")


@pytest.mark.parametrize("text", ["", "???", "\u200b", "hi", "thanks!"])
def test_what_asks_nothing_is_the_same_as_nothing_else(text: str) -> None:
    assert not asks_the_same(text, "How do I reset my password?")

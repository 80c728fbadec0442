"""An answer is cut the same way however its text arrives."""

import random

import pytest

from knowledge.answering.sentences import Cutter, pieces_of, sentences_of

ANSWER = """To import, e.g. a folder, do this. [1] Then wait 3.5 seconds! Ok?

1. Open *Settings*. Then press "Save." [2]
2. Click [here](https://desk.example/y).

| a | b. c |
|---|---|
```py
x = 1.
y[1]
```
The end (really). See Dr. Smith on 3.4.2024 at v1.2. Done [1, 2]. And [3] more"""


def test_sentences_lines_and_fences_are_pieces():
    assert [(piece.kind, piece.text.strip()) for piece in pieces_of(ANSWER)] == [
        ("sentence", "To import, e.g. a folder, do this. [1]"),
        ("sentence", "Then wait 3.5 seconds!"),
        ("sentence", "Ok?"),
        ("line", '1. Open *Settings*. Then press "Save." [2]'),
        ("line", "2. Click [here](https://desk.example/y)."),
        ("line", "| a | b. c |"),
        ("line", "|---|---|"),
        ("code", "```py\nx = 1.\ny[1]\n```"),
        ("sentence", "The end (really)."),
        ("sentence", "See Dr. Smith on 3.4.2024 at v1.2."),
        ("sentence", "Done [1, 2]."),
        ("sentence", "And [3] more"),
    ]


@pytest.mark.parametrize("seed", range(50))
def test_the_pieces_do_not_depend_on_how_the_text_arrives(seed):
    dice, cutter, pieces, place = random.Random(seed), Cutter(), [], 0

    while place < len(ANSWER):
        step = dice.randint(1, 9)
        pieces += cutter.feed(ANSWER[place : place + step])
        place += step
    pieces += cutter.close()

    assert pieces == pieces_of(ANSWER)
    assert "".join(piece.text for piece in pieces) == ANSWER


def test_a_text_without_an_end_is_cut_anyway():
    pieces = pieces_of("word " * 2000)

    assert max(len(piece.text) for piece in pieces) <= 2000
    assert not any(piece.whole for piece in pieces)


def test_a_source_is_also_read_across_its_line_ends():
    sentences = sentences_of("A link comes\nby mail.\n\n- one\n- two")

    assert "A link comes by mail." in sentences
    assert "- one" in sentences

"""A quotation is a passage's own words, from the beginning and never half a sentence."""

from knowledge.answering.quoting import Quotation
from knowledge.llm.chat import Passage

DELETING = Passage(
    3,
    "deleting",
    1,
    1,
    "Deleting",
    "",
    "You may delete it only if you are alone.\n\n{\n  yes\n}",
)


def test_every_line_of_a_quotation_goes_on_however_short():
    quotation = Quotation([DELETING])

    pieces = ["You may delete it only if you are alone.\n\n", "{\n", "  yes\n", "}"]

    assert [quotation.goes_on(piece) for piece in pieces] == [[3]] * 4


def test_half_a_sentence_is_no_quotation():
    assert Quotation([DELETING]).goes_on("You may delete it") == []
    assert Quotation([DELETING]).goes_on("You may delete it.") == []


def test_a_quotation_begins_at_the_beginning():
    assert Quotation([DELETING]).goes_on("yes\n") == []


def test_other_words_end_a_quotation():
    quotation = Quotation([DELETING])
    quotation.goes_on("You may delete it only if you are alone.\n")

    quotation.goes_on("Or so. ")

    assert not quotation.begun
    assert quotation.goes_on("{\n") == []

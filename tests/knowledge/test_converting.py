"""The process that reads documents: answers one by one, ends in time, and comes back."""

import pytest

from knowledge import converting
from knowledge.converting import Converter, Refused
from tests.knowledge.documents.making import pdf

PAGE = b"<h1>Export</h1><p>Press it.</p>"


def test_documents_are_read_one_after_the_other() -> None:
    with Converter() as converter:
        first = converter.read(PAGE, "a.html")
        second = converter.read(b"question,answer,tags\nA?,B.,x\n", "a.csv")

    assert [text.title for text in first.texts] == ["Export"]
    assert [text.tags for text in second.texts] == [("x",)]


def test_what_is_wrong_and_what_was_left_out_come_across() -> None:
    with Converter() as converter:
        with pytest.raises(Refused, match="is encrypted"):
            converter.read(pdf([[(11, "x" * 40)]], password="p"), "a.pdf")
        reading = converter.read(PAGE + b"<img>", "a.html")

    assert [notice.key for notice in reading.notices] == ["picture"]


def test_a_file_that_takes_too_long_is_given_up_and_the_next_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with Converter() as converter:
        monkeypatch.setattr(converting, "SECONDS_OF_A_FILE", 0.01)
        with pytest.raises(Refused, match="could not be read within"):
            converter.read(b"<p>x</p>" * 50_000, "slow.html")

        monkeypatch.setattr(converting, "SECONDS_OF_A_FILE", 60.0)
        assert converter.read(PAGE, "a.html").texts

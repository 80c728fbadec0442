"""The process that reads transcripts: its answers, its refusals, and its end in time."""

import pytest

from knowledge import transcribed
from knowledge.interviews.reading import read
from knowledge.interviews.turns import TranscriptError
from knowledge.transcribed import read_apart
from tests.knowledge.interviews.making import TALK


def test_what_it_reads_is_what_reading_here_gives() -> None:
    data = ("Heading\n" + TALK).encode()

    assert read_apart(data) == read(data)


def test_a_refusal_comes_across_with_its_line() -> None:
    with pytest.raises(TranscriptError, match="is no text") as refused:
        read_apart(b"Ana: a\nTom: \0")

    assert refused.value.line == 2


def test_a_file_that_takes_too_long_is_given_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(transcribed, "SECONDS_OF_A_FILE", 0.01)

    with pytest.raises(TranscriptError, match="could not be read within"):
        read_apart(TALK.encode())

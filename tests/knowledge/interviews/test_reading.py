"""Formats told by their content, encodings, and files that are no transcript."""

import pytest

from knowledge.interviews import assembling
from knowledge.interviews.assembling import LONGEST_TURN
from knowledge.interviews.reading import MOST_BYTES, read
from knowledge.interviews.turns import TranscriptError
from tests.knowledge.interviews.making import heard, notes_of

TALK = "J\u00f6rg: Warum h\u00e4ngt es?\nZo\u00eb: Wei\u00df nicht.\nJ\u00f6rg: Aha.\n"


def refused(data: bytes) -> tuple[int, str]:
    with pytest.raises(TranscriptError) as error:
        read(data)
    return error.value.line, error.value.message


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Ana: Why?\nTom: So.", "text"),
        ("# Talk\n\nAna: Why?\n", "markdown"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nHi", "webvtt"),
        ("\n\n1\n00:00:01,000 --> 00:00:02,000\nHi", "srt"),
        ('{"turns": [{"text": "Hi"}]}', "json"),
        ("[00:01] Ana: Why?\n[00:03] Tom: So.", "text"),
        ('[{"text": "Hi"}]', "json"),
    ],
)
def test_the_format_is_told_by_the_content(text: str, kind: str) -> None:
    assert read(text.encode()).format == kind


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"]
)
def test_encodings_are_found(encoding: str) -> None:
    mark = b"\xff\xfe" if encoding == "utf-16-le" else b""

    found = heard(mark + TALK.encode(encoding))

    assert found[:2] == [
        ("J\u00f6rg", "Warum h\u00e4ngt es?"),
        ("Zo\u00eb", "Wei\u00df nicht."),
    ]


def test_a_guessed_encoding_is_noted_at_its_first_letter() -> None:
    data = ("Ana: Why?\n" + TALK).encode("cp1252")

    ((line, message),) = notes_of(data)

    assert line == 2
    assert "is not UTF-8" in message


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_every_end_of_a_line_counts_as_one(end: str) -> None:
    found = read(TALK.replace("\n", end).encode())

    assert [turn.line for turn in found.turns] == [1, 2, 3]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is empty"),
        (b" \n\t\n", "is empty"),
        (b"\xef\xbb\xbf\n", "is empty"),
        (b"%PDF-1.7 x", "is a PDF"),
        (b"{\\rtf1 x", "is RTF"),
        (b"ID3\x04 x", "is a recording"),
        (b"\0\0\0\x20ftypM4A ", "is a recording"),
        (b"\x1f\x8b\x08 x", "is packed"),
        (b"\xd0\xcf\x11\xe0 x", "is of Word before 2007"),
        (b"<!DOCTYPE html><p>Ana: Why?", "is a web page"),
        (b"Ana: Why?\nTom: \0\0", "it is no text"),
        (b"Ana: \x01\x02\x03\x04", "is no text"),
        (b"WEBVTT\n\nNOTE nothing else\n", "holds no words"),
        (b"x" * (MOST_BYTES + 1), "has more than 20 MB"),
    ],
    ids=str,
)
def test_what_is_no_transcript_is_refused_with_what_to_do(
    data: bytes, message: str
) -> None:
    assert message in refused(data)[1]


def test_binary_data_is_refused_at_its_line() -> None:
    assert refused(b"Ana: Why?\nTom: \0\0")[0] == 2


def test_a_long_talk_without_a_break_is_cut_between_sentences() -> None:
    sentence = "And then I look at it again. "
    text = f"Ana: {sentence * 1000}\nTom: So.\n"

    found = read(text.encode())

    pieces = [turn.text for turn in found.turns if turn.speaker == "Ana"]
    assert len(pieces) > 1
    assert all(len(piece) <= LONGEST_TURN and piece.endswith(".") for piece in pieces)
    assert " ".join(pieces) == (sentence * 1000).strip()
    assert "were cut up" in found.notes[0].message


def test_a_word_without_an_end_is_cut_too() -> None:
    found = read(f"Ana: {'x' * 25_000}\nTom: So.".encode())

    assert (
        sum(len(turn.text) for turn in found.turns if turn.speaker == "Ana") == 25_000
    )


def test_more_turns_than_anybody_says_are_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(assembling, "MOST_TURNS", 3)

    assert refused(b"Ana: a\nTom: b\nAna: c\nTom: d\n") == (4, "has more than 3 turns: import it in parts")  # fmt: skip


def test_of_many_odd_lines_of_a_kind_the_first_are_told_and_the_others_counted() -> (
    None
):
    text = "".join(
        f"[{59 - n}:00] Ana: {n}\n[{59 - n}:00] Tom: {n}\n" for n in range(30)
    )

    notes = notes_of(text)

    assert len(notes) == assembling.MOST_NOTES_OF_A_KIND + 1
    assert notes[-1][1] == "and 9 more like this, from here on"


def test_twelve_hours_are_read_to_the_end() -> None:
    text = "".join(
        f"[{n // 60:02}:{n % 60:02}:00] {'Ana' if n % 2 else 'Tom'}: Minute {n}.\n"
        for n in range(12 * 60)
    )

    found = read(text.encode())

    assert len(found.turns) == 720
    assert found.turns[-1].start == 11 * 3600 + 59 * 60
    assert found.notes == ()

"""SRT: numbered cues, with names, dashes and missing lines."""

from knowledge.interviews.reading import read
from tests.knowledge.interviews.making import heard


def test_cues_become_turns_with_their_times() -> None:
    text = (
        "1\n00:00:01,000 --> 00:00:02,500\nAna: <i>Why?</i>\n\n"
        "2\n00:00:03,000 --> 00:00:04,000\nTom: {\\an8}So\nit is.\n"
    )

    found = read(text.encode())

    assert found.format == "srt"
    assert [(t.speaker, t.text, t.line) for t in found.turns] == [
        ("Ana", "Why?", 2),
        ("Tom", "So it is.", 6),
    ]
    assert (found.turns[0].start, found.turns[0].end) == (1.0, 2.5)


def test_a_dash_begins_what_another_one_says() -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\n- Why?\n- So.\n"

    assert heard(text) == [("", "Why?"), ("", "So.")]


def test_cues_without_numbers_or_empty_lines_are_read() -> None:
    text = "00:00:01,000 --> 00:00:02,000\nOne.\n00:00:03,000 --> 00:00:04,000\nTwo.\n"

    assert heard(text) == [("", "One."), ("", "Two.")]


def test_a_number_as_an_answer_is_kept_at_the_end() -> None:
    text = (
        "1\n00:00:01,000 --> 00:00:02,000\n42\n\n2\n00:00:03,000 --> 00:00:04,000\n7\n"
    )

    assert [words for _, words in heard(text)] == ["42", "7"]

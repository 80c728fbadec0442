"""WebVTT: voices, cues, and what programs make of the standard."""

from knowledge.interviews.reading import read
from tests.knowledge.interviews.making import heard, notes_of

HEAD = "WEBVTT - a call\n\n"


def cue(times: str, *lines: str) -> str:
    return "\n".join([times, *lines]) + "\n\n"


def test_voice_tags_name_the_speakers_and_other_tags_are_left_out() -> None:
    found = read(
        (
            HEAD
            + "NOTE made by hand\nin two lines\n\nSTYLE\n::cue {}\n\n"
            + "intro-1\n"
            + cue("00:00:01.000 --> 00:00:03.500 align:start", "<v Ana>Is <i>A&amp;B</i> on?</v>")
            + cue("00:04.000 --> 00:05.000", "<v.loud Tom Berg>Yes <00:04.500>it is")
        ).encode()
    )  # fmt: skip

    assert found.format == "webvtt"
    ana, tom = found.turns
    assert (ana.speaker, ana.text, ana.line) == ("Ana", "Is A&B on?", 10)
    assert (ana.start, ana.end) == (1.0, 3.5)
    assert (tom.speaker, tom.text, tom.start) == ("Tom Berg", "Yes it is", 4.0)
    assert found.notes == ()


def test_two_voices_in_a_cue_are_two_turns() -> None:
    text = HEAD + cue("00:01.000 --> 00:03.000", "<v Ana>Why?", "<v Tom>So.")

    assert heard(text) == [("Ana", "Why?"), ("Tom", "So.")]


def test_names_before_a_colon_hold_until_the_next_name() -> None:
    text = (
        HEAD + cue("00:01.000 --> 00:03.000", "Ana Silva: Why?")
        + cue("00:04.000 --> 00:05.000", "Tom: So,")
        + cue("00:05.000 --> 00:06.000", "because.")
    )  # fmt: skip

    assert heard(text) == [("Ana Silva", "Why?"), ("Tom", "So,"), ("Tom", "because.")]


def test_captions_that_roll_up_are_said_once() -> None:
    text = (
        HEAD + cue("00:01.000 --> 00:02.000", "first line")
        + cue("00:02.000 --> 00:03.000", "first line", "second line")
        + cue("00:03.000 --> 00:04.000", "second line", "third line")
    )  # fmt: skip

    assert [words for _, words in heard(text)] == [
        "first line",
        "second line",
        "third line",
    ]


def test_times_that_are_none_are_noted_and_the_words_kept() -> None:
    text = HEAD + cue("00:0x --> soon", "<v Ana>Why?") + "stray words\n"

    assert heard(text) == [("Ana", "Why?"), ("", "stray words")]
    assert [line for line, _ in notes_of(text)] == [3, 6]


def test_overlapping_and_backward_times_are_noted_with_their_lines() -> None:
    text = (
        HEAD + cue("00:10.000 --> 00:20.000", "<v Ana>One.")
        + cue("00:12.000 --> 00:30.000", "<v Tom>Two.")
        + cue("00:05.000 --> 00:06.000", "<v Ana>Three.")
        + cue("00:40.000 --> 00:35.000", "<v Tom>Four.")
    )  # fmt: skip

    assert [line for line, _ in notes_of(text)] == [6, 9, 12]
    words = " ".join(message for _, message in notes_of(text))
    assert "before the turn above it ends" in words
    assert "goes back in time, from 0:00:12 to 0:00:05" in words
    assert read(text.encode()).turns[3].end is None


def test_a_second_file_behind_the_first_is_read_on() -> None:
    text = HEAD + cue("00:10.000 --> 00:11.000", "<v Ana>One.") + "WEBVTT\n\n" + cue("00:01.000 --> 00:02.000", "<v Tom>Two.")  # fmt: skip

    assert heard(text) == [("Ana", "One."), ("Tom", "Two.")]
    assert notes_of(text)[0][0] == 6


def test_a_script_as_a_name_is_a_name_and_nothing_else() -> None:
    text = HEAD + cue(
        "00:01.000 --> 00:02.000", "<v &lt;script&gt;alert(1)&lt;/script&gt;>Hi"
    )

    assert heard(text) == [("<script>alert(1)</script>", "Hi")]

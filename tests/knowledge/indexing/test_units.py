"""An atom becomes units that fit the embedder and can be quoted."""

import re

import pytest

from knowledge.indexing.units import AtomText, Pair, Unit, units_of, words_of
from knowledge.indexing.windows import WINDOW_TOKENS

ROOM = 254
"""What the bundled embedder reads of a text."""


def count(text: str) -> int:
    """Words stand in for tokens here."""
    return len(text.split())


def of_kind(kind: str, atom: AtomText) -> list[Unit]:
    return [unit for unit in units_of(atom, count) if unit.kind == kind]


def sentences(number: int) -> str:
    return " ".join(f"This is sentence number {n} here." for n in range(number))


def test_a_short_atom_is_its_title_and_one_window() -> None:
    title, window = units_of(AtomText("Reset it", "Press the *red* button."), count)

    assert title == Unit("title", 0, "", "Reset it", "")
    assert window == Unit(
        "window", 0, "", "Reset it\nPress the red button.", "Press the *red* button."
    )


def test_a_summary_is_found_by_itself_and_by_its_words() -> None:
    atom = AtomText("Reset it", "Press.", summary="When it hangs.")

    assert of_kind("title", atom) == [
        Unit("title", 0, "", "Reset it", ""),
        Unit("title", 1, "", "When it hangs.", ""),
    ]
    assert words_of(atom) == "Reset it\nReset it\nWhen it hangs.\nPress."


def test_a_window_stays_in_its_section_and_carries_its_heading() -> None:
    body = "Intro.\n\n## Steps\n\nOne.\n\nTwo.\n\n## Notes\n\nThree."

    windows = of_kind("window", AtomText("T", body))

    assert [(unit.section, unit.quote) for unit in windows] == [
        ("", "Intro."),
        ("Steps", "One.\n\nTwo."),
        ("Notes", "Three."),
    ]
    assert windows[1].text_to_embed == "T\nSteps\nOne.\nTwo."


@pytest.mark.parametrize(
    "body",
    [
        "\n\n".join(sentences(8) for _ in range(30)),
        sentences(400),
        "\n".join(f"- item {n} " + "word " * 30 for n in range(40)),
        "word " * 3000,
        "```\n" + "\n".join(f"line {n} = " + "x " * 9 for n in range(90)) + "\n```",
        "> " + "\n> ".join(sentences(8) for _ in range(30)),
        "| a | b |\n|---|---|\n" + "| x y z | " + "word " * 1500 + "|\n",
    ],
    ids=["paragraphs", "paragraph", "list", "words", "code", "quotation", "table"],
)
def test_long_texts_are_cut_into_windows_that_fit_and_lose_no_word(body: str) -> None:
    atom = AtomText("A title of six words here", body)

    windows = of_kind("window", atom)

    assert len(windows) > 5
    assert max(count(unit.text_to_embed) for unit in windows) <= ROOM
    assert all(unit.quote in body for unit in windows)
    quoted = " ".join(unit.quote for unit in windows)
    words = re.findall(r"\w+", body)
    assert re.findall(r"\w+", quoted) == words
    embedded = sum(count(unit.text_to_embed) - 6 for unit in windows)
    assert embedded >= 0.95 * len(words)


def test_a_text_is_cut_at_the_end_of_sentences() -> None:
    windows = of_kind("window", AtomText("T", sentences(100)))

    assert all(unit.quote.endswith("here.") for unit in windows)
    assert all(count(unit.quote) > 0.9 * WINDOW_TOKENS for unit in windows[:-1])


def test_code_that_fits_stays_in_one_piece() -> None:
    code = "```yaml\n" + "\n".join(f"key{n}: {n}" for n in range(80)) + "\n```"
    body = f"{sentences(20)}\n\n{code}\n\nAfter."

    quotes = [unit.quote for unit in of_kind("window", AtomText("T", body))]

    assert any(code in quote for quote in quotes)


def test_one_endless_word_is_cut_too() -> None:
    body = "x" * 5000

    windows = list(units_of(AtomText("T", body), len))[1:]

    assert "".join(unit.quote for unit in windows) == body
    assert max(len(unit.text_to_embed) for unit in windows) <= ROOM


def test_a_long_title_leaves_room_for_the_text() -> None:
    atom = AtomText("word " * 100, "## " + "head " * 100 + "\n\n" + "text " * 190)

    (window,) = of_kind("window", atom)

    assert count(window.text_to_embed) <= ROOM
    assert window.text_to_embed.count("text") == 190


def test_every_phrasing_is_a_unit_that_answers_with_its_pair() -> None:
    atom = AtomText(
        "T", "", (Pair(("How?", "In what way?"), "So."), Pair(("When?",), "Now."))
    )

    assert of_kind("phrasing", atom) == [
        Unit("phrasing", 0, "", "How?", "So.", 0),
        Unit("phrasing", 1, "", "In what way?", "So.", 0),
        Unit("phrasing", 2, "", "When?", "Now.", 1),
    ]


def test_a_title_that_is_a_phrasing_too_is_one_unit() -> None:
    atom = AtomText("How?", "", (Pair(("How?", "In what way?"), "So."),))

    kinds = [unit.kind for unit in units_of(atom, count)]

    assert kinds == ["phrasing", "phrasing", "pair"]


def test_a_pair_is_its_question_with_its_answer() -> None:
    atom = AtomText("T", "", (Pair(("How?",), "[So](http://x)."), Pair(("Why?",), "")))

    assert of_kind("pair", atom) == [
        Unit("pair", 0, "", "How?\nSo.", "[So](http://x).", 0)
    ]


def test_a_long_answer_is_several_units_of_its_pair() -> None:
    answer = sentences(100)

    units = of_kind("pair", AtomText("T", "", (Pair(("How?",), answer),)))

    assert [unit.ordinal for unit in units] == [0, 1, 2, 3]
    assert {unit.pair_ordinal for unit in units} == {0}
    assert all(unit.text_to_embed.startswith("How?\n") for unit in units)
    assert " ".join(unit.quote for unit in units) == answer


def test_quoted_pairs_are_not_windows_as_well() -> None:
    body = "Text.\n\n## FAQ\n\n> Q: How?\n> A: So.\n"

    units = units_of(AtomText("T", body, (Pair(("How?",), "So."),)), count)

    assert [unit.kind for unit in units] == ["title", "window", "phrasing", "pair"]


def test_comments_and_addresses_of_links_are_not_embedded() -> None:
    body = "<!-- TOC -->\n\nSee [the page](https://example.org/a).<!-- note -->"

    (window,) = of_kind("window", AtomText("T", body))

    assert window.text_to_embed == "T\nSee the page."


def test_the_searched_words_hold_the_title_twice_and_each_pair_once() -> None:
    body = "Some *text*.\n\n> Q: How?\n> A: So.\n"

    words = words_of(AtomText("T", body, (Pair(("How?",), "So."),)))

    assert words == "T\nT\nSome text.\nHow?\nSo."

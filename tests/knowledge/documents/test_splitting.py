"""Texts of a good length, each under a heading of its own."""

from knowledge.documents.splitting import split
from knowledge.documents.values import Block, Document, Section, Text


def section(level: int, title: str, words: int, page: int = 0) -> Section:
    paragraphs = [Block(" ".join(["word"] * min(50, words - n)), page) for n in range(0, words, 50)]  # fmt: skip
    return Section(level, title, tuple(paragraphs))


def texts(*sections: Section, title: str = "") -> list[Text]:
    return split(Document(title, sections), "guide")


def titles(*sections: Section, title: str = "") -> list[str]:
    return [text.title for text in texts(*sections, title=title)]


def test_a_short_document_is_one_text_with_its_headings_from_the_second_level() -> None:
    (text,) = texts(section(1, "Guide", 100), section(3, "Export", 100), section(4, "CSV", 9))  # fmt: skip

    headings = [line for line in text.body.splitlines() if line.startswith("#")]
    assert text.title == "Guide"
    assert headings == ["## Export", "### CSV"]


def test_a_document_without_a_heading_has_the_name_of_its_file_or_its_own_title() -> (
    None
):
    assert titles(section(0, "", 10)) == ["guide"]
    assert titles(section(0, "", 10), title="The Guide") == ["The Guide"]


def test_a_long_document_is_taken_apart_at_its_highest_headings() -> None:
    parts = [section(1, "A", 600), section(2, "a", 100), section(1, "B", 700)]

    assert titles(*parts) == ["A", "B"]


def test_what_is_still_too_long_is_taken_apart_at_the_next_level() -> None:
    parts = [section(1, "A", 100), section(2, "x", 600), section(2, "y", 600), section(1, "B", 90)]  # fmt: skip

    assert titles(*parts) == ["A", "x", "y", "B"]


def test_what_has_no_headings_is_taken_apart_between_paragraphs() -> None:
    found = texts(section(1, "A", 1500), section(1, "B", 100))

    assert [t.title for t in found] == ["A", "A (2)", "B"]
    assert [len(t.body.split()) for t in found[:2]] == [750, 750]


def test_what_is_very_short_goes_with_the_text_before_it() -> None:
    found = texts(section(1, "A", 800), section(1, "B", 20), section(1, "C", 800))

    assert [t.title for t in found] == ["A", "C"]
    assert "\n\n## B\n\n" in found[0].body


def test_a_short_introduction_goes_with_what_it_introduces() -> None:
    found = texts(section(1, "Guide", 20), section(2, "A", 800), section(2, "B", 800))

    assert [t.title for t in found] == ["A", "B"]
    assert len(found[0].body.split()) == 820


def test_the_same_heading_under_two_others_is_told_apart() -> None:
    parts = [
        section(1, "Billing", 500), section(2, "Overview", 600),
        section(1, "Shipping", 500), section(2, "Overview", 600),
    ]  # fmt: skip

    assert titles(*parts) == [
        "Billing", "Billing: Overview", "Shipping", "Shipping: Overview",
    ]  # fmt: skip


def test_the_place_names_pages_or_the_heading() -> None:
    (first, second) = texts(section(1, "A", 800, 3), section(1, "B", 800, 4))
    (whole,) = texts(section(1, "A", 80))
    (named, _) = texts(section(1, "A", 800), section(1, "B", 800))

    assert (first.place, second.place) == ("page 3", "page 4")
    assert (whole.place, named.place) == ("", "section “A”")


def test_the_place_of_several_pages_names_the_first_and_the_last() -> None:
    parts = Section(1, "A", (Block("a", 3), Block("b", 5)))

    assert texts(parts)[0].place == "pages 3-5"


def test_numbers_of_chapters_are_no_part_of_their_titles() -> None:
    parts = [section(1, "1 Export", 600), section(2, "1.1. Lists", 600), section(1, "2. Mail", 600)]  # fmt: skip

    assert titles(*parts) == ["Export", "Lists", "Mail"]


def test_a_number_that_is_a_word_of_its_title_stays() -> None:
    parts = [section(1, "3 ways to export", 600), section(1, "Mail", 600), section(1, "Chat", 9)]  # fmt: skip

    assert titles(*parts)[0] == "3 ways to export"

"""PDF files: headings, paragraphs and pages; what can't be read is said in one sentence."""

import io

import pytest
from pypdf import PdfWriter

from knowledge.documents import pdf as module
from knowledge.documents.pdf import read_pdf
from knowledge.documents.values import Refused
from tests.knowledge.documents.making import Line, pdf

TEXT = (11.0, "The list is written to a file and the file is kept for one whole day.")


def page(heading: str, *lines: str) -> list[Line]:
    return [(20.0, heading), *((11.0, line) for line in lines), TEXT, TEXT]


def reason(data: bytes) -> str:
    with pytest.raises(Refused) as refused:
        read_pdf(data)
    return str(refused.value)


def test_what_is_printed_larger_than_the_text_is_a_heading() -> None:
    data = pdf([[(24, "Guide"), TEXT, (16, "Export a list"), TEXT, TEXT]])

    sections = read_pdf(data).sections

    assert [(s.level, s.title) for s in sections] == [
        (1, "Guide"),
        (2, "Export a list"),
    ]


def test_a_heading_of_two_lines_is_one() -> None:
    data = pdf([[(20, "How to write a list"), (20, "to a file"), TEXT]])

    assert [s.title for s in read_pdf(data).sections] == [
        "How to write a list to a file"
    ]


def test_bookmarks_say_more_than_sizes() -> None:
    pages = [page("1. Export"), page("Not a chapter"), page("2. Import")]
    data = pdf(pages, outline=[("Export", 0), ("Import", 2)])

    sections = read_pdf(data).sections

    assert [s.title for s in sections] == ["Export", "Import"]
    assert sections[0].blocks[-1].page == 2
    assert "1. Export" not in sections[0].blocks[0].text


def test_a_file_without_headings_is_read_page_by_page() -> None:
    sections = read_pdf(pdf([[TEXT], [TEXT]])).sections

    assert [s.title for s in sections] == [""]
    assert [block.page for block in sections[0].blocks] == [1, 2]


def test_words_cut_at_the_end_of_a_line_are_whole_again() -> None:
    data = pdf(
        [[TEXT, (11, ""), (11, "A configu-"), (11, "ration of Wi-"), (11, "Fi.")]]
    )

    (section,) = read_pdf(data).sections

    assert section.blocks[-1].text == "A configuration of Wi-Fi."


def test_headers_footers_and_page_numbers_are_left_out() -> None:
    pages = [
        [(9, "Acme Handbook 2026"), *page(f"Chapter {n}"), (9, f"Page {n} of 4")]
        for n in range(1, 5)
    ]

    sections = read_pdf(pdf(pages)).sections

    texts = " ".join(block.text for s in sections for block in s.blocks)
    assert [s.title for s in sections] == [f"Chapter {n}" for n in range(1, 5)]
    assert "Acme" not in texts
    assert "Page" not in texts


def test_a_header_of_each_chapter_is_told_by_the_number_of_its_page() -> None:
    names = ["Export", "Export", "Mail", "Mail"]
    pages = [[(9, f"{name} of lists {n + 6}"), TEXT, (20, name), TEXT] for n, name in enumerate(names)]  # fmt: skip

    sections = read_pdf(pdf(pages)).sections

    assert not [b for s in sections for b in s.blocks if "of lists" in b.text]


def test_lines_of_a_table_of_contents_are_left_out() -> None:
    lines = ["Export lists . . . . . . . . . . 3", "Mail............12"]

    (section,) = read_pdf(pdf([[*((11.0, line) for line in lines), TEXT]])).sections

    assert [block.text for block in section.blocks] == [TEXT[1]]


def test_lists_stay_lists() -> None:
    lines = ["Do this:", "1. Open it", "2. Press it", "• one", "• two"]
    data = pdf([[TEXT, *((11.0, line) for line in lines)]])

    (section,) = read_pdf(data).sections

    assert [b.text for b in section.blocks[-2:]] == ["1. Open it\n2. Press it", "- one\n- two"]  # fmt: skip


def test_what_is_printed_in_letters_of_one_width_is_code() -> None:
    code = ["\tsites:", "\t  - name: *shop*"]
    data = pdf([[TEXT, TEXT, *((11.0, line) for line in code), TEXT, TEXT]])

    (section,) = read_pdf(data).sections

    assert section.blocks[1].text == "```\nsites:\n  - name: *shop*\n```"


def test_a_file_of_a_typewriter_is_no_code() -> None:
    data = pdf([[(11.0, f"\t{TEXT[1]}")] * 3])

    assert "```" not in read_pdf(data).sections[0].blocks[0].text


def test_words_that_look_like_marks_are_shown_as_they_are() -> None:
    data = pdf([[TEXT, (11, ""), (11, "# use snake_case, *any* <b> of C++")]])

    (section,) = read_pdf(data).sections

    assert section.blocks[-1].text == r"\# use snake_case, \*any\* \<b> of C++"


def test_pages_without_text_are_named() -> None:
    document = read_pdf(pdf([[TEXT], [], [TEXT]]))

    assert [str(n) for n in document.notices] == [
        "1: page: pages without text were left out: 2"
    ]


@pytest.mark.parametrize(
    ("title", "taken"), [("The Guide", "The Guide"), ("Microsoft Word - x.doc", "")]
)
def test_a_title_that_a_program_left_there_is_none(title: str, taken: str) -> None:
    assert read_pdf(pdf([[TEXT]], title=title)).title == taken


def test_a_scan_is_said_to_need_text_recognition() -> None:
    assert "run text recognition (OCR)" in reason(pdf([[], []]))


def test_an_encrypted_file_is_said_to_be_one() -> None:
    assert "is encrypted" in reason(pdf([[TEXT]], password="secret"))


def test_a_file_of_too_many_pages_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_PAGES", 2)

    assert "has 3 pages, at most 2" in reason(pdf([[TEXT]] * 3))


def test_a_cut_file_gives_one_sentence_or_its_text() -> None:
    whole = pdf([page("One"), page("Two")], outline=[("One", 0)])

    outcomes = [outcome(whole[:end]) for end in range(0, len(whole), 97)]

    assert set(outcomes) <= {"text", "1 problem"}


def outcome(data: bytes) -> str:
    try:
        return "text" if read_pdf(data).sections else "nothing"
    except Refused as refused:
        return f"{len(refused.problems)} problem"


def test_a_file_without_pages_has_no_text() -> None:
    made = io.BytesIO()
    PdfWriter().write(made)

    assert "has no text" in reason(made.getvalue())

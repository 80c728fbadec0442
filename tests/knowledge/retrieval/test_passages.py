"""Passages hold whole sections and whole answers, word for word, and are numbered from 1."""

from dataclasses import replace

from knowledge.retrieval.candidates import Candidate
from knowledge.retrieval.passages import LONGEST, passages
from knowledge.retrieval.scoring import Scored

BODY = """About printers.

## Paper

Put it into the upper tray.

Close the lid.

## Ink

Ask for it.
"""

PRINTERS = Candidate(
    atom="printers",
    version_id=7,
    version=2,
    title="Printers",
    type="article",
    body=BODY,
    kind="window",
    section="Paper",
    quote="Put it into the upper tray.",
    question="",
    first_question="",
    answer="",
    cosine=0.7,
    scored=Scored(key=7, view=0, score=0.8, cosine=0.7, lexical=0.5),
)

PAYING = replace(
    PRINTERS,
    atom="paying",
    title="Paying",
    kind="phrasing",
    section="",
    quote="By card.",
    question="can i pay by card",
    first_question="How do I pay?",
    answer="By card.",
)


def test_a_window_becomes_its_whole_section() -> None:
    (passage,) = passages([PRINTERS])

    assert passage.section == "Paper"
    assert passage.text == "Put it into the upper tray.\n\nClose the lid."
    assert passage.kind == "section"


def test_passages_name_their_atom_and_version_and_are_numbered_in_order() -> None:
    first, second = passages([PAYING, PRINTERS])

    assert (first.n, first.atom) == (1, "paying")
    assert (second.n, second.atom) == (2, "printers")
    assert (second.version_id, second.version, second.title) == (7, 2, "Printers")


def test_a_pair_becomes_its_answer_headed_by_its_question() -> None:
    (passage,) = passages([PAYING])

    assert (passage.kind, passage.section, passage.text) == (
        "pair",
        "How do I pay?",
        "By card.",
    )


def test_a_question_that_is_the_title_already_is_not_said_twice() -> None:
    (passage,) = passages([replace(PAYING, title="How do I pay?")])

    assert passage.section == ""


def test_a_text_found_by_its_words_gives_its_first_section() -> None:
    (passage,) = passages([replace(PRINTERS, kind="", section="", quote="")])

    assert passage.text == "About printers."


def test_a_text_that_is_a_title_only_gives_that() -> None:
    (passage,) = passages([replace(PRINTERS, kind="title", quote="", body="")])

    assert passage.text == "Printers"


def test_of_a_very_long_section_the_lines_around_the_quote_are_taken() -> None:
    lines = [f"Line {number} of many words." for number in range(2000)]
    body = "## Long\n\n" + "\n".join(lines)

    (passage,) = passages([replace(PRINTERS, body=body, quote=lines[1000])])

    assert len(passage.text) <= LONGEST
    assert lines[1000] in passage.text
    assert passage.text in body
    assert all(line in lines for line in passage.text.splitlines())


def test_of_a_very_long_line_the_part_from_the_quote_on_is_taken() -> None:
    body = "word " * 5000 + "here it is " + "word " * 5000

    (passage,) = passages([replace(PRINTERS, body=body, quote="here it is")])

    assert len(passage.text) <= LONGEST
    assert "here it is" in passage.text


def test_an_introduction_that_ends_in_a_colon_brings_what_it_introduces() -> None:
    table = "| size | sheets |\n|---|---|\n| A4 | 250 |"
    body = f"The trays hold so much:\n\n## Trays\n\n{table}\n\n## Ink\n\nAsk for it.\n"
    found = replace(PRINTERS, body=body, section="", quote="The trays hold so much:")

    (passage,) = passages([found])

    assert passage.text == f"The trays hold so much:\n\n**Trays**\n\n{table}"
    assert passage.section == ""


def test_pairs_are_not_what_a_colon_introduces() -> None:
    body = "About printers:\n\n## FAQ\n\n> Q: Is there ink?\n> A: Yes.\n"
    found = replace(PRINTERS, body=body, section="", quote="About printers:")

    (passage,) = passages([found])

    assert passage.text == "About printers:"

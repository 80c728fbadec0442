"""Sections are the passages between headings."""

from knowledge.indexing.sections import section_of, sections

PAGE = """\
What this is.

## Steps
1. Open *it*.

### On Windows

Click twice.

## Empty

## Steps
Again.
"""


def test_a_section_is_the_text_below_a_heading_of_any_level() -> None:
    found = [(section.heading, section.text) for section in sections(PAGE)]

    assert found == [
        ("", "What this is."),
        ("Steps", "1. Open *it*."),
        ("On Windows", "Click twice."),
        ("Steps", "Again."),
    ]


def test_a_section_knows_its_place() -> None:
    for section in sections(PAGE):
        assert PAGE[section.start : section.end] == section.text


def test_a_quote_leads_to_its_section() -> None:
    found = section_of(PAGE, "Click twice.")

    assert found is not None
    assert found.heading == "On Windows"
    assert section_of(PAGE, "not there") is None


def test_a_heading_inside_code_is_no_heading() -> None:
    (section,) = sections("```\n# not one\n```\n")

    assert section.heading == ""

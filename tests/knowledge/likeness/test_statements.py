"""A text is cut into what it states."""

from knowledge.likeness.roots import root
from knowledge.likeness.statements import Statement, Text


def said(body: str) -> list[str]:
    return [statement.text for statement in Text("Title", body).statements]


def test_sentences_and_items_of_lists_are_statements_without_their_markup() -> None:
    body = (
        "One **bold** thing. Another\nover two lines.\n\n1. Press `Go`.\n- A point.\n"
    )

    assert said(body) == [
        "One bold thing.", "Another over two lines.", "Press `Go`.", "A point.",
    ]  # fmt: skip


def test_questions_leads_and_code_state_nothing() -> None:
    assert said("Why? Do this:\n\n```\nmake run\n```\n\nIt runs.\n") == ["It runs."]


def test_a_yes_in_front_is_left_out() -> None:
    assert said("No. Take the plug out.\n") == ["Take the plug out."]


def test_answers_of_pairs_are_statements_below_their_question() -> None:
    text = Text("Title", "", ((("How long?",), "It takes a day."),))

    [statement] = text.statements

    assert (statement.text, statement.heading) == ("It takes a day.", "How long?")


def test_a_row_of_a_table_knows_its_first_cell() -> None:
    row = Text("T", "| name | default |\n|---|---|\n| PORT | 8000 |\n").statements[-1]

    assert row.cell is not None
    assert row.cell.strip() == "PORT"


def test_its_words_are_those_that_carry_meaning() -> None:
    one = Statement("The notes were not kept for 30 days.", "", "")
    other = Statement("We keep a note.", "", "")

    assert one.terms == other.terms


def test_a_word_and_its_forms_have_one_root() -> None:
    assert root("returns") == root("return") == root("returning")

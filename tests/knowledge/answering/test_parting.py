"""The questions of one message are told apart, and what belongs together stays together."""

import pytest

from benchmarks.compound import measured, messages
from knowledge.answering.parting import MOST, bare_question, parts_of

EVERY = list(messages())


def test_of_the_labelled_messages_few_are_cut_wrongly():
    figures = measured(EVERY)

    assert len(EVERY) >= 60
    assert figures.precision >= 0.95
    assert figures.recall >= 0.9


@pytest.mark.parametrize(
    "text",
    [
        "Where can I read the terms and conditions?",
        "My import fails. I tried it twice. What can I do?",
        "Is it free or do I have to pay?",
        "How do I fix this?\n```\nWhy does it fail? How can I help?\n```",
        "???",
        "",
    ],
)
def test_what_asks_one_thing_is_left_as_it_is(text):
    assert parts_of(text) == (text,)


def test_a_restated_question_is_no_other_one():
    text = "Export fails\nHow do I export my contacts? Is there any way to export contacts?"

    assert parts_of(text) == (text,)


def test_a_problem_stays_with_its_question():
    parts = parts_of(
        "My invoice is wrong. How do I change it? And how do I add a colleague?"
    )

    assert parts == (
        "My invoice is wrong. How do I change it?",
        "And how do I add a colleague?",
    )


def test_no_more_parts_than_can_be_answered():
    things = ("invoices", "colleagues", "sites", "pictures", "shortcuts", "backups")
    text = " ".join(f"How do I add {thing}?" for thing in things)

    parts = parts_of(text)

    assert len(parts) == MOST
    assert " ".join(parts) == text


def test_a_long_story_is_not_cut():
    text = f"{'It went on and on. ' * 20}How do I stop the export? Can I add a site?"

    assert parts_of(text) == (text,)


def test_a_part_is_named_without_its_joiner():
    assert bare_question("and can I change my email?") == "can I change my email?"

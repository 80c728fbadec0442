"""Guides in markdown: sections, questions, goals, and what cannot be read."""

import pytest

from knowledge.interviews.guide import MOST_QUESTIONS, GuideError, read_guide

TEXT = """# Exports

With Tom Berg.

Bring the laptop.

## When it hangs
Goal: the steps, in order

1. What do you do first?
   - and at night
2. Whom do you call?
   Goal: a name

## Limits
- [ ] How large may a file be?

Anything else?
"""


def test_sections_goals_and_questions_are_told_apart() -> None:
    guide = read_guide(TEXT)

    assert (guide.title, guide.expert) == ("Exports", "Tom Berg")
    assert guide.notes == "Bring the laptop."
    assert [(q.section, q.text, q.goal, q.line) for q in guide.questions] == [
        ("When it hangs", "What do you do first?\n- and at night", "the steps, in order", 10),
        ("When it hangs", "Whom do you call?", "a name", 12),
        ("Limits", "How large may a file be?", "", 16),
        ("Limits", "Anything else?", "", 18),
    ]  # fmt: skip


def test_a_guide_without_headings_is_one() -> None:
    guide = read_guide("- Why?\n- How\n")

    assert [question.text for question in guide.questions] == ["Why?", "How"]
    assert guide.title == ""


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", 1, "has no questions"),
        ("# Exports\n\nWe talk about exports.\n", 1, "has no questions"),
        ("- Why?\n" * (MOST_QUESTIONS + 1), MOST_QUESTIONS + 1, "make two guides"),
    ],
)
def test_what_is_no_guide_is_refused_with_what_to_do(
    text: str, line: int, message: str
) -> None:
    with pytest.raises(GuideError, match=message) as refused:
        read_guide(text)

    assert refused.value.line == line

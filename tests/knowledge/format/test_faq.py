"""FAQ pairs: all phrasings of a question with its answer, and those that are broken."""

import pytest

from knowledge.format import parse

HEAD = "---\ntitle: T\ntype: article\n---\n"


def pairs_of(body: str) -> list[tuple[tuple[str, ...], str]]:
    atom = parse(HEAD + body)
    assert not atom.errors
    return [(pair.phrasings, pair.answer) for pair in atom.pairs]


def errors_of(body: str) -> list[tuple[int, str]]:
    return [(p.line - 4, p.message) for p in parse(HEAD + body).errors]


def test_several_phrasings_share_one_answer() -> None:
    assert pairs_of("> Q: One?\n> Q: Two?\n> A: Yes.\n") == [(("One?", "Two?"), "Yes.")]


def test_pairs_may_follow_each_other_in_one_quote() -> None:
    body = "> Q: One?\n> A: Yes.\n> Q: Two?\n> A: No.\n"

    assert pairs_of(body) == [(("One?",), "Yes."), (("Two?",), "No.")]


def test_an_answer_runs_over_lines_paragraphs_lists_and_code() -> None:
    body = "> Q: How?\n> A: So:\n>\n> 1. one\n>    two\n> ```\n> Q: not a question\n> ```\n> End.\n"

    assert pairs_of(body) == [
        (("How?",), "So:\n\n1. one\n   two\n```\nQ: not a question\n```\nEnd.")
    ]


def test_lines_without_their_mark_still_belong_to_the_quote() -> None:
    body = "> Q: How do I\nload a folder?\n> A: Run it\nwith the path.\n\nOther text.\n"

    assert pairs_of(body) == [(("How do I load a folder?",), "Run it\nwith the path.")]


def test_a_blank_line_may_part_question_and_answer() -> None:
    assert pairs_of("> Q: One?\n\n> A: Yes.\n") == [(("One?",), "Yes.")]


@pytest.mark.parametrize(
    "question", ["**Q:** One?", "**Q**: One?", "Q:One?", "  Q:  One?"]
)
def test_the_letter_may_be_bold(question: str) -> None:
    assert pairs_of(f"> {question}\n> **A:** Yes.") == [(("One?",), "Yes.")]


@pytest.mark.parametrize(
    "body",
    [
        "```\n> Q: One?\n> A: Yes.\n```\n",
        "~~~~\n```\n> Q: One?\n~~~~\n",
        "    > Q: One?\n",
        "> Somebody said: Q: is a letter\n",
        "Q: One?\nA: Yes.\n",
        "- > Q: One?\n",
        "> > Q: One?\n",
        "> quality: good\n",
    ],
)
def test_what_only_looks_like_a_pair_is_text(body: str) -> None:
    assert pairs_of(body) == []


def test_windows_lines_give_the_same_pairs() -> None:
    assert pairs_of("> Q: One?\r\n> A: Yes,\r\n> really.\r\n") == [
        (("One?",), "Yes,\nreally.")
    ]


def test_the_text_around_pairs_is_untouched() -> None:
    body = "Before.\n\n> Q: One?\n> A: Yes.\n\nAfter.  \n"

    assert parse(HEAD + body).body == body


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("Text.\n\n> Q: One?\n", 3),
        ("> Q: One?\n> A:\n", 1),
        ("> Q: One?\n> A:  \n>\n", 1),
        ("> Q: One?\n\n> Q: Two?\n> A: Yes.\n", 1),
        ("> Q: One?\n\nText.\n\n> A: Yes.\n", 1),
        ("> Q: One?\n> A: Yes.\n> Q: Two?\n", 3),
    ],
)
def test_a_question_without_an_answer_is_an_error_at_its_line(
    body: str, line: int
) -> None:
    assert errors_of(body) == [(line, "a question without an answer")]


def test_a_question_without_words_is_an_error() -> None:
    assert errors_of("> Q: One?\n> Q:\n> A: Yes.\n") == [
        (1, "a question without words")
    ]


def test_an_answer_without_a_question_is_a_plain_quote_with_a_warning() -> None:
    atom = parse(HEAD + "> A: Yes.\n")

    assert atom.pairs == ()
    assert [(p.line, p.key, p.severity) for p in atom.problems] == [
        (5, "faq", "warning")
    ]


def test_a_second_answer_joins_the_first() -> None:
    assert pairs_of("> Q: One?\n> A: Yes.\n> A: Really.\n") == [
        (("One?",), "Yes.\n\nReally.")
    ]


def test_more_pairs_than_anybody_reads_are_refused() -> None:
    assert errors_of("> Q: a?\n> A: b\n" * 501) == [
        (1001, "has 501 pairs, at most 500 are allowed")
    ]


@pytest.mark.parametrize(
    ("body", "line"),
    [("Just text.\n", 1), ("> Q: a?\n> A: b\n> Q: c?\n> A: d\n", 3)],
)
def test_a_file_of_type_faq_is_one_pair(body: str, line: int) -> None:
    atom = parse(f"---\ntitle: T\ntype: faq\n---\n{body}")

    assert [(p.line - 4, p.key) for p in atom.errors] == [(line, "faq")]


def test_a_standalone_pair_is_a_file_of_its_own() -> None:
    atom = parse("---\ntitle: One?\ntype: faq\n---\n> Q: One?\n> A: Yes.\n")

    assert atom.problems == ()
    assert atom.pairs[0].phrasings == ("One?",)

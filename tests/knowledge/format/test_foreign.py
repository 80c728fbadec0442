"""Headers of other knowledge bases become ours and lose nothing."""

import pytest

from knowledge.format import join, parse


def test_a_type_that_is_not_ours_becomes_an_article_and_is_kept() -> None:
    atom = parse(
        "---\ntitle: T\ntype: technote (faq) # theirs\n---\nText.", foreign=True
    )

    assert not atom.errors
    assert atom.type == "article"
    assert atom.header == (
        "title: T\ntype: article\noriginal_type: technote (faq) # theirs\n"
    )
    assert [(p.line, p.key, p.severity) for p in atom.problems] == [
        (3, "type", "warning")
    ]


def test_without_foreign_such_a_type_is_an_error_at_its_line() -> None:
    atom = parse("---\ntitle: T\ntype: technote (faq)\n---\nText.")

    assert [(p.line, p.key) for p in atom.errors] == [(3, "type")]


def test_lists_given_as_strings_become_lists() -> None:
    text = "---\ntitle: T\ntype: article\ntags: one, two words;three\nrelated: Other\n---\nText."

    atom = parse(text, foreign=True)

    assert atom.tags == ("one", "two words", "three")
    assert atom.related == ("Other",)
    assert atom.problems == ()


@pytest.mark.parametrize(
    "line",
    ["created: last week", "version: 1.2.3", "audience: everyone", "language: English (US)",
     "summary: [a, b]", "author: {name: A}", "tags: {a: b}", "prerequisites: none at all",
     f"summary: {'x' * 600}"],
)  # fmt: skip
def test_a_value_that_we_cannot_use_is_kept_under_another_name(line: str) -> None:
    key = line.partition(":")[0]

    atom = parse(f"---\ntitle: T\ntype: article\n{line}\n---\nText.", foreign=True)

    assert not atom.errors
    assert f"original_{line}\n" in atom.header
    assert [(p.line, p.key) for p in atom.problems] == [(4, key)]


def test_a_bad_id_gives_a_good_one() -> None:
    atom = parse("---\nid: KB 12/7\ntitle: T\ntype: article\n---\nText.", foreign=True)

    assert atom.id == "kb-12-7"
    assert "original_id: KB 12/7\n" in atom.header


def test_a_file_without_header_takes_its_first_heading_as_title() -> None:
    atom = parse("# Getting started\n\nText.\n", foreign=True)

    assert not atom.errors
    assert (atom.id, atom.title) == ("getting-started", "Getting started")
    assert atom.body == "# Getting started\n\nText.\n"


def test_a_file_without_any_title_is_an_error() -> None:
    atom = parse("Just text.\n", foreign=True)

    assert [(p.line, p.key) for p in atom.errors] == [(1, "title")]


@pytest.mark.parametrize(
    "header",
    ["title: *x", "title: !!python/name:os.system x", "title: T\ntitle: U", "- x"],
)
def test_dangerous_or_broken_yaml_stays_an_error(header: str) -> None:
    assert parse(f"---\n{header}\n---\nText.", foreign=True).errors


def test_faults_of_the_body_are_warnings_and_broken_pairs_are_text() -> None:
    body = "> Q: One?\n\nText.\n\n> Q: Two?\n> A: Yes.\n"

    atom = parse(f"---\ntitle: T\ntype: article\n---\n{body}", foreign=True)

    assert not atom.errors
    assert [pair.phrasings for pair in atom.pairs] == [("Two?",)]
    assert [(p.line, p.severity) for p in atom.problems] == [(5, "warning")]


def test_an_empty_text_is_taken_with_a_warning() -> None:
    atom = parse("---\ntitle: T\ntype: article\n---\n", foreign=True)

    assert [(p.key, p.severity) for p in atom.problems] == [("body", "warning")]


def test_a_foreign_faq_without_a_pair_becomes_an_article() -> None:
    atom = parse("---\ntitle: T\ntype: faq\n---\nText.", foreign=True)

    assert not atom.errors
    assert atom.type == "article"


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: T\ntype: x\ntags: a, b\ncreated: soon\nid: A B\n---\nText.",
        "# Heading\nText.",
        "---\ntitle: T\ntype: faq\nmine: {a: b}\n---\nText.",
    ],
)
def test_what_was_taken_in_needs_no_second_allowance(text: str) -> None:
    atom = parse(text, foreign=True)

    again = parse(join(atom.header, atom.body))

    assert not again.errors
    assert (again.header, again.body, again.id) == (atom.header, atom.body, atom.id)

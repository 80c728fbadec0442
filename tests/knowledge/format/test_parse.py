"""Reading a file: its values, and every problem with its line and key."""

from datetime import date
from pathlib import Path

import pytest

from knowledge.format import AtomProblems, parse
from knowledge.format.values import KEYS, TYPES, Problem
from knowledge.models.atoms import AtomType, Audience
from knowledge.reader import AUDIENCES

FULL = """\
---
id: import-atoms-from-a-folder
title: Import atoms from a folder
type: procedure
author: Alice Example
created: 2026-11-20
version: 3
tags: [import, files]
related: [Export atoms to a folder]
summary: One line of purpose and context.
prerequisites: {role: author, state: signed in, inputs: [a folder of .md files]}
audience: customer
language: de-AT
review_by: 2027-05-20
applies_to: {product: atomdesk, versions: ">=1.0"}
team: docs
---
First paragraph.

## Steps
1. Run it.

## FAQ
> Q: How do I load a folder of articles?
> Q: Can I bulk upload markdown?
> A: Run `import_atoms` with the folder's path.
"""


def problems_of(data: bytes | str) -> list[tuple[int, str]]:
    return [(problem.line, problem.key) for problem in parse(data).errors]


def with_line(line: str, body: str = "Text.\n") -> str:
    return f"---\ntitle: T\ntype: article\n{line}\n---\n{body}"


def test_every_key_of_the_format_is_read() -> None:
    atom = parse(FULL.encode())

    assert atom.problems == ()
    assert atom.id == "import-atoms-from-a-folder"
    assert atom.title == "Import atoms from a folder"
    assert atom.type == "procedure"
    assert atom.author == "Alice Example"
    assert (atom.created, atom.review_by) == (date(2026, 11, 20), date(2027, 5, 20))
    assert atom.version == 3
    assert atom.tags == ("import", "files")
    assert atom.related == ("Export atoms to a folder",)
    assert atom.summary == "One line of purpose and context."
    assert atom.prerequisites["inputs"] == ["a folder of .md files"]
    assert (atom.audience, atom.language) == ("customer", "de-AT")
    assert atom.applies_to == {"product": "atomdesk", "versions": ">=1.0"}
    assert "team: docs\n" in atom.header
    assert atom.body.startswith("First paragraph.")
    assert atom.body_line == 18
    assert [pair.line for pair in atom.pairs] == [24]


def test_the_design_has_one_list_of_types_and_audiences() -> None:
    assert list(TYPES) == AtomType.values
    assert list(AUDIENCES) == Audience.values
    assert len(KEYS) == len(set(KEYS))


def test_a_header_needs_only_a_title() -> None:
    atom = parse("---\ntitle: How to log in\n---\nText.")

    assert not atom.errors
    assert (atom.id, atom.type, atom.version) == ("how-to-log-in", "article", 1)
    assert (atom.audience, atom.language) == ("public", "en")
    assert [p.severity for p in atom.problems] == ["warning"]


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("type: recipe", "type"),
        ("tags: import", "tags"),
        ("tags: {a: b}", "tags"),
        ("tags: [[a]]", "tags"),
        ("tags: [~]", "tags"),
        (f"tags: [{'x' * 61}]", "tags"),
        ("related: Export", "related"),
        ("created: 2026-13-45", "created"),
        ("created: yesterday", "created"),
        ("review_by: [2026-01-01]", "review_by"),
        ("version: two", "version"),
        ("version: 0", "version"),
        ("version: -1", "version"),
        ("version: 99999999999999999999", "version"),
        ("audience: everybody", "audience"),
        ("language: a very long language", "language"),
        ("id: not an id", "id"),
        ("id: ../../etc/passwd", "id"),
        ("id: [a]", "id"),
        (f"id: {'a' * 121}", "id"),
        (f"summary: {'a' * 501}", "summary"),
        ("summary: [a]", "summary"),
        ("author: {name: A}", "author"),
        ("prerequisites: signed in", "prerequisites"),
        ("applies_to: [atomdesk]", "applies_to"),
        ("x: &anchor y", "x"),
        ("x: *alias", "x"),
        ("x: !!python/name:os.system y", "x"),
        ("x: !!str y", "x"),
        ("<<: {a: b}", "<<"),
        ("title: again", "title"),
        ("x: {a: 1, a: 2}", "x"),
        ("x: 'no end", "x"),
        ("x: a: b", "x"),
        ("\tx: y", "type"),
        ("[a]: b", "header"),
        ("x: \x07", "header"),
        ("x: " + "[" * 40, "x"),
    ],
)
def test_a_bad_line_of_the_header_is_named_with_its_key(line: str, key: str) -> None:
    found = problems_of(with_line(line))

    # A scalar without an end is only noticed where the header stops.
    assert [k for _, k in found] == [key]
    assert found[0][0] in {4, 5}


def test_a_line_separator_in_the_header_does_not_shift_the_lines() -> None:
    text = '---\ntitle: "a\u2028b"\nsummary: "c\u2029d"\ntype: recipe\n---\nText.'

    assert problems_of(text) == [(4, "type")]


@pytest.mark.parametrize(
    ("lines", "line", "message"),
    [
        ('summary: "open\ntags: [a]', 4, "a quote is opened here and not closed"),
        ("tags: [a, b\nid: x", 4, "the list that begins with [ here needs a comma"),
        ("summary: *bold* words", 4, "(a text that begins so needs quotes)"),
        ("summary: @home", 4, "(a text that begins so needs quotes)"),
        ('summary: "a" b', 4, "(quotes go around the whole text)"),
        ('summary: "C:\\path"', 4, "(single quotes keep a backslash as it is)"),
        ("tags: [a]\nid: x\ntags: [b]", 6, "stands twice, first 2 lines above"),
        ("id: x\nid: y", 5, "stands twice, first in the line above"),
    ],
)
def test_a_header_that_cannot_be_read_says_where_and_what_to_do(
    lines: str, line: int, message: str
) -> None:
    (problem,) = parse(with_line(lines)).errors

    assert problem.line == line
    assert message in problem.message


def test_problems_of_different_keys_are_all_reported_in_order() -> None:
    text = "---\ntype: recipe\ncreated: soon\ntags: x\n---\n> Q: Why?\n"

    assert problems_of(text) == [
        (1, "title"), (2, "type"), (3, "created"), (4, "tags"), (6, "faq"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("---\ntype: article\n---\nText.", 1),
        ("---\ntype: article\ntitle:\n---\nText.", 3),
        ("---\ntype: article\ntitle: ''\n---\nText.", 3),
        ("---\ntype: article\ntitle: [a]\n---\nText.", 3),
        (f"---\ntype: article\ntitle: {'x' * 500}\n---\nText.", 3),
    ],
)
def test_a_title_is_one_line_of_at_most_300_characters(text: str, line: int) -> None:
    assert problems_of(text) == [(line, "title")]


@pytest.mark.parametrize(
    ("data", "line", "key"),
    [
        (b"---\ntitle: T\n---\nab\n\xff", 5, "file"),
        ("---\ntitle: T\n---\nÄpfel".encode("latin-1"), 4, "file"),
        ("---\ntitle: T\n---\nText.".encode("utf-16"), 1, "file"),
        (b"---\ntitle: T\n---\nab\nc\x00d", 5, "file"),
        (b"---\ntitle: T\n---\n" + b"x" * 1_000_000, 1, "file"),
        ("---\ntitle: T\n---\n\ud800", 4, "file"),
        (b"", 1, "header"),
        (b"No header at all.", 1, "header"),
        (b"---\ntitle: T\nno end", 1, "header"),
        (b"---\n- a\n- b\n---\nText.", 2, "header"),
        (b"---\njust words\n---\nText.", 2, "header"),
        (b"---\ntitle: T\n---\n", 4, "body"),
        (b"---\ntitle: T\n---\n \n\t\n", 4, "body"),
    ],
)
def test_what_is_no_atom_is_refused_with_its_line(
    data: bytes, line: int, key: str
) -> None:
    assert problems_of(data) == [(line, key)]


def test_a_file_of_exactly_the_limit_is_read() -> None:
    head = b"---\ntitle: T\n---\n"

    assert problems_of(head + b"x" * (1_000_000 - len(head))) == []


def test_controls_of_a_wrong_encoding_are_left_out_and_named() -> None:
    atom = parse("---\ntitle: T\ntype: article\n---\nWait\x85 what\x93s\nthat\u2028?")

    assert atom.body == "Wait whats\nthat\u2028?"
    assert atom.errors == ()
    assert [(p.line, p.key) for p in atom.problems] == [(5, "file")]


def test_dashes_in_the_body_are_body() -> None:
    atom = parse("---\ntitle: T\n---\nOne\n---\ntitle: U\n---\nTwo")

    assert atom.title == "T"
    assert atom.body == "One\n---\ntitle: U\n---\nTwo"


def test_a_longer_row_of_dashes_does_not_end_the_header() -> None:
    assert problems_of("---\ntitle: T\n-----\nText.") == [(1, "header")]


def test_values_are_taken_as_written() -> None:
    atom = parse(
        "---\ntitle: 404\nlanguage: no\ntags: [yes, 1.0, 2026-01-01]\n---\nText."
    )

    assert not atom.errors
    assert (atom.title, atom.language) == ("404", "no")
    assert atom.tags == ("yes", "1.0", "2026-01-01")


def test_an_upper_case_id_is_kept_with_a_warning() -> None:
    atom = parse(with_line("id: swg1PI19804"))

    assert atom.id == "swg1PI19804"
    assert atom.problems == (
        Problem(4, "id", "is not lower-case; kept as it is", "warning"),
    )


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Import atoms from a folder", "import-atoms-from-a-folder"),
        ("Größe & Übergröße", "grosse-ubergrosse"),
        ("  C++ / C#  ", "c-c"),
        ("Smørrebrød", "smorrebrod"),
    ],
)
def test_a_title_gives_an_id(title: str, slug: str) -> None:
    assert parse(f"---\ntitle: '{title}'\n---\nText.").id == slug


def test_titles_in_another_script_give_different_stable_ids() -> None:
    one, two, again = (
        parse(f"---\ntitle: {t}\n---\nx").id
        for t in ("如何登录", "忘记密码", "如何登录")
    )

    assert one == again != two
    assert one.startswith("atom-")


def test_an_atom_with_errors_is_not_handed_on() -> None:
    with pytest.raises(AtomProblems, match="2: type: “recipe”") as refusal:
        parse("---\ntype: recipe\ntitle: T\n---\nText.").checked()

    assert [problem.line for problem in refusal.value.problems] == [2]


def test_thinking_about_files_needs_no_django() -> None:
    folder = Path(__file__).parents[3] / "knowledge" / "format"

    sources = [path.read_text() for path in folder.glob("*.py")]

    assert len(sources) > 5
    assert not any(
        "django" in line for s in sources for line in s.splitlines() if "import" in line
    )


def test_an_example_of_a_conflict_in_code_is_text_and_ours_is_not() -> None:
    head = "---\ntitle: T\ntype: article\n---\n"
    theirs = "```\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> main\n```\n"

    assert parse(head + theirs).errors == ()
    assert parse(head + theirs.replace("HEAD", "yours")).errors != ()
    assert parse(head + theirs.replace("```\n", "")).errors != ()

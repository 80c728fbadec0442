"""Atoms of documents: ids that come again, sources that survive, no text that stops the others."""

import pytest

from knowledge.documents.proposing import atoms_of, source_of
from knowledge.documents.reading import read
from knowledge.documents.values import Reading, Refused, Text
from knowledge.format import join, parse
from knowledge.format.values import MAX_ID


def made(*texts: Text, ids: str = "guide") -> list[str]:
    return [atom.id for atom, _ in atoms_of(Reading(texts), "guide.html", ids)]


def test_an_atom_says_where_it_came_from_and_keeps_it_through_a_round_trip() -> None:
    text = Text("Export", "Press it.\n", place="page 3", tags=("a",), language="de")

    ((atom, _),) = atoms_of(Reading((text,)), "guide.pdf", "guide")

    again = parse(join(atom.header, atom.body))
    assert source_of(atom) == "guide.pdf, page 3"
    assert "source: guide.pdf, page 3\n" in again.header
    assert (again.tags, again.language, again.errors) == (("a",), "de", ())


def test_ids_are_made_of_the_file_and_the_heading() -> None:
    assert made(Text("Export", "x\n")) == ["guide-export"]
    assert made(Text("Guide to lists", "x\n")) == ["guide-to-lists"]
    assert made(Text("Export", "x\n", id="E-7")) == ["E-7"]


def test_ids_that_would_be_the_same_are_numbered_and_never_too_long() -> None:
    ids = made(Text("é" * 300, "x\n"), Text("é" * 300, "y\n"))

    assert len(set(ids)) == 2
    assert max(map(len, ids)) <= MAX_ID


@pytest.mark.parametrize("body", ["> Q: Only asked\n", "> **Q:** a\n\n> A: \n"])
def test_a_quote_that_looks_like_half_a_pair_stays_a_quote(body: str) -> None:
    ((atom, _),) = atoms_of(Reading((Text("T", body),)), "a.html", "a")

    assert atom.errors == ()
    assert atom.pairs == ()


def test_a_whole_pair_of_a_page_is_a_pair() -> None:
    page = b"<h1>T</h1><blockquote>Q: Why?<br>A: So.</blockquote>"

    ((atom, _),) = atoms_of(read(page, "a.html"), "a.html", "a")

    assert [pair.phrasings for pair in atom.pairs] == [("Why?",)]


def test_marks_of_a_conflict_in_a_page_are_words() -> None:
    page = b"<h1>T</h1><p>&lt;&lt;&lt;&lt;&lt;&lt;&lt; a</p><p>=======</p><p>&gt;&gt;&gt;&gt;&gt;&gt;&gt; b</p>"

    ((atom, _),) = atoms_of(read(page, "a.html"), "a.html", "a")

    assert atom.errors == ()


@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.html", "a.csv"])
def test_an_empty_or_too_large_file_is_refused(name: str) -> None:
    with pytest.raises(Refused, match="is empty"):
        read(b" \n", name)
    with pytest.raises(Refused, match="has more than 20 MB"):
        read(b"x" * 20_000_001, name)

"""Links of a text: found with their lines, and named when they lead nowhere."""

import pytest

from knowledge.format import ParsedAtom, parse
from knowledge.format.links import (
    MOST,
    Known,
    Link,
    Silent,
    Targets,
    links_of,
    lost_links,
    named_by,
)

SHA = "0a" * 32
NOTHING = Known()


def atom(body: str, header: str = "") -> ParsedAtom:
    return parse(f"---\ntitle: T\ntype: article\n{header}---\n{body}")


def said(body: str, known: Known = NOTHING, header: str = "") -> list[str]:
    return [f"{p.line}: {p.message}" for p in lost_links(atom(body, header), known)]


def test_links_and_pictures_are_found_with_their_lines() -> None:
    body = (
        "One [a](a.md).\nTwo [b](https://b.example) and\n[c](#c).\n\n"
        "| x | y |\n|---|---|\n| 1 | [d](d.md) |\n\n"
        "> Q: Where?\n> A: In [e][ref].\n\n- x\n- ![f](f.png)\n\n[ref]: e.md\n"
    )

    assert links_of(body) == [
        Link(1, "a.md", False),
        Link(2, "https://b.example", False),
        Link(3, "#c", False),
        Link(7, "d.md", False),
        Link(10, "e.md", False),
        Link(13, "f.png", True),
    ]


def test_what_stands_in_code_is_no_link() -> None:
    assert links_of("`[a](a.md)`\n\n```\n[b](b.md)\n```\n") == []


def test_what_a_text_names_is_gathered_for_one_look() -> None:
    body = f"[a](../a.md#x) [b](B%20b.md) ![c](/pictures/{SHA}.png) [d](https://x.org/d.md)"

    named = named_by(atom(body, header="related: [One, Two]\n"))

    assert named == Targets(
        frozenset({"One", "Two"}),
        frozenset({"a.md", "B b.md"}),
        frozenset({f"/pictures/{SHA}.png"}),
    )


@pytest.mark.parametrize(
    ("link", "message"),
    [
        ("[x](other.md)", "no atom has the file “other.md”"),
        ("[x](sub/other.md#part)", "no atom has the file “other.md”"),
        ("[x](#nowhere)", "no heading of this text is “#nowhere”"),
        ("[x](files/a.pdf)", "“files/a.pdf” leads nowhere"),
        ("[x](a%00.md)", "no atom has the file “a\ufffd.md”"),
        ("![x](a.png)", "“a.png” is no picture of the desk"),
        ("![x](/pictures/short.png)", "there is no picture /pictures/short.png"),
        (f"![x](/pictures/{SHA}.png)", "there is no picture /pictures/0a"),
        (f"[x](/pictures/{SHA}.png)", "there is no picture /pictures/0a"),
        (
            "![x](https://example.org/a.png)",
            "“https://example.org/a.png” is no picture",
        ),
        ("[x](http://example.org)", "“http://example.org” is shown as plain words"),
        ("[x](//example.org/a.md)", "“//example.org/a.md” is shown as plain words"),
        ("[x](tel:+43)", "“tel:+43” is shown as plain words"),
        ("[x](javascript:alert)", "“javascript:alert” is shown as plain words"),
    ],
)
def test_a_link_that_leads_nowhere_is_named_at_its_line(
    link: str, message: str
) -> None:
    (found,) = said(f"First.\n\nSee {link}.\n")

    assert found.startswith(f"7: {message}")


@pytest.mark.parametrize(
    "link",
    [
        "[x](https://example.org/a.md)",
        "[x](mailto:a@example.org)",
        "[x](/help/)",
        "[x](other.md)",
        "[x](OTHER.md)",
        f"![x](/pictures/{SHA}.png)",
        "[x](#the-bin--co)",
        "[x](#steps-1)",
        "[x](#%C3%BCber-uns)",
        "[x]()",
        "<https://example.org>",
    ],
)
def test_what_is_there_or_not_ours_to_know_is_not_named(link: str) -> None:
    known = Known(
        files={"other.md": None, "OTHER.md": None},
        pictures=frozenset({f"/pictures/{SHA}.png"}),
    )
    headings = "## The *bin* & `co`!\n\n## Steps\n\n> ## Steps\n\n## Über uns\n"

    assert said(f"{headings}\n{link}\n", known) == []


@pytest.mark.parametrize(
    ("silent", "message"),
    [
        (
            Silent("Refunds"),
            "“Refunds” is a draft: no answer comes from it until it is published",
        ),
        (
            Silent("Refunds", is_archived=True),
            "“Refunds” is archived: no answer comes from it until it is brought back and "
            "published",
        ),
    ],
)
def test_an_atom_that_is_not_published_is_named_at_each_link_to_it(
    silent: Silent, message: str
) -> None:
    known = Known(titles={"Refunds": silent}, files={"refunds.md": silent})

    found = said("Text.\n\nSee [x](refunds.md).\n", known, "related: [Refunds]\n")

    assert found == [f"4: {message}", f"8: {message}"]


def test_a_related_title_without_an_atom_is_named_at_its_line() -> None:
    header = "related:\n  - There\n  - 'Not  there'\n"

    found = said("Text.\n", Known(titles={"There": None}), header)

    assert found == ["6: no atom has the title “Not there”"]


def test_a_text_that_is_related_to_itself_is_told_so() -> None:
    found = said("Text.\n", Known(titles={"T": None}), "related: [T]\n")

    assert found == ["4: “T” is this text itself: name others"]


def test_warnings_stop_nothing() -> None:
    problems = lost_links(atom("[x](y.md)", header="related: [Z]\n"), NOTHING)

    assert {(p.key, p.severity) for p in problems} == {
        ("body", "warning"), ("related", "warning"),
    }  # fmt: skip


def test_of_very_many_links_a_bounded_number_is_looked_at() -> None:
    body = "".join(f"[x](a-{number}.md)\n" for number in range(MOST * 2))

    assert len(named_by(atom(body)).files) == MOST
    assert len(said(body)) == MOST

"""Markdown keeps its words and loses its markup; every block knows its place."""

from knowledge.indexing.blocks import Kind, blocks, plain_text

PAGE = """\
<!-- TOC -->
- [Steps](#steps)
<!-- /TOC -->

Some *bold* [link text](https://example.org/x) and ![a picture](p.png).

## Steps

1. First `code`
2. Second
   still second

```yaml
port: 80  # a comment
```

| Name | Type |
|------|------|
| a    | int  |

> Q: Where is it?
> A: Here.
>
> And there.

<div><script>alert(1)</script>Shown <b>text</b><!-- hidden --></div>
"""


def test_words_stay_and_markup_goes() -> None:
    text = plain_text(PAGE)

    assert text.split("\n") == [
        "Steps",
        "Some bold link text and a picture.",
        "Steps",
        "First code",
        "Second",
        "still second",
        "port: 80  # a comment",
        "Name | Type",
        "a | int",
        "Q: Where is it?",
        "A: Here.",
        "And there.",
        "Shown text",
    ]


def test_each_block_knows_its_kind_and_its_place() -> None:
    found = [(block.kind, PAGE[block.start : block.end]) for block in blocks(PAGE)]

    assert (Kind.HEADING, "## Steps") in found
    assert (Kind.TEXT, "2. Second\n   still second") in found
    assert (Kind.CODE, "```yaml\nport: 80  # a comment\n```") in found
    assert (Kind.TEXT, "| a    | int  |") in found
    assert (Kind.PAIR, "> Q: Where is it?\n> A: Here.") in found
    assert (Kind.PAIR, "> And there.") in found


def test_a_quotation_that_is_no_pair_is_text() -> None:
    (block,) = blocks("> To be quoted")

    assert block.kind is Kind.TEXT


def test_places_hold_with_every_kind_of_line_end() -> None:
    for end in ("\n", "\r\n", "\r"):
        page = f"# A{end}{end}one{end}two{end}{end}three"

        places = [page[block.start : block.end] for block in blocks(page)]

        assert places == ["# A", f"one{end}two", "three"]


def test_nothing_gives_nothing() -> None:
    assert blocks("") == []
    assert blocks("<!-- only a comment -->\n\n---\n") == []

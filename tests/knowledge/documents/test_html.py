"""HTML: the page's own text, its shapes kept, what only browsers need left out."""

import pytest

from knowledge.documents.html import read_html
from knowledge.documents.values import Document, Refused


def markdown(document: Document) -> str:
    return "\n\n".join(b.text for s in document.sections for b in s.blocks)


def read(body: str, head: str = "") -> Document:
    return read_html(f"<html><head>{head}</head><body>{body}</body></html>".encode())


@pytest.mark.parametrize("tag", ["main", "article", "div role=main"])
def test_only_the_main_part_of_a_page_is_read(tag: str) -> None:
    page = f"<p>Cookies!</p><nav>Menu</nav><{tag}><h1>Export</h1><p>Press it.</p></{tag.split()[0]}>"

    document = read(page, "<title>Export | Acme</title>")

    assert [(s.title, markdown(document)) for s in document.sections] == [
        ("Export", "Press it.")
    ]
    assert document.title == "Export | Acme"


def test_scripts_styles_forms_and_menus_are_no_text() -> None:
    document = read(
        "<script>a()</script><style>b</style><nav>c</nav><form>d</form>"
        "<footer>e</footer><!-- f --><noscript>g</noscript><p>Text.</p>"
    )

    assert markdown(document) == "Text."


def test_links_that_run_something_are_words_and_others_stay() -> None:
    document = read(
        '<p><a href="javascript:x()">one</a> <a href=" data:text/html,x">two</a> '
        '<a href="https://acme.example/a" onclick="x()">three</a></p>'
    )

    assert markdown(document) == "one two [three](https://acme.example/a)"


def test_pictures_are_left_out_and_counted() -> None:
    document = read('<p>See <img src="a.png" alt="A"> it.</p><img src="data:x">')

    assert markdown(document) == "See it."
    assert [n.message for n in document.notices] == [
        "2 pictures were left out; put them in with the editor"
    ]


def test_tables_code_and_lists_keep_their_shape() -> None:
    document = read(
        "<table><tr><th>a|b</th><th>c</th></tr><tr><td>1</td><td>2</td></tr></table>"
        '<pre><code class="language-bash">ls  -l\n```\n</code></pre>'
        "<ol><li>One<ul><li>in</li></ul></li><li>Two</li></ol>"
    )

    assert markdown(document) == (
        "| a\\|b | c |\n| --- | --- |\n| 1 | 2 |\n\n"
        "````bash\nls  -l\n```\n````\n\n"
        "1. One\n   - in\n2. Two"
    )


def test_words_that_look_like_marks_are_shown_as_they_are() -> None:
    document = read("<p># no heading</p><p>1. no list, snake_case, &lt;b&gt;</p>")

    assert markdown(document) == "\\# no heading\n\n1\\. no list, snake_case, \\<b>"


@pytest.mark.parametrize(
    "data",
    [
        '<meta charset="iso-8859-1"><p>Grüße</p>'.encode("latin-1"),
        "<p>Grüße</p>".encode(),
        "<p>Grüße</p>".encode("cp1252"),
        "<p>Grüße</p>".encode("utf-8-sig"),
        "<p>Grüße</p>".encode("utf-16"),
    ],
)
def test_the_encoding_is_that_of_the_mark_the_declaration_or_what_fits(
    data: bytes,
) -> None:
    assert markdown(read_html(data)) == "Grüße"


def test_a_page_that_calls_itself_xml_is_read_as_a_page() -> None:
    data = (
        b'<?xml version="1.0" encoding="utf-8"?><html><body><p>Text.</p></body></html>'
    )

    assert markdown(read_html(data)) == "Text."


def test_the_language_of_the_page_is_kept() -> None:
    assert read_html(b'<html lang="de-AT"><p>Text.</p></html>').language == "de-AT"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"<script>x</script>", "has no text"),
        (b"<div>" * 5000 + b"x", "is nested"),
        (b"<p>x</p>" + b" " * 5_000_001, "has more than 5 MB"),
        (b"<p>\x00\x01", "NUL"),
    ],
)
def test_what_cannot_be_read_is_said(data: bytes, message: str) -> None:
    with pytest.raises(Refused, match=message):
        read_html(data)


def test_a_cut_page_gives_what_is_left_of_it() -> None:
    whole = (
        b"<main><h1>Export</h1><table><tr><td>a</td></tr></table><pre>x</pre></main>"
    )

    assert {outcome(whole[:end]) for end in range(12, len(whole))} <= {
        "text",
        "no text",
    }


def outcome(data: bytes) -> str:
    try:
        return "text" if read_html(data).sections else "nothing"
    except Refused as refused:
        return "no text" if "has no text" in str(refused) else str(refused)

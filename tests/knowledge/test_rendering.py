"""Whatever is written, the page gets harmless tags and links that lead where they say."""

import random
import time

import pytest

from knowledge.rendering import plain_to_html, to_html
from tests.knowledge.attacks import ATTACKS, PICTURE, Page


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_but_harmless_tags_comes_out(attack: str) -> None:
    Page(to_html(attack))
    Page(to_html(f"> {attack}\n\n1. {attack}"))
    Page(plain_to_html(attack))


@pytest.mark.parametrize("seed", range(40))
def test_no_mixture_of_attacks_gets_through(seed: int) -> None:
    rng = random.Random(seed)
    pieces = [rng.choice(ATTACKS) for _ in range(6)]
    cut = [piece[rng.randrange(len(piece)) :] for piece in pieces]

    Page(to_html(rng.choice(["", " ", "\n"]).join(cut)))


def test_links_to_the_web_and_to_mail_are_kept() -> None:
    html = to_html(
        "[site](https://a.example/b?c=d&e) <me@a.example> [mail](mailto:x@a.example)"
    )

    assert Page(html).links == [
        "https://a.example/b?c=d&e",
        "mailto:me@a.example",
        "mailto:x@a.example",
    ]


def test_a_link_that_is_not_followed_leaves_its_text() -> None:
    assert (
        to_html("see [the *page*](/docs) now") == "<p>see the <em>page</em> now</p>\n"
    )


def test_an_image_leaves_its_description() -> None:
    assert (
        to_html("![a **red** <b>](https://a.example/x.png)")
        == "<p>a red &lt;b&gt;</p>\n"
    )


def test_a_picture_of_the_desk_is_shown_with_its_description() -> None:
    html = to_html(f'![a **red** "b" <c>]({PICTURE})')

    shown = f'src="{PICTURE}" alt="a red &quot;b&quot; &lt;c&gt;"'
    assert html == f'<p><img {shown} loading="lazy" decoding="async"></p>\n'


@pytest.mark.parametrize(
    ("fence", "said"),
    [("bash", "bash"), ("c++ title=x", "c++"), ("", None), ("a b", "a"), ("<b>", None)],
)
def test_a_block_of_code_says_its_language(fence: str, said: str | None) -> None:
    html = to_html(f"```{fence}\nls <x>\n```\n")

    mark = f' data-language="{said}"' if said else ""
    assert html == f"<pre{mark}><code>ls &lt;x&gt;\n</code></pre>\n"


def test_markdown_is_markdown() -> None:
    html = to_html(
        "# T\n\n3. x\n\n- *a* **b** ~~c~~ `d`\n\n|a|b|\n|:-|-:|\n|1|2|\n\n---\n"
    )

    for piece in (
        "<h1>T</h1>", '<ol start="3">', "<em>a</em>", "<strong>b</strong>", "<s>c</s>",
        "<code>d</code>", "<th>a</th>", "<td>2</td>", "<hr>",
    ):  # fmt: skip
        assert piece in html


def test_a_comment_of_the_author_is_not_shown() -> None:
    assert to_html("a <!-- b --> c") == "<p>a  c</p>\n"
    assert to_html("<!-- TOC -->\n\n- x\n") == "\n<ul>\n<li>x</li>\n</ul>\n"
    assert "b --&gt;" in to_html("`<!-- b -->`")
    assert "&lt;!-- b" in to_html("<!-- b")


def test_question_and_answer_stand_on_lines_of_their_own() -> None:
    html = to_html("> Q: One?\n> Q: Two?\n> A: Yes,\n> sir.\n")

    assert "<p>Q: One?<br>\nQ: Two?<br>\nA: Yes,\nsir.</p>" in html


def test_bare_addresses_are_no_links() -> None:
    assert "<a" not in to_html("https://a.example and www.b.example")


def test_what_a_customer_typed_is_shown_as_typed() -> None:
    html = plain_to_html("a < b & *c*\r\nnext\r\n\r\n\r\nlast\n")

    assert html == "<p>a &lt; b &amp; *c*<br>next</p><p>last</p>"


@pytest.mark.parametrize(
    "text", ["[" * 20_000, "![" * 10_000, "> " * 5_000, "*a " * 10_000]
)
def test_odd_text_does_not_hold_up_the_desk(text: str) -> None:
    spent = time.process_time()

    to_html(text)

    # Processor time: what else the machine does is no fault of the text.
    assert time.process_time() - spent < 10

"""Whatever is written, the page gets harmless tags and links that lead where they say."""

import random
import re
import time
from html.parser import HTMLParser

import pytest

from knowledge.rendering import plain_to_html, to_html

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><animate onbegin=alert(1)>",
    "<svg><p><style><g title=\"</style><img src=x onerror=alert(1)>\">",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=x>\">",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<a href=javascript:alert(1)>x</a>",
    "<style>*{background:url(//evil)}</style>",
    "<form action=//evil><button formaction=javascript:alert(1)>",
    "<base href=//evil>",
    "<meta http-equiv=refresh content='0;url=//evil'>",
    "<div style='position:fixed;inset:0'>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java&#x73;cript:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](<java\u0000script:alert(1)>)",
    "[x](\u0001javascript:alert(1))",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](data:image/svg+xml;base64,PHN2Zz4=)",
    "![x](data:image/png;base64,AAAA)",
    "![x](https://evil.example/pixel.png)",
    "![x\" onerror=\"alert(1)](https://evil.example)",
    "[x](https://ok.example \"\\\" onmouseover=\\\"alert(1)\")",
    "[x](https://ok.example/\"onmouseover=alert(1))",
    "[x](//evil.example)",
    "[x](/admin/logout/)",
    "[x](#top)",
    "[x](http://plain.example)",
    "[x](ftp://plain.example)",
    "[x](https:javascript:alert(1))",
    "[x](\u200bjavascript:alert(1))",
    "[x](\uff4aavascript:alert(1))",
    "<javascript:alert(1)>",
    "<data:text/html,x>",
    "[x]\n\n[x]: javascript:alert(1)",
    "[![x](javascript:alert(1))](javascript:alert(1))",
    "[a [b](https://ok.example) c](javascript:alert(1))",
    "```<script>\nalert(1)\n```",
    "```html\" onclick=\"alert(1)\nx\n```",
    "`<script>alert(1)</script>`",
    "| <script> | a |\n|---|---|\n| <img onerror=x> | [x](javascript:1) |",
    "# <img src=x onerror=alert(1)>",
    "\u202e<script>\u202c",
    "<scr\u0000ipt>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)",
    "<!--><script>alert(1)</script>-->",
    "<!-- --!><script>alert(1)</script> -->",
    "<!-- <!-- --><img src=x onerror=alert(1)> -->",
    "<!--[if gte IE 4]><script>alert(1)</script><![endif]-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml version='1.0'?><script>",
    "\ud83d<script>".encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
]  # fmt: skip
PICTURE = f"/pictures/{'0a' * 32}.png"
ATTACKS += [
    f"![x](https://evil.example{PICTURE})",
    f"![x](//evil.example{PICTURE})",
    f"![x]({PICTURE}?a=b)",
    f"![x]({PICTURE}/../../admin/logout/)",
    f"![x](/pictures/../{PICTURE})",
    f'![x]({PICTURE}" onerror="alert(1))',
    f'![x" onerror="alert(1)]({PICTURE})',
    f'![x]({PICTURE} "t\\" onload=\\"alert(1)")',
    f"[![x]({PICTURE})](javascript:alert(1))",
    f"![x]({PICTURE.upper()})",
    f"![x](/pictures/{'0a' * 32}.svg)",
    f"<img src={PICTURE} onload=alert(1)>",
    '```bash" onclick="alert(1)\nx\n```',
    "```<img>\nx\n```",
    "```a\u0000b\nx\n```",
]
TAGS = {
    "a", "blockquote", "br", "code", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "img", "li",
    "ol", "p", "pre", "s", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip


ATTRIBUTES = {
    "a": {"href", "title", "rel"},
    "img": {"alt", "decoding", "loading", "src"},
    "ol": {"start"},
    "pre": {"data-language"},
}


class Page(HTMLParser):
    """Reads HTML as a browser's tokeniser would, and complains about what may not be there."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        assert tag in TAGS, tag
        assert set(given) <= ATTRIBUTES.get(tag, set())
        if tag == "img":
            assert given["src"] == PICTURE
            assert given["loading"] == "lazy"
        if tag == "pre":
            assert re.fullmatch(r"[\w.+#-]*", given.get("data-language") or "")
        if tag == "a":
            self.links.append(given["href"] or "")
            assert self.links[-1].startswith(("https://", "mailto:"))
            assert given["rel"] == "noopener noreferrer nofollow"

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


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
    started = time.monotonic()

    to_html(text)

    assert time.monotonic() - started < 5

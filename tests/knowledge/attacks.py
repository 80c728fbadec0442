"""Texts that try to become more than text, and a reader of HTML that complains when one did."""

import re
from html.parser import HTMLParser

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
    "<section class='shape-part shape-pitfall'>fake</section>",
    "<p class=\"shape-message\" style=\"color:red\">fake</p>",
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
    "a", "blockquote", "br", "code", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "img",
    "li", "ol", "p", "pre", "s", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "title", "rel"},
    "img": {"alt", "decoding", "loading", "src"},
    "ol": {"start"},
    "pre": {"data-language"},
}
# What the looks of types may add: tag, attribute and the form of its value.
OURS = {
    "div": {"class": r"shape( shape-[a-z-]+)?|shape-code"},
    "section": {"class": r"shape-part shape-[a-z]+"},
    "ol": {"class": r"shape-(list|tries)"},
    "ul": {"class": r"shape-tries"},
    "dl": {"class": r"shape-(lines|pairs)"},
    "dt": {},
    "dd": {},
    "strong": {"class": r"shape-(who|symptom)"},
    "span": {"class": r"shape-mark"},
    "table": {"class": r"shape-fields", "role": "table"},
    "thead": {"role": "rowgroup"},
    "tbody": {"role": "rowgroup"},
    "tr": {"role": "row"},
    "th": {"role": "columnheader"},
    "td": {"role": "cell", "data-label": r".*"},
}


class Page(HTMLParser):
    """Reads HTML as a browser's tokeniser would, and complains about what may not be there."""

    def __init__(self, html: str, *, shaped: bool = False) -> None:
        super().__init__()
        self.links: list[str] = []
        self.classes: list[str] = []
        self.text = ""
        self.open: list[str] = []
        self.ours = OURS if shaped else {}
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        ours = self.ours.get(tag, {})
        assert tag in TAGS or tag in self.ours, tag
        allowed = ATTRIBUTES.get(tag, set())
        assert set(given) <= allowed | set(ours), (tag, given)
        for name in set(given) & set(ours):
            assert re.fullmatch(ours[name], given[name] or "", re.DOTALL), given
        self.classes += (given.get("class") or "").split()
        if tag == "img":
            assert given["src"] == PICTURE
            assert given["loading"] == "lazy"
        if tag == "pre":
            assert re.fullmatch(r"[\w.+#-]*", given.get("data-language") or "")
        if tag not in {"br", "hr", "img"}:
            self.open.append(tag)
        if tag not in {"a", "code", "em", "s", "span", "strong"}:
            self.text += "\n"
        if tag == "a":
            self.links.append(given["href"] or "")
            assert self.links[-1].startswith(("https://", "mailto:"))
            assert given["rel"] == "noopener noreferrer nofollow"

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    handle_decl = handle_pi = unknown_decl = handle_comment

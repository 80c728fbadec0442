"""Text to safe HTML: one renderer for widget, admin and preview."""

from functools import lru_cache

import nh3
from django.utils.html import escape
from markdown_it import MarkdownIt

_TAGS = {
    "a", "blockquote", "br", "code", "del", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr",
    "li", "ol", "p", "pre", "s", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}, "th": {"align"}, "td": {"align"}}
_markdown = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable(
    ["table", "strikethrough"]
)


@lru_cache(2048)
def to_html(markdown: str) -> str:
    """Return markdown as HTML that holds nothing but allow-listed tags and https or mail links."""
    return nh3.clean(
        _markdown.render(markdown),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"https", "mailto"},
        link_rel="noopener noreferrer nofollow",
    )


@lru_cache(2048)
def plain_to_html(text: str) -> str:
    """Return what somebody typed as HTML that shows exactly that."""
    paragraphs = text.replace("\r\n", "\n").split("\n\n")
    return "".join(f"<p>{escape(p).replace(chr(10), '<br>')}</p>" for p in paragraphs if p)

"""Text to safe HTML: one renderer for widget, admin and preview."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from html import unescape
from itertools import pairwise

import nh3
from django.utils.html import escape
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

_TAGS = {
    "a", "blockquote", "br", "code", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr",
    "li", "ol", "p", "pre", "s", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
_LINK = re.compile(r"https://[^/\s]|mailto:[^\s]", re.IGNORECASE)
# Long texts are rendered for one page at a time; answers and messages again and again.
KEPT_CHARACTERS = 20_000


def to_html(markdown: str) -> str:
    """Return markdown as HTML of allow-listed tags, with no link but https and mail ones.

    An image becomes its description and any other link its text: neither leads anywhere.
    """
    return (_kept if len(markdown) <= KEPT_CHARACTERS else _rendered)(markdown)


def plain_to_html(text: str) -> str:
    """Return what somebody typed as HTML that shows exactly that."""
    lines = re.sub(r"\r\n?", "\n", text).strip("\n")
    parts = (part for part in re.split(r"\n{2,}", lines) if part)
    return "".join(
        f"<p>{'<br>'.join(escape(part).split(chr(10)))}</p>" for part in parts
    )


class Pieces:
    """Renders pieces of one text, each safe by itself; links may be defined in another piece."""

    def __init__(self, markdown: str) -> None:
        self._known: EnvType = {}
        _markdown.parse(markdown, self._known)

    def html(self, markdown: str) -> str:
        """Return the blocks of a piece as HTML."""
        return _clean(_markdown.render(markdown, dict(self._known)))

    def inline(self, markdown: str) -> str:
        """Return a piece of one line as HTML without blocks around it."""
        return _clean(_markdown.renderInline(markdown, dict(self._known)))

    def words(self, markdown: str) -> str:
        """Return what a reader sees of a piece of one line, fit for an attribute."""
        html = _markdown.renderInline(markdown, dict(self._known))
        return str(escape(unescape(nh3.clean(html, tags=set()))))


def _rendered(markdown: str) -> str:
    return _clean(_markdown.render(markdown))


def _clean(html: str) -> str:
    # The second pass trusts nothing of the first: a fault of the renderer ends here.
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"https", "mailto"},
        url_relative="deny",
        link_rel="noopener noreferrer nofollow",
    )


_kept: Callable[[str], str] = lru_cache(1024)(_rendered)


def _drop_links(state: StateCore) -> None:
    """Hide the tags of links that may not be followed."""
    for token in state.tokens:
        hidden: list[bool] = []
        for child in token.children or ():
            if child.type == "link_open":
                hidden.append(not _LINK.match(str(child.attrGet("href") or "")))
                child.hidden = hidden[-1]
            elif child.type == "link_close":
                child.hidden = hidden.pop()


def _break_before_marks(state: StateCore) -> None:
    """Let each `Q:` and `A:` of a pair begin a line of its own."""
    for token in state.tokens:
        children = token.children or []
        for child, following in pairwise(children):
            if child.type == "softbreak" and following.content.startswith(("Q:", "A:")):
                child.type, child.tag = "hardbreak", "br"


def _drop_empty(state: StateCore) -> None:
    """Hide paragraphs that held nothing but a comment."""
    for before, token, after in zip(
        state.tokens, state.tokens[1:], state.tokens[2:], strict=False
    ):
        if token.type == "inline" and not token.children:
            before.hidden = after.hidden = before.type == "paragraph_open"


def _comment(state: StateInline, silent: bool) -> bool:
    """Pass over an HTML comment: it is a note of the author, not a text for readers."""
    if not state.src.startswith("<!--", state.pos):
        return False
    end = state.src.find("-->", state.pos)
    if end < 0:
        return False
    state.pos = end + 3
    return True


def _any_link(url: str) -> bool:
    return True


def _description(
    renderer: RendererHTML,
    tokens: Sequence[Token],
    index: int,
    options: OptionsDict,
    env: EnvType,
) -> str:
    """Return what stands between an image's brackets, without markup."""
    words = tokens[index].children or []
    return str(escape(renderer.renderInlineAsText(words, options, env)))


def _parser() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False, "linkify": False})
    markdown.enable(["table", "strikethrough"])
    # Every address becomes a link here, so that none stays behind as markup; then
    # `_drop_links` and the allow-list decide.
    markdown.validateLink = _any_link  # type: ignore[method-assign]
    markdown.core.ruler.push("drop_links", _drop_links)
    markdown.core.ruler.push("drop_empty", _drop_empty)
    markdown.core.ruler.push("break_before_marks", _break_before_marks)
    markdown.inline.ruler.before("autolink", "comment", _comment)
    markdown.add_render_rule("image", _description)
    return markdown


_markdown = _parser()

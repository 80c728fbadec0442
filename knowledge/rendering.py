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

from knowledge.format.links import FOLLOWED, any_link
from knowledge.picture_addresses import ADDRESS, is_picture

_TAGS = {
    "a", "blockquote", "br", "code", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "img",
    "li", "ol", "p", "pre", "s", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"alt", "decoding", "loading", "src"},
    "ol": {"start"},
    "pre": {"data-language"},
}
_LANGUAGE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+#_-]{0,19}")
# Long texts are rendered for one page at a time; answers and messages again and again.
KEPT_CHARACTERS = 20_000


def to_html(markdown: str) -> str:
    """Return markdown as HTML of allow-listed tags, with no link but https and mail ones.

    A picture of the desk is shown, any other becomes its description, as does a link its text:
    neither leads anywhere.
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
        attribute_filter=_harmless,
        url_schemes={"https", "mailto"},
        url_relative="pass_through",
        link_rel="noopener noreferrer nofollow",
    )


def _harmless(tag: str, attribute: str, value: str) -> str | None:
    """Return the value of an attribute; None for one that leads elsewhere or is made up."""
    sound = {
        ("a", "href"): FOLLOWED.match,
        ("img", "src"): ADDRESS.fullmatch,
        ("pre", "data-language"): _LANGUAGE.fullmatch,
    }.get((tag, attribute))
    return value if sound is None or sound(value) else None


_kept: Callable[[str], str] = lru_cache(1024)(_rendered)


def _drop_links(state: StateCore) -> None:
    """Hide the tags of links that may not be followed."""
    for token in state.tokens:
        hidden: list[bool] = []
        for child in token.children or ():
            if child.type == "link_open":
                hidden.append(not FOLLOWED.match(str(child.attrGet("href") or "")))
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


def _picture(
    renderer: RendererHTML,
    tokens: Sequence[Token],
    index: int,
    options: OptionsDict,
    env: EnvType,
) -> str:
    """Return a picture of the desk; of any other what stands between its brackets."""
    token = tokens[index]
    words = renderer.renderInlineAsText(token.children or [], options, env)
    address = str(token.attrGet("src") or "")
    if not is_picture(address):
        return str(escape(words))
    said = f'src="{address}" alt="{escape(words)}"'
    return f'<img {said} loading="lazy" decoding="async">'


def _code(
    renderer: RendererHTML,
    tokens: Sequence[Token],
    index: int,
    options: OptionsDict,
    env: EnvType,
) -> str:
    """Return a block of code that says its language."""
    token = tokens[index]
    language = token.info.strip().split(maxsplit=1)[0] if token.info.strip() else ""
    said = f' data-language="{language}"' if _LANGUAGE.fullmatch(language) else ""
    return f"<pre{said}><code>{escape(token.content)}</code></pre>\n"


def _parser() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False, "linkify": False})
    markdown.enable(["table", "strikethrough"])
    # Every address becomes a link here, so that none stays behind as markup; then
    # `_drop_links` and the allow-list decide.
    markdown.validateLink = any_link  # type: ignore[method-assign]
    markdown.core.ruler.push("drop_links", _drop_links)
    markdown.core.ruler.push("drop_empty", _drop_empty)
    markdown.core.ruler.push("break_before_marks", _break_before_marks)
    markdown.inline.ruler.before("autolink", "comment", _comment)
    markdown.add_render_rule("image", _picture)
    markdown.add_render_rule("fence", _code)
    return markdown


_markdown = _parser()

"""HTML: the main part of a page as markdown; what only browsers need is left out."""

import re
import warnings

from bs4 import BeautifulSoup, Comment, Tag, XMLParsedAsHTMLWarning
from bs4.dammit import EncodingDetector
from markdownify import ATX, MarkdownConverter

from knowledge.documents import marks
from knowledge.documents.encodings import text_of
from knowledge.documents.markdown import sections_of
from knowledge.documents.values import Document, pictures_left_out, refused

MOST_BYTES = 5_000_000
_DEEPEST = 200
_DROPPED = (
    "script", "style", "template", "noscript", "nav", "header", "footer", "aside", "form",
    "button", "input", "select", "textarea", "dialog", "iframe", "object", "embed", "svg",
    "math", "canvas", "video", "audio", "link", "meta", "head",
)  # fmt: skip
_LINKS = re.compile(r"(https?://|mailto:|tel:)", re.IGNORECASE)
_CODE = re.compile(
    r"(?:language|lang|highlight-source|brush:)[-\s]?([A-Za-z0-9+#]{1,20})"
)


def read_html(data: bytes) -> Document:
    """Read a page; raises Refused for one that says nothing."""
    declared = EncodingDetector.find_declared_encoding(
        data, is_html=True, search_entire_document=False
    )
    text = text_of(data, most_bytes=MOST_BYTES, declared=declared or "")
    return document_of(text)


def document_of(html: str) -> Document:
    """Return the sections of a page that is text already."""
    soup = _soup(html)
    title = soup.title.get_text(" ", strip=True) if soup.title else ""
    language = soup.html.get("lang") if soup.html else ""
    main = _main(soup)
    pictures = _clean(main)
    sections = sections_of(_Markdown().convert_soup(main))
    if not any(section.blocks for section in sections):
        raise refused("has no text")
    return Document(
        title=" ".join(title.split()),
        sections=sections,
        language=str(language or ""),
        notices=pictures_left_out(pictures),
    )


def fragment(html: str) -> str:
    """Return the markdown of a piece of HTML, such as a cell of a table."""
    soup = _soup(html)
    _clean(soup)
    return _Markdown().convert_soup(soup).strip()


def _soup(html: str) -> BeautifulSoup:
    with warnings.catch_warnings():
        # Pages that call themselves XML are read as what browsers take them for.
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        return BeautifulSoup(html, "html.parser")


def _main(soup: BeautifulSoup) -> Tag:
    """Return where the page's own text is, or all of it."""
    for found in (
        soup.find_all("main"),
        soup.select("[role=main]"),
        soup.find_all("article"),
    ):
        if len(found) == 1 and found[0].get_text(strip=True):
            return found[0]
    return soup.body or soup


def _clean(main: Tag) -> int:
    """Take out what is no text, links that run something, and pictures; return how many of those."""
    pictures = len(main.find_all(["img", "svg"]))
    for comment in main.find_all(string=lambda each: isinstance(each, Comment)):
        comment.extract()
    for tag in main.find_all([*_DROPPED, "img", "picture"]):
        if tag.name == "header" and tag.find(re.compile("^h[1-6]$")):
            tag.unwrap()
        elif not tag.decomposed:
            tag.decompose()
    for tag in main.find_all(True):
        if len(list(tag.parents)) > _DEEPEST:
            raise refused(f"is nested more than {_DEEPEST} deep")
        _clean_attributes(tag)
    # What stood on both sides of something that is gone is one text again.
    main.smooth()
    return pictures


def _clean_attributes(tag: Tag) -> None:
    href = str(tag.get("href") or "")
    if tag.name == "a" and not _LINKS.match(href.strip()):
        tag.unwrap()
        return
    kept = {"href": href.strip()} if tag.name == "a" else {}
    start = str(tag.get("start") or "")
    if tag.name == "ol" and start.isdecimal() and len(start) < 9:
        kept["start"] = start
    if tag.name in {"pre", "code"}:
        kept["class"] = str(tag.get("class") or "")
    tag.attrs = dict(kept)


def _language_of(pre: Tag) -> str:
    for tag in (pre, *pre.find_all("code")):
        found = _CODE.search(str(tag.get("class") or ""))
        if found:
            return found[1].lower()
    return ""


class _Markdown(MarkdownConverter):
    """markdownify with marks of ours: words are escaped only where they would be marks."""

    class Options:
        heading_style = ATX
        bullets = "-"
        autolinks = False
        table_infer_header = True

    def escape(self, text: str, parent_tags: set[str]) -> str:
        """Return a text node as markdown."""
        escaped = marks.plain(text)
        if {"td", "th"} & parent_tags:
            escaped = escaped.replace("|", r"\|")
        return escaped

    def convert_pre(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Return a fence that no line of the code can close."""
        length = max([2, *(len(run) for run in re.findall("`+", text))]) + 1
        return _fenced(text, length, _language_of(el)) if text.strip() else ""

    def convert_dt(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Return a term in bold: markdown knows no lists of definitions."""
        return f"\n\n**{text.strip()}**\n\n" if text.strip() else ""

    def convert_dd(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Return what a term means as a paragraph."""
        return f"\n\n{text.strip()}\n\n"


def _fenced(code: str, length: int, language: str) -> str:
    fence = "`" * length
    return f"\n\n{fence}{language}\n{code.strip(chr(10))}\n{fence}\n\n"

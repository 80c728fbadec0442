"""The blocks of a markdown body with their lines, as CommonMark sees them."""

from dataclasses import dataclass

from markdown_it import MarkdownIt

_markdown = MarkdownIt("commonmark").enable("table")
_shown = MarkdownIt("commonmark", {"html": False}).enable("table")
# Blocks are all we ask for: no inline markup, no references.
_markdown.core.ruler.enableOnly(["normalize", "block"])
_shown.core.ruler.enableOnly(["normalize", "block"])

_KINDS = {
    "heading_open": "heading",
    "blockquote_open": "quote",
    "ordered_list_open": "numbers",
    "bullet_list_open": "bullets",
    "table_open": "table",
    "fence": "code",
    "code_block": "code",
    "paragraph_open": "text",
    "hr": "line",
    "html_block": "text",
}


@dataclass(frozen=True)
class Block:
    """One outermost block: lines `start` to `end - 1` of the body, counted from 0."""

    kind: str
    start: int
    end: int
    text: str = ""
    level: int = 0


def outline(body: str) -> list[Block]:
    """Return the outermost blocks of a body; a heading carries its text and level."""
    return _blocks(_markdown, body)


def outline_as_shown(body: str) -> list[Block]:
    """Return the blocks as the renderer sees them: it takes HTML for text."""
    return _blocks(_shown, body)


def _blocks(markdown: MarkdownIt, body: str) -> list[Block]:
    # A lone carriage return would count as a line here and nowhere else.
    tokens = markdown.parse(body.replace("\r\n", "\n").replace("\r", " "))
    blocks = []
    for index, token in enumerate(tokens):
        kind = _KINDS.get(token.type)
        if kind is None or token.level or token.map is None:
            continue
        start, end = token.map
        if kind == "heading":
            text = tokens[index + 1].content.strip()
            blocks.append(Block(kind, start, end, text, int(token.tag[1:])))
        else:
            blocks.append(Block(kind, start, end))
    return blocks


def lines_of(body: str) -> list[str]:
    """Return the lines of a body, without their ends; only a line feed ends one."""
    return [line.removesuffix("\r") for line in body.split("\n")]

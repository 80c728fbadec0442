"""The links of a text: what they lead to, and those that lead nowhere."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from urllib.parse import unquote

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from knowledge.format.header import FIRST_LINE, HANDLER
from knowledge.format.text import line_at
from knowledge.format.values import ParsedAtom, Problem
from knowledge.picture_addresses import is_picture

MOST = 200
"""Links and titles that are looked at; no reader follows more."""

FOLLOWED = re.compile(r"https://[^/\s]|mailto:[^\s]", re.IGNORECASE)
"""The addresses that a link of an answer may lead to; of all others its words are shown."""


def any_link(url: str) -> bool:
    """Take any address for one: what is never followed is a link all the same."""
    return True


_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
_markdown.validateLink = any_link  # type: ignore[method-assign]
_PICTURES = "/pictures/"
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_NOT_IN_ANCHORS = re.compile(r"[^\w\- ]")


@dataclass(frozen=True)
class Targets:
    """What a text names: titles of atoms, names of their files such as `refunds.md`, pictures."""

    titles: frozenset[str] = frozenset()
    files: frozenset[str] = frozenset()
    pictures: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Silent:
    """An atom that is there and is not published."""

    title: str
    is_archived: bool = False

    @property
    def told(self) -> str:
        """What an author should know of it."""
        if self.is_archived:
            return (
                f"“{self.title}” is archived: no answer comes from it until it is brought back "
                "and published"
            )
        return (
            f"“{self.title}” is a draft: no answer comes from it until it is published"
        )


@dataclass(frozen=True)
class Known:
    """What there is of what a text names: each atom with why nobody is answered from it, if so."""

    titles: Mapping[str, Silent | None] = field(default_factory=dict)
    files: Mapping[str, Silent | None] = field(default_factory=dict)
    pictures: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Link:
    """A link or a picture, and its line of the body, counted from 1."""

    line: int
    address: str
    is_picture: bool

    @property
    def file(self) -> str:
        """The name of the atom's file that it leads to; nothing for other links."""
        path = re.split("[?#]", self.address, maxsplit=1)[0]
        own = self.is_picture or self.is_elsewhere or self.address.startswith("/")
        return (
            path.rpartition("/")[2] if path.lower().endswith(".md") and not own else ""
        )

    @property
    def is_elsewhere(self) -> bool:
        """Whether it names a server or a program, which nobody asks for it."""
        return _SCHEME.match(self.address) is not None


def links_of(body: str) -> list[Link]:
    """Return the links and pictures of a body, in their order."""
    return list(_links(_tokens(body)))


def named_by(atom: ParsedAtom) -> Targets:
    """Return what a text names that may be there or not."""
    links = links_of(atom.body)[:MOST]
    return Targets(
        frozenset(atom.related[:MOST]),
        frozenset(link.file for link in links if link.file),
        frozenset(link.address for link in links if is_picture(link.address)),
    )


def lost_links(atom: ParsedAtom, known: Known) -> list[Problem]:
    """Return a warning for each related title and each link that leads nowhere, or to a silent atom.

    `known` is what there is of what `named_by` returned. Addresses of other servers are not
    looked up.
    """
    tokens = _tokens(atom.body)
    anchors = _anchors(tokens)
    found = []
    for title in atom.related[:MOST]:
        message = _why_lost_title(atom, title, known)
        if message:
            line = _line_of(atom, title)
            found.append(Problem(line, "related", message, "warning"))
    for link in list(_links(tokens))[:MOST]:
        message = _why_lost(link, known, anchors)
        if message:
            line = atom.body_line + link.line - 1
            found.append(Problem(line, "body", message, "warning"))
    return found


def _why_lost(link: Link, known: Known, anchors: frozenset[str]) -> str:
    address = link.address
    if not address or (FOLLOWED.match(address) and not link.is_picture):
        return ""
    if link.is_elsewhere and not link.is_picture:
        return f"“{_short(address)}” is shown as plain words: use https:// or mailto:"
    if is_picture(address) or address.startswith(_PICTURES):
        there = address in known.pictures
        return "" if there else f"there is no picture {_short(address)}"
    if link.is_picture:
        return f"“{_short(address)}” is no picture of the desk: it is not shown"
    if address.startswith("#"):
        there = address[1:].lower() in anchors
        return "" if there else f"no heading of this text is “{_short(address)}”"
    if link.file:
        lost = f"no atom has the file “{_short(link.file)}”"
        return _told(link.file, known.files, lost)
    if address.startswith("/"):
        return ""
    return f"“{_short(address)}” leads nowhere: name an atom by its title or its file"


def _why_lost_title(atom: ParsedAtom, title: str, known: Known) -> str:
    if title == atom.title:
        return f"“{title}” is this text itself: name others"
    return _told(title, known.titles, f"no atom has the title “{title}”")


def _told(name: str, atoms: Mapping[str, Silent | None], lost: str) -> str:
    """Return what an author should know of the atom that a name leads to, if anything."""
    if name not in atoms:
        return lost
    silent = atoms[name]
    return silent.told if silent else ""


def _line_of(atom: ParsedAtom, title: str) -> int:
    """Return the line of the file on which a related title stands."""
    for entry in HANDLER.compose(atom.header)[0]:
        if entry.key == "related" and isinstance(entry.value, yaml.SequenceNode):
            for node in entry.value.value:
                if " ".join(str(node.value).split()) == title:
                    return line_at(atom.header, node.start_mark.index) + FIRST_LINE - 1
            return entry.line
    return 1


def _tokens(body: str) -> list[Token]:
    # A lone carriage return would count as a line here and nowhere else.
    return _markdown.parse(body.replace("\r\n", "\n").replace("\r", " "))


def _links(tokens: list[Token]) -> Iterator[Link]:
    line = 1
    for token in tokens:
        if token.map is not None:
            line = token.map[0] + 1
        at = line
        for child in token.children or ():
            if child.type in {"softbreak", "hardbreak"}:
                at += 1
            elif child.type == "link_open":
                yield Link(at, _plain(child.attrGet("href")), False)
            elif child.type == "image":
                yield Link(at, _plain(child.attrGet("src")), True)


def _anchors(tokens: list[Token]) -> frozenset[str]:
    """Return the names of the headings, as they are spelled in addresses elsewhere too."""
    found: Counter[str] = Counter()
    anchors = set()
    for token, following in pairwise(tokens):
        if token.type == "heading_open":
            words = "".join(child.content for child in following.children or ())
            name = _NOT_IN_ANCHORS.sub("", words.strip().lower()).replace(" ", "-")
            anchors.add(f"{name}-{found[name]}" if found[name] else name)
            found[name] += 1
    return frozenset(anchors)


def _plain(address: str | int | float | None) -> str:
    # A NUL that was spelled %00 can stand in no table, and so leads nowhere either.
    return unquote(str(address or "")).replace("\0", "\ufffd")


def _short(address: str) -> str:
    return address if len(address) <= 60 else f"{address[:40]}…{address[-12:]}"

"""What reading a document gives: headings with their blocks, then texts with where they stood."""

from dataclasses import dataclass, field

from knowledge.format import Problem

ENDINGS = (".pdf", ".docx", ".html", ".htm", ".csv", ".tsv")
MOST_BYTES = 20_000_000
MOST_PAGES = 500
MOST_TEXTS = 2_000
# So long may a text of an atom be; a document may have many of them.
MOST_WORDS = 1_000


@dataclass(frozen=True)
class Block:
    """A paragraph, list, table or piece of code in markdown; `page` is 0 where there are none."""

    text: str
    page: int = 0

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(self.text.split())


@dataclass(frozen=True)
class Section:
    """A heading of a level from 1 up, and what stands under it before the next heading.

    Level 0 and no title is what stands above the first heading.
    """

    level: int
    title: str
    blocks: tuple[Block, ...] = ()

    @property
    def words(self) -> int:
        """How many words stand under the heading."""
        return sum(block.words for block in self.blocks)


@dataclass(frozen=True)
class Document:
    """A file as read: its own title if it says one, and its sections in their order."""

    title: str
    sections: tuple[Section, ...]
    language: str = ""
    notices: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Piece:
    """A block or a cell of a file in markdown, the heading above it and where it stands."""

    text: str
    heading: str = ""
    place: str = ""


@dataclass(frozen=True)
class Text:
    """What may become one atom; `place` says where in the file it stood, `pieces` what it is made of."""

    title: str
    body: str
    place: str = ""
    line: int = 1
    id: str = ""
    type: str = "article"
    tags: tuple[str, ...] = ()
    language: str = ""
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True)
class Reading:
    """The texts of a file, and what was left out of it."""

    texts: tuple[Text, ...]
    notices: tuple[Problem, ...] = ()


@dataclass
class Refused(ValueError):
    """A file that can't be taken in; every reason with its line."""

    problems: tuple[Problem, ...] = field(default_factory=tuple)

    def __str__(self) -> str:
        return "; ".join(str(problem) for problem in self.problems)


def refused(message: str, *, line: int = 1, key: str = "file") -> Refused:
    """Return the refusal of a whole file for one reason."""
    return Refused((Problem(line, key, message),))


def notice(message: str, *, line: int = 1, key: str = "file") -> Problem:
    """Return something that people should know and that stops nothing."""
    return Problem(line, key, message, "warning")


def pictures_left_out(count: int) -> tuple[Problem, ...]:
    """Return what to say of a file's pictures; nothing without one."""
    if not count:
        return ()
    words = "1 picture was left out; put it" if count == 1 else f"{count} pictures were left out; put them"  # fmt: skip
    return (notice(f"{words} in with the editor", key="picture"),)

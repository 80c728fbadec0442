"""Lines of a table that become one text together: pairs of one category, or of the whole file."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from knowledge.documents.values import MOST_WORDS, Text

ALONE, BY_CATEGORY, ALL = "", "category", "file"
WAYS = (ALONE, BY_CATEGORY, ALL)
"""What becomes one text: each line, the pairs of a category, or all pairs of the file."""


@dataclass(frozen=True)
class Line:
    """The text of a line, and the title of the text that it goes into; without one it stays alone."""

    text: Text
    under: str = ""


def gathered(lines: Iterable[Line]) -> list[Text]:
    """Return the texts of lines: those under one title as pairs of one text, where its first one stood.

    What is longer than a text may be goes on in further ones, with their number behind the title.
    """
    groups: dict[object, list[Line]] = {}
    for n, line in enumerate(lines):
        groups.setdefault(line.under.casefold() or n, []).append(line)
    return [text for group in groups.values() for text in _texts(group)]


def _texts(group: Sequence[Line]) -> Iterator[Text]:
    title = group[0].under
    if not title:
        yield group[0].text
        return
    for number, some in enumerate(_of_a_size([line.text for line in group]), 1):
        yield _text(title if number == 1 else f"{title} ({number})", some)


def _of_a_size(pairs: Iterable[Text]) -> Iterator[list[Text]]:
    some: list[Text] = []
    words = 0
    for pair in pairs:
        more = len(pair.body.split())
        if some and words + more > MOST_WORDS:
            yield some
            some, words = [], 0
        some.append(pair)
        words += more
    yield some


def _text(title: str, pairs: Sequence[Text]) -> Text:
    languages = {pair.language for pair in pairs}
    return replace(
        pairs[0],
        title=title,
        body="## FAQ\n\n" + "\n".join(pair.body for pair in pairs),
        place=_place([pair.line for pair in pairs]),
        id="",
        type="article",
        tags=tuple(dict.fromkeys(tag for pair in pairs for tag in pair.tags)),
        language=languages.pop() if len(languages) == 1 else "",
        pieces=tuple(piece for pair in pairs for piece in pair.pieces),
    )


def _place(lines: Sequence[int]) -> str:
    if len(lines) == 1:
        return f"line {lines[0]}"
    return f"{len(lines)} of lines {lines[0]}-{lines[-1]}"

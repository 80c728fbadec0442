"""From the texts of a file to atoms in the desk's own format, with where they came from."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePath

from knowledge.documents.values import Reading, Text
from knowledge.format import ParsedAtom, join, parse, with_values
from knowledge.format.header import HANDLER
from knowledge.format.slugs import slugify
from knowledge.format.values import MAX_ID, MAX_TITLE
from knowledge.format.write import Value

SOURCE = "source"
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,6})?")
# Longer ids end with a number instead, so that they stay apart.
_ROOM = 5
_PAIR_MARKS = re.compile(r"^(\s*>[\s>]*(?:\*\*)?[QA])(:)", re.MULTILINE)


def atoms_of(
    reading: Reading, name: str, ids: str
) -> Iterator[tuple[ParsedAtom, Text]]:
    """Yield an atom for each text, which says where it came from, beside that text.

    `name` is how the file is called, `ids` what the ids of its atoms begin with: a newer file of
    the same name gives the same ids where its headings are the same.
    """
    taken: set[str] = set()
    for text in reading.texts:
        slug = text.id or _free(_slug(text.title, ids), taken)
        taken.add(slug)
        yield _atom(text, slug, source_in(name, text)), text


def source_in(name: str, text: Text) -> str:
    """Return where a text of a file stood, such as "handbook.pdf, page 3"."""
    return f"{name}, {text.place}" if text.place else name


def source_of(parsed: ParsedAtom) -> str:
    """Return where an atom says that it came from; nothing where it does not say."""
    entries, _problems = HANDLER.compose(parsed.header)
    found = (each.value for each in entries if each.key == SOURCE)
    return next((str(value.value) for value in found), "")


def _slug(title: str, ids: str) -> str:
    first, second = slugify(ids), slugify(title)
    has_it = f"{second}-".startswith(f"{first}-")
    slug = second if has_it else f"{first}-{second}"
    return slug[: MAX_ID - _ROOM].strip("-")


def _free(slug: str, taken: set[str]) -> str:
    if slug not in taken:
        return slug
    number = 2
    while f"{slug}-{number}" in taken:
        number += 1
    return f"{slug}-{number}"


def _atom(text: Text, slug: str, source: str) -> ParsedAtom:
    values: dict[str, Value] = {
        "id": slug,
        "title": " ".join(text.title.split())[:MAX_TITLE] or PurePath(source).stem,
        "type": text.type,
        SOURCE: source,
    }
    if text.tags:
        values["tags"] = list(text.tags)
    if _LANGUAGE.fullmatch(text.language):
        values["language"] = text.language
    header = with_values("", values)
    parsed = parse(join(header, text.body))
    if any(problem.key == "faq" for problem in parsed.errors):
        # Quotes of a document that look like half a pair are quotes.
        body = _PAIR_MARKS.sub(r"\1\\\2", text.body)
        parsed = parse(join(header, body))
    # A line of the file says more than one of the text that was made of it.
    problems = tuple(replace(problem, line=text.line) for problem in parsed.problems)
    return replace(parsed, problems=problems)

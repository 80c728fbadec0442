"""Which atoms tell about an entry: found by its key in what the atoms are called."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from knowledge.format.slugs import slugify
from knowledge.inventories.values import ERRORS, INPUTS, Detail
from knowledge.inventories.words import (
    ANY,
    Finder,
    Words,
    every,
    parts_of,
    words_of,
    words_of_line,
    words_of_signature,
    words_of_text,
)

OWN_TYPE = {ERRORS: "error", INPUTS: "interface_input"}
# With fewer words a masked line says too little to be found inside of others.
FEWEST_WORDS = 3
_WORD = re.compile(r"[^\W\d_]{3,}")
_CODE = re.compile(r"(?P<fence>`+)(?P<code>.+?)(?P=fence)", re.DOTALL)


@dataclass(frozen=True)
class Told:
    """What one atom is called, and the code in its text where that is wanted."""

    atom: int
    kind: str
    live: bool
    slug: str
    title: str
    tags: tuple[str, ...] = ()
    phrasings: tuple[str, ...] = ()
    body: str = ""


@dataclass(frozen=True)
class Wanted:
    """An entry as it is looked for: rows of words that must all be there, and its id."""

    terms: tuple[Words, ...]
    slug: str
    plain: bool
    """Whether it is an everyday word, which in most texts means something else."""


def matches(
    entries: Mapping[int, Wanted], told: Iterable[Told], kind: str, *, is_log: bool
) -> dict[int, Told]:
    """Return for each entry the atom that tells about it best, if any does.

    One that answers counts more than a draft, one of the list's own type more than others.
    """
    atoms = {each.atom: each for each in told}
    holders = _lines(entries, atoms) if is_log else _names(entries, atoms)
    best: dict[int, Told] = {}
    for entry, found in holders:
        fitting = [
            atoms[atom]
            for atom in found
            if is_log or not entries[entry].plain or atoms[atom].kind == OWN_TYPE[kind]
        ]
        if fitting:
            best[entry] = max(
                fitting, key=lambda t: (t.live, t.kind == OWN_TYPE[kind], -t.atom)
            )
    return best


def asked(
    entries: Mapping[int, Wanted], questions: Sequence[str], *, is_log: bool
) -> dict[int, int]:
    """Return how many questions name each entry; everyday words are not counted."""
    finder = Finder()
    near = _anchors(entries.values()) if is_log else frozenset()
    for place, text in enumerate(questions):
        if not is_log:
            _add_names(finder, text, place)
        elif near & _long_words(text):
            finder.add(words_of_text(text), place)
    return {
        entry: len(every(finder, wanted.terms))
        for entry, wanted in entries.items()
        if not wanted.plain
    }


def _names(
    entries: Mapping[int, Wanted], atoms: Mapping[int, Told]
) -> Iterator[tuple[int, set[int]]]:
    finder, ids = Finder(), Finder()
    for each in atoms.values():
        ids.add(tuple(each.slug.casefold().split("-")), each.atom)
        for text in (each.title, *each.tags, *each.phrasings):
            _add_names(finder, text, each.atom)
    for entry, wanted in entries.items():
        found = every(finder, wanted.terms)
        by_id = ids.holders(tuple(wanted.slug.split("-")))
        found |= {a for a in by_id if _is_named(atoms[a].slug.casefold(), wanted.slug)}
        yield entry, found


def _lines(
    entries: Mapping[int, Wanted], atoms: Mapping[int, Told]
) -> Iterator[tuple[int, set[int]]]:
    near = _anchors(entries.values())
    inside, whole = Finder(), defaultdict(set)
    for each in atoms.values():
        for line in (each.title, *each.tags, *each.phrasings, *code_lines(each.body)):
            # Masking takes its time: only of lines that may be meant.
            if near & _long_words(line):
                whole[words_of_line(line)].add(each.atom)
                inside.add(words_of_text(line), each.atom)
    for entry, wanted in entries.items():
        found = set(whole.get(wanted.terms[0], ()))
        yield entry, found if wanted.plain else found | every(inside, wanted.terms)


def _add_names(finder: Finder, text: str, owner: int) -> None:
    finder.add(words_of(text), owner)
    for part in parts_of(text):
        finder.add((part,), owner)


def _is_named(slug: str, name: str) -> bool:
    """Whether an id is made of a name: wholly, or with words around what has a number in it."""
    if slug in {name, f"error-{name}", f"input-{name}"}:
        return True
    has_number = any(c.isdigit() for c in name)
    return has_number and bool(re.search(rf"(?:^|\D-){re.escape(name)}(?=$|-\D)", slug))


def _anchors(entries: Iterable[Wanted]) -> frozenset[str]:
    """Return of each signature the longest word, without which no line says the same."""
    longest = (
        max(_long_words(" ".join(wanted.terms[0])), key=len, default="")
        for wanted in entries
    )
    return frozenset(longest) - {""}


def _long_words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))


def wanted(key: str, details: Mapping[str, Detail], *, is_log: bool) -> Wanted:
    """Return how an entry is looked for."""
    if is_log:
        words = words_of_signature(key)
        said = [word for word in words if word != ANY]
        return Wanted((words,), "", plain=len(said) < FEWEST_WORDS)
    method, path = details.get("method"), details.get("path")
    name = details.get("name") or details.get("status") or key
    if isinstance(name, str) and isinstance(path, str) and path and name != key:
        # `limit` alone is an input of many operations.
        terms = words_of(name), words_of(f"{method or ''} {path}")
        return Wanted(terms, slugify(key), plain=False)
    words = words_of(key)
    return Wanted((words,), slugify(key).casefold(), plain=is_plain(key))


def is_plain(key: str) -> bool:
    """Whether a key is an everyday word or number rather than a name that somebody made."""
    return bool(re.fullmatch(r"[A-Za-z]?[a-z]*|\d{1,4}", key.strip()))


def code_lines(body: str) -> list[str]:
    """Return the lines of code of a text, inline or in blocks."""
    return [
        line
        for found in _CODE.finditer(body)
        for line in found["code"].splitlines()
        if line.strip()
    ]

"""Whether what people say is known already, or differs from what somebody decided about."""

from collections.abc import Collection, Iterable

from knowledge.answering.facts import facts_of, known_from, missing
from knowledge.answering.wording import terms_of

KNOWN = 0.9
"""So much of what people say stands in a text that says the same."""
NEW = 0.5
"""So much of what people say has to be new for a matter that was decided to come up again."""


def says_the_same(said: Iterable[str], text: str) -> bool:
    """Whether a text holds nearly all words of what people say, and every number and address."""
    said = list(said)
    return _share_known(said, [text]) >= KNOWN and has_facts(said, text)


def has_facts(said: Iterable[str], text: str) -> bool:
    """Whether a text holds every number, date and address that people give."""
    return not _facts_missing(list(said), [text])


def differs(said: Iterable[str], known: Collection[str], *, facts_count: bool) -> bool:
    """Whether most of what people say is not in the texts that are known.

    With `facts_count` one other number, date or address is enough.
    """
    said = list(said)
    mostly_new = 1 - _share_known(said, known) >= NEW
    return mostly_new or (facts_count and _facts_missing(said, known))


def _share_known(said: Collection[str], known: Collection[str]) -> float:
    terms = {term for text in said for term in terms_of(text)}
    there = {term for text in known for term in terms_of(text)}
    return len(terms & there) / len(terms) if terms else 1.0


def _facts_missing(said: Collection[str], known: Collection[str]) -> bool:
    stated = [fact for text in said for fact in facts_of(text)]
    return bool(missing(stated, known_from(known)))

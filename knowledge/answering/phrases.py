"""What the desk itself says to customers, in the languages it speaks."""

import re
from collections.abc import Iterable, Sequence

from knowledge.answering.languages import base_of, language_in, name_of
from knowledge.answering.phrase_book import PHRASES, Phrase

DEFAULT = "en"
_NEAREST = 2


def say(phrase: Phrase, language: str, **values: str) -> str:
    """Return one of our own sentences in this language."""
    return PHRASES.get(base_of(language), PHRASES[DEFAULT])[phrase].format(**values)


def language_of(text: str, otherwise: str) -> str:
    """Return the language of ours to say things in: the customer's, or else the site's own."""
    language = language_in(text, otherwise)
    return language if language in PHRASES else otherwise


def do_not_know(
    language: str, nearest: Sequence[str] = (), elsewhere: Iterable[str] = ()
) -> str:
    """The honest sentence, at most two titles that were near, and the offer of a person.

    `elsewhere` are the languages of the texts where none is in the customer's.
    """
    parts = [say("unknown", language)]
    if nearest:
        titles = ", ".join(f"\u201c{title}\u201d" for title in nearest[:_NEAREST])
        parts.append(say("only_found", language, titles=titles))
    if names := ", ".join(map(name_of, elsewhere)):
        parts.append(say("elsewhere", language, languages=names))
    return " ".join([*parts, say("offer", language)])


def titles_offered(text: str) -> list[str]:
    """Return the titles that a line of ours asks to choose from."""
    for known in PHRASES.values():
        begin, end = known["which_one"].split("{titles}")
        if text.startswith(begin) and text.endswith(end):
            return re.findall("\u201c(.+?)\u201d", text)
    return []


def titles_beside(text: str) -> list[str]:
    """Return the titles that the end of an answer of ours names for those who meant something else."""
    end_of_answer = text.rsplit("\n\n", 1)[-1]
    for known in PHRASES.values():
        begin, end = known["also_fits"].split("{titles}")
        if end_of_answer.startswith(begin) and end_of_answer.endswith(end):
            return re.findall("\u201c(.+?)\u201d", end_of_answer)
    return []


def asks_for_more(text: str) -> bool:
    """Whether a line of ours asks to be told more."""
    return text.strip() in {known["tell_more"] for known in PHRASES.values()}


def offers_person(text: str) -> bool:
    """Whether a line of ours ends with the offer of a person."""
    return text.rstrip().endswith(tuple(known["offer"] for known in PHRASES.values()))

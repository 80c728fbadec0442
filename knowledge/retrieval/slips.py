"""Words with a slip of the fingers, told from names: what was meant is looked up instead.

A word is mended only when it is no common word and stands in no text that the reader may read,
and when there is just one word that it can have been meant for.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from string import ascii_lowercase

from knowledge.indexing.lexemes import lexemes_of
from knowledge.llm.bundled import common_words
from knowledge.retrieval.scope import READABLE_VERSION, Scope, rows_of

SHORTEST = 5
"""Letters of a word that is mended: of shorter ones too many others are near."""

LACKING = 6
"""Letters of a word that may lack one."""

MOST_SLIPS = 2
"""A question with more words that nobody knows is in another language, or about something else."""

MOST_STRANGE = 8
"""Words that are looked for in the texts. What has more of them is no question."""

_RIGHT = frozenset({"untied"})
"""Words that are rare, and one slip away from a common one."""

# Neither part of a path, address or option nor beside a digit; those are spelled as they are.
_WORD = re.compile(rf"(?<![\w/.@\-])[A-Za-z][a-z]{{{SHORTEST - 1},}}(?![\w/@\-]|\.\w)")
_SENTENCE_BEGINS = re.compile(r"(?:\A|[.!?:,\n])[\s\"'(]*\Z")

# Sub-queries of one row in the place of joins: they go by the index from word to text, where a join
# goes through all postings.
_KNOWN = f"""
    SELECT given.word, array_agg(word.lexeme)
    FROM unnest(%(words)s::text[]) AS given (word), unnest({lexemes_of("given.word")}) AS word
    WHERE (
        SELECT true FROM knowledge_posting posting
        WHERE posting.lexeme = word.lexeme
            AND (SELECT true FROM {READABLE_VERSION} WHERE version.id = posting.version_id)
        LIMIT 1
    )
    GROUP BY given.word
"""  # noqa: S608 made of our own words; the values are parameters


def mended(queries: Sequence[str], scope: Scope) -> list[str]:
    """Return the queries with what was meant in the place of slips.

    Without a word that nobody knows in any query the database is not asked.
    """
    strange = {word for query in queries for word in strange_words(query)}
    if not 0 < len(strange) <= MOST_STRANGE:
        return list(queries)
    meant = {word: list(_meant(word)) for word in strange}
    asked = {*strange, *(one for many in meant.values() for one in many)}
    rows = rows_of(_KNOWN, {**scope.parameters, "words": sorted(asked)})
    known = {word: frozenset(lexemes) for word, lexemes in rows}
    unknown = strange.difference(known)
    if len(unknown) > MOST_SLIPS:
        return list(queries)
    right = {
        word: one for word in unknown if (one := only_one(word, meant[word], known))
    }
    return [_replaced(query, right) for query in queries]


def strange_words(query: str) -> Iterator[str]:
    """Yield the words of a query that are no common ones, in small letters; no names."""
    for found in _WORD.finditer(query):
        is_name = found[0][0].isupper() and not _SENTENCE_BEGINS.search(
            query[: found.start()]
        )
        word = found[0].lower()
        if not is_name and word not in common_words() and word not in _RIGHT:
            yield word


def only_one(
    word: str, meant: Iterable[str], known: Mapping[str, frozenset[str]]
) -> str:
    """Return the one word that a slip can be meant for, or nothing; `known` are words of texts.

    Two letters that changed places are the commonest slip: such a word comes before others, and
    it may be a common one that no text has.
    """
    swapped = [one for one in meant if sorted(one) == sorted(word)]
    swapped = [one for one in swapped if one in known or one in common_words()]
    left = swapped or [one for one in meant if one in known]
    ways = {known.get(one, frozenset({one})) for one in left}
    return left[0] if len(ways) == 1 else ""


def _meant(word: str) -> Iterator[str]:
    """Yield words that one slip makes this word of; the first letter is seldom wrong.

    Two letters changed places, one was typed twice, or one is missing. One letter for another is
    left out: too many words that are right but rare differ so from a common one.
    """
    for at in range(1, len(word) - 1):
        yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    for at in range(1, len(word)):
        if word[at] == word[at - 1]:
            yield word[:at] + word[at + 1 :]
    if len(word) < LACKING:
        return
    for at in range(1, len(word) + 1):
        for letter in ascii_lowercase:
            one = word[:at] + letter + word[at:]
            if one in common_words():
                yield one


def _replaced(query: str, right: Mapping[str, str]) -> str:
    def one(found: re.Match[str]) -> str:
        meant = right.get(found[0].lower(), found[0])
        return meant.capitalize() if found[0][0].isupper() else meant

    return _WORD.sub(one, query)

"""Phrases that an index finds: two words that stand side by side are kept as one lexeme.

An index of words knows no places, so that a phrase of common words is looked for text by text. What
stands side by side is kept beside the words, with a space within, which no lexeme of one word has.
"""

import re

LONGEST = 2_000
"""Bytes of a bigram at most, as the database takes no lexeme of more than 2,046."""

_WORD = r"'(?:[^'\\]|''|\\.)*'(?::[*A-D]+)?"
_CHAIN = re.compile(rf"(?<!> ){_WORD}(?: <(?:-|\d+)> {_WORD})+(?! <)")
_STEP = re.compile(rf" (<(?:-|\d+)>) |({_WORD})")


def bigrams_of(words: str) -> str:
    """Return the SQL expression for a tsvector's bigrams, without places; `words` is never a value."""
    placed = f"SELECT lexeme, unnest(positions) AS place FROM unnest({words})"  # noqa: S608
    return f"""(
    SELECT coalesce(array_to_tsvector(array_agg(DISTINCT one.lexeme || ' ' || next.lexeme)), '')
    FROM ({placed}) AS one JOIN ({placed}) AS next ON next.place = one.place + 1
    WHERE octet_length(one.lexeme) + octet_length(next.lexeme) < {LONGEST}
)"""  # noqa: S608 made of our own words


def with_bigrams(query: str) -> str:
    """Return a tsquery, as the database writes it, that looks for phrases by their bigrams too.

    It finds the same in texts that have theirs. A phrase of two words needs its places no more.
    """
    return _CHAIN.sub(lambda chain: _by_bigrams(chain[0]), query)


def _by_bigrams(chain: str) -> str:
    """Return a phrase as its bigrams, and itself where they do not say all of it."""
    operators, words = zip(*_STEP.findall(chain), strict=True)
    kept = [word for word in words if word]
    steps = [operator for operator in operators if operator]
    pairs = zip(kept, steps, kept[1:], strict=False)
    bigrams = [_bigram(*pair) for pair in pairs if _is_kept(*pair)]
    if not bigrams:
        return chain
    return bigrams[0] if len(kept) == 2 else f"( {' & '.join([chain, *bigrams])} )"


def _is_kept(one: str, step: str, other: str) -> bool:
    """Whether texts keep these two as a bigram: side by side, whole, and not too long."""
    whole = one.endswith("'") and other.endswith("'")
    length = len(_bigram(one, step, other).encode())
    return step == "<->" and whole and length < LONGEST


def _bigram(one: str, _step: str, other: str) -> str:
    return f"{one[:-1]} {other[1:]}"

"""How text becomes the words that are counted: the same SQL for texts and for questions."""

# PostgreSQL's own word finder and English stems, accents folded first; no extension needed.
FOLDED = r"regexp_replace(normalize({text}, NFD), '[\u0300-\u036f]', '', 'g')"
LEXEMES = f"to_tsvector('english', {FOLDED})"


def folded(text: str) -> str:
    """Return the SQL expression for a text without accents; `text` is never a value."""
    return FOLDED.format(text=text)


def lexemes_of(text: str) -> str:
    """Return the SQL expression for a tsvector; `text` is a column or placeholder, never a value."""
    return LEXEMES.format(text=text)


BM25_SATURATION = 1.2
BM25_LENGTH = 0.75
USUAL_LENGTH = 120
"""Lexemes of a text of usual length, where the real mean is not known yet."""


def weight_of(frequency: str, length: str, mean: str) -> str:
    """Return the SQL expression for a lexeme's part of BM25 in a text, without its idf.

    Robertson and Zaragoza, 2009, formula 3.15. The arguments are SQL expressions, never values.
    """
    usual = f"({1 - BM25_LENGTH} + {BM25_LENGTH} * ({length}) / ({mean}))"
    return (
        f"(({frequency}) * {BM25_SATURATION + 1}::float8"
        f" / (({frequency}) + {BM25_SATURATION} * {usual}))"
    )

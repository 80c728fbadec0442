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

"""How text becomes the words that are counted: the same SQL for texts and for questions."""

# PostgreSQL's own word finder and English stems, accents folded first; no extension needed.
LEXEMES = (
    "to_tsvector('english', "
    r"regexp_replace(normalize({text}, NFD), '[\u0300-\u036f]', '', 'g'))"
)


def lexemes_of(text: str) -> str:
    """Return the SQL expression for a tsvector; `text` is a column or placeholder, never a value."""
    return LEXEMES.format(text=text)

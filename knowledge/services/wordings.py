"""What the search of staff goes by: the stems of each atom's newest text."""

from django.db import connection

from knowledge.indexing.bigrams import bigrams_of
from knowledge.indexing.lexemes import lexemes_of
from knowledge.models import Atom

# A tsvector holds a megabyte at most; no text that people read is as long as this.
MOST_CHARACTERS = 100_000

FILL = f"""
WITH words AS (
    SELECT atom.id, {lexemes_of("version.title")} AS title,
        setweight({lexemes_of("version.title || ' ' || atom.slug")}, 'A')
        || setweight({lexemes_of("array_to_string(version.tags, ', ')")}, 'B')
        || setweight({lexemes_of("version.summary")}, 'C')
        || {lexemes_of(f"left(version.body, {MOST_CHARACTERS})")} AS text
    FROM knowledge_atom atom
    JOIN knowledge_atomversion version ON version.id = atom.latest_version_id
    WHERE %(atom)s::bigint IS NULL OR atom.id = %(atom)s
)
INSERT INTO knowledge_wording (atom_id, title, text)
SELECT id, title || {bigrams_of("title")}, text || {bigrams_of("text")} FROM words
ON CONFLICT (atom_id) DO UPDATE SET title = EXCLUDED.title, text = EXCLUDED.text
"""  # noqa: S608 made of our own words


def keep_words(atom: Atom) -> None:
    """Let the search find an atom by its newest text."""
    with connection.cursor() as cursor:
        cursor.execute(FILL, {"atom": atom.pk})

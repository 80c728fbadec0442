"""Words that stand side by side join the words of each newest text, for the search of staff."""

from django.db import migrations

PLACED = "SELECT lexeme, unnest(positions) AS place FROM unnest({words})"
# As `knowledge.indexing.bigrams` says from now on.
BIGRAMS = f"""(
    SELECT coalesce(array_to_tsvector(array_agg(DISTINCT one.lexeme || ' ' || next.lexeme)), '')
    FROM ({PLACED}) AS one JOIN ({PLACED}) AS next ON next.place = one.place + 1
    WHERE octet_length(one.lexeme) + octet_length(next.lexeme) < 2000
)"""
FILL = f"""
UPDATE knowledge_wording
SET title = title || {BIGRAMS.format(words="title")}, text = text || {BIGRAMS.format(words="text")}
"""


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0041_documents_brought_in")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]

import django.db.models.deletion
from django.db import migrations, models

FILL = """
INSERT INTO knowledge_shelf (collection_id, audience)
SELECT DISTINCT atom.collection_id, version.audience
FROM knowledge_document document
JOIN knowledge_atomversion version ON version.id = document.version_id
JOIN knowledge_atom atom ON atom.id = version.atom_id;

UPDATE knowledge_posting posting SET shelf_id = shelf.id,
    weight = posting.frequency * 2.2
        / (posting.frequency + 1.2 * (0.25 + 0.75 * document.length / 120.0))
FROM knowledge_document document
JOIN knowledge_atomversion version ON version.id = document.version_id
JOIN knowledge_atom atom ON atom.id = version.atom_id
JOIN knowledge_shelf shelf
    ON shelf.collection_id = atom.collection_id AND shelf.audience = version.audience
WHERE document.version_id = posting.version_id;

-- Without its document a text is not in the index: the queue makes it anew.
DELETE FROM knowledge_posting WHERE shelf_id IS NULL;
"""


class Migration(migrations.Migration):
    """Words stand on shelves, and the heaviest texts of each lexeme first."""

    dependencies = [("knowledge", "0022_fill_literals")]

    operations = [
        migrations.CreateModel(
            name="Shelf",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("audience", models.CharField(choices=[("public", "Public"), ("customer", "Verified customers"), ("internal", "Staff only")], max_length=10)),
                ("texts", models.PositiveIntegerField(null=True)),
                ("length", models.PositiveBigIntegerField(null=True)),
                ("units", models.PositiveIntegerField(null=True)),
                ("counted_at", models.DateTimeField(null=True)),
                ("collection", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="shelves", to="knowledge.collection")),
            ],
        ),
        migrations.CreateModel(
            name="LexemeCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("lexeme", models.TextField()),
                ("texts", models.PositiveIntegerField()),
                ("shelf", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="lexemes", to="knowledge.shelf")),
            ],
        ),
        migrations.AddConstraint(
            model_name="shelf",
            constraint=models.UniqueConstraint(fields=("collection", "audience"), name="shelf_place"),
        ),
        migrations.AddConstraint(
            model_name="lexemecount",
            constraint=models.UniqueConstraint(fields=("lexeme", "shelf"), include=("texts",), name="lexeme_count"),
        ),
        migrations.AddField(
            model_name="posting",
            name="weight",
            field=models.FloatField(null=True),
        ),
        migrations.AddField(
            model_name="posting",
            name="shelf",
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="postings", to="knowledge.shelf"),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="posting",
            name="weight",
            field=models.FloatField(),
        ),
        migrations.AlterField(
            model_name="posting",
            name="shelf",
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="postings", to="knowledge.shelf"),
        ),
        migrations.AddIndex(
            model_name="posting",
            index=models.Index(fields=["lexeme", "shelf", "-weight"], include=("version",), name="posting_leads"),
        ),
    ]

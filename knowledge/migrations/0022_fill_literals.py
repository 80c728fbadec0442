from itertools import islice

from django.db import migrations

from knowledge.indexing.literals import literals_of_atom
from knowledge.indexing.units import AtomText, Pair

BATCH = 200


def fill(apps, _schema_editor):
    """Note the names that each indexed text spells."""
    literal_model = apps.get_model("knowledge", "Literal")
    indexed = apps.get_model("knowledge", "AtomVersion").objects.filter(
        document__isnull=False
    )
    rows = indexed.only("title", "body").prefetch_related("pairs")
    versions = rows.order_by("pk").iterator(chunk_size=BATCH)
    while batch := list(islice(versions, BATCH)):
        literal_model.objects.bulk_create(
            literal_model(version=version, key=key)
            for version in batch
            for key in literals_of_atom(_text_of(version))
        )


def _text_of(version):
    pairs = tuple(Pair(tuple(p.phrasings), p.answer) for p in version.pairs.all())
    return AtomText(version.title, version.body, pairs)


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0021_literals")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]

from datetime import timedelta
from itertools import islice

from django.db import migrations
from django.utils import timezone

from knowledge.format import join, parse

BATCH = 500


def fill(apps, _schema_editor):
    """Read the day of each header, and give each text that answers its day."""
    version_model = apps.get_model("knowledge", "AtomVersion")
    atom_model = apps.get_model("knowledge", "Atom")
    with_day = version_model.objects.filter(header__contains="review_by")
    rows = with_day.only("pk", "header", "body").iterator(chunk_size=BATCH)
    while batch := list(islice(rows, BATCH)):
        for version in batch:
            version.review_by = parse(join(version.header, "x")).review_by
        version_model.objects.bulk_update(batch, ["review_by"])
    live = atom_model.objects.exclude(live_version=None)
    atoms = live.select_related("live_version", "collection").iterator(chunk_size=BATCH)
    today = timezone.localdate()
    while batch := list(islice(atoms, BATCH)):
        for atom in batch:
            days = timedelta(days=atom.collection.fresh_days)
            atom.due_on = atom.live_version.review_by or today + days
        atom_model.objects.bulk_update(batch, ["due_on"])


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0007_freshness")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]

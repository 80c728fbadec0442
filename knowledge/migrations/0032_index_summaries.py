from django.db import migrations


def queue(apps, _schema_editor):
    """Have live texts with a summary indexed once more; until then they are found without it."""
    versions = apps.get_model("knowledge", "AtomVersion").objects
    versions.filter(live_atom__isnull=False).exclude(summary="").update(indexed_at=None)


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0031_publishing_runs")]
    operations = [migrations.RunPython(queue, migrations.RunPython.noop)]

from django.db import migrations


class Migration(migrations.Migration):
    """Keep vectors inside their rows: moved out of line, an exact scan takes three times as long."""

    dependencies = [("knowledge", "0002_initial")]
    operations = [
        migrations.RunSQL(
            "ALTER TABLE knowledge_unit ALTER COLUMN vector SET STORAGE MAIN",
            "ALTER TABLE knowledge_unit ALTER COLUMN vector SET STORAGE EXTERNAL",
        )
    ]

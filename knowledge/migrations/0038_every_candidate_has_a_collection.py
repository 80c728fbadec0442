"""Every candidate goes somewhere."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0037_fill_candidate_collections")]

    operations = [
        migrations.AlterField(
            model_name="candidate",
            name="collection",
            field=models.ForeignKey(
                help_text="Where it will go, which is where its source belongs.",
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="knowledge.collection",
                verbose_name="collection",
            ),
        ),
    ]

"""Candidates know where they go, so that they can come from more than interviews."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0035_middles")]

    operations = [
        migrations.AddField(
            model_name="candidate",
            name="collection",
            field=models.ForeignKey(
                help_text="Where it will go, which is where its source belongs.",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="knowledge.collection",
                verbose_name="collection",
            ),
        ),
        migrations.AlterField(
            model_name="candidatesentence",
            name="turns",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.PositiveIntegerField(),
                default=list,
                help_text="Numbers of passages; those of an interview are its turns",
                size=None,
            ),
        ),
    ]

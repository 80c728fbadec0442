"""Which documents of a watched folder were brought in."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('knowledge', '0044_replaced_candidates'),
    ]

    operations = [
        migrations.AddField(
            model_name='watchedfolder',
            name='brought',
            field=models.JSONField(null=True, verbose_name='documents brought in'),
        ),
    ]

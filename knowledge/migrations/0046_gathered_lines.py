"""Which lines of a table become one text."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('knowledge', '0045_watched_documents'),
    ]

    operations = [
        migrations.AddField(
            model_name='sourcedocument',
            name='gathered',
            field=models.CharField(blank=True, db_default='', default='', max_length=10),
        ),
    ]

"""Where candidates were that gave way to those of a newer look."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('knowledge', '0043_imports'),
    ]

    operations = [
        migrations.CreateModel(
            name='ReplacedCandidate',
            fields=[
                ('number', models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('type', models.CharField(max_length=30, verbose_name='type')),
                ('turns', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveIntegerField(), default=list, size=None)),
                ('digest', models.CharField(max_length=64)),
                ('replaced_at', models.DateTimeField(auto_now_add=True, verbose_name='replaced')),
                ('collection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='knowledge.collection')),
                ('document', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='knowledge.sourcedocument')),
                ('interview', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='knowledge.interview')),
            ],
            options={
                'verbose_name': 'replaced candidate',
                'verbose_name_plural': 'replaced candidates',
                'default_permissions': (),
            },
        ),
    ]

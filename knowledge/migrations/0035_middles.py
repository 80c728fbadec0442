import django.db.models.deletion
from django.db import migrations, models


MEASURE = """
INSERT INTO knowledge_middle (version_id, generation_id, pair, length)
SELECT version_id, generation_id, pair, vector_norm(avg(vector))
FROM knowledge_unit GROUP BY version_id, generation_id, pair
"""


class Migration(migrations.Migration):

    dependencies = [
        ('knowledge', '0034_candidates'),
    ]

    operations = [
        migrations.CreateModel(
            name='Middle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pair', models.PositiveSmallIntegerField(null=True)),
                ('length', models.FloatField()),
                ('generation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='knowledge.generation')),
                ('version', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='knowledge.atomversion')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('version', 'generation', 'pair'), include=('length',), name='middle_part', nulls_distinct=False)],
            },
        ),
        migrations.RunSQL(MEASURE, migrations.RunSQL.noop),
    ]

"""What staff decided about questions of customers that texts could be also asked as."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('knowledge', '0048_withdrawn_proposals'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PhrasingDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mark', models.CharField(max_length=64)),
                ('accepted', models.BooleanField(verbose_name='accepted')),
                ('decided_at', models.DateTimeField(auto_now_add=True, verbose_name='decided')),
                ('atom', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='phrasing_decisions', to='knowledge.atom', verbose_name='atom')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'decision about a phrasing',
                'verbose_name_plural': 'decisions about phrasings',
                'ordering': ['-decided_at'],
                'default_permissions': (),
            },
        ),
        migrations.AddConstraint(
            model_name='phrasingdecision',
            constraint=models.UniqueConstraint(fields=('mark', 'atom'), name='phrasing_decision_of_atom'),
        ),
    ]

"""Documents, their passages and files; a candidate may come from one."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('knowledge', '0040_extraction_by_model_and_comparisons'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SourceDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField(auto_now_add=True, verbose_name='asked')),
                ('leased_until', models.DateTimeField(null=True)),
                ('done', models.PositiveIntegerField(default=0)),
                ('total', models.PositiveIntegerField(default=0)),
                ('finished_at', models.DateTimeField(null=True, verbose_name='finished')),
                ('failure', models.TextField(blank=True, verbose_name='failure')),
                ('name', models.CharField(max_length=200, verbose_name='file')),
                ('kind', models.CharField(choices=[('pdf', 'PDF'), ('docx', 'Word'), ('html', 'HTML'), ('csv', 'CSV')], max_length=10, verbose_name='format')),
                ('sha256', models.CharField(max_length=64, verbose_name='hash of the file')),
                ('size', models.PositiveIntegerField(verbose_name='bytes')),
                ('language', models.CharField(blank=True, max_length=35, verbose_name='language')),
                ('columns', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(blank=True, max_length=20), null=True, size=None)),
                ('notes', models.JSONField(blank=True, default=list, help_text='What was left out or is wrong: line, key, sentence, severity', verbose_name='notes')),
                ('unchanged', models.PositiveIntegerField(default=0)),
                ('stopped_at', models.DateTimeField(null=True, verbose_name='stopped')),
            ],
            options={
                'verbose_name': 'document',
                'verbose_name_plural': 'documents',
                'ordering': ['-asked_at', '-pk'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='DocumentPassage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('place', models.CharField(blank=True, max_length=200, verbose_name='place')),
                ('heading', models.TextField(blank=True, verbose_name='heading')),
                ('text', models.TextField(verbose_name='text')),
            ],
            options={
                'verbose_name': 'passage of a document',
                'verbose_name_plural': 'passages of documents',
                'ordering': ['document', 'number'],
                'default_permissions': (),
            },
        ),
        migrations.RemoveConstraint(
            model_name='candidate',
            name='candidate_has_one_source',
        ),
        migrations.AddField(
            model_name='candidate',
            name='said',
            field=models.TextField(blank=True, db_default='', default='', help_text='the text as a document says it, whatever became of it here'),
        ),
        migrations.CreateModel(
            name='DocumentFile',
            fields=[
                ('document', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='original', serialize=False, to='knowledge.sourcedocument')),
                ('data', models.BinaryField(verbose_name='bytes')),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.AddField(
            model_name='sourcedocument',
            name='asked_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='sourcedocument',
            name='collection',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='documents', to='knowledge.collection', verbose_name='collection'),
        ),
        migrations.AddField(
            model_name='candidate',
            name='document',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='candidates', to='knowledge.sourcedocument'),
        ),
        migrations.AddConstraint(
            model_name='candidate',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('document__isnull', True), ('interview__isnull', False), ('proposal__isnull', True)), models.Q(('document__isnull', True), ('interview__isnull', True), ('proposal__isnull', False)), models.Q(('document__isnull', False), ('interview__isnull', True), ('proposal__isnull', True)), _connector='OR'), name='candidate_has_one_source'),
        ),
        migrations.AddField(
            model_name='documentpassage',
            name='document',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pieces', to='knowledge.sourcedocument'),
        ),
        migrations.AddConstraint(
            model_name='sourcedocument',
            constraint=models.UniqueConstraint(fields=('collection', 'sha256'), name='document_once_a_collection'),
        ),
        migrations.AddConstraint(
            model_name='documentpassage',
            constraint=models.UniqueConstraint(fields=('document', 'number'), name='passage_number'),
        ),
    ]

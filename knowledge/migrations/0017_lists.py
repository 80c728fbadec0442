import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# As `services.versions` and `services.wordings` keep them from now on.
CARDS = """
UPDATE knowledge_atom atom SET title = version.title, type = version.type,
    audience = version.audience, tags = version.tags, words = version.words
FROM knowledge_atomversion version WHERE version.id = atom.latest_version_id
"""
STEMS = r"to_tsvector('english', regexp_replace(normalize({}, NFD), '[\u0300-\u036f]', '', 'g'))"
WORDINGS = f"""
INSERT INTO knowledge_wording (atom_id, title, text)
SELECT atom.id, {STEMS.format("version.title")},
    setweight({STEMS.format("version.title || ' ' || atom.slug")}, 'A')
    || setweight({STEMS.format("array_to_string(version.tags, ', ')")}, 'B')
    || setweight({STEMS.format("version.summary")}, 'C')
    || {STEMS.format("left(version.body, 100000)")}
FROM knowledge_atom atom
JOIN knowledge_atomversion version ON version.id = atom.latest_version_id
"""
# A search looks at many rows and at the words of few: they stand out of line, not packed.
STORAGE = """
ALTER TABLE knowledge_wording ALTER COLUMN text SET STORAGE EXTERNAL;
ALTER TABLE knowledge_wording ALTER COLUMN title SET STORAGE EXTERNAL;
ALTER TABLE knowledge_wording SET (toast_tuple_target = 128);
"""
# The tables are changed further on: nothing may wait for the end of the transaction.
CHECKED = "SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED"


class Migration(migrations.Migration):

    dependencies = [
        ('knowledge', "0016_both_right"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Errand',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('deed', models.CharField(choices=[('publish', 'Publish'), ('unpublish', 'Unpublish'), ('archive', 'Archive'), ('bring_back', 'Bring back from the archive'), ('move', 'Move to another collection'), ('add_tag', 'Add a tag'), ('remove_tag', 'Remove a tag'), ('rename_tag', 'Rename a tag'), ('set_type', 'Set the type')], max_length=20, verbose_name='deed')),
                ('atoms', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('seen', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('tag', models.CharField(blank=True, max_length=60, verbose_name='tag')),
                ('new_tag', models.CharField(blank=True, max_length=60, verbose_name='new name')),
                ('type', models.CharField(blank=True, choices=[('error', 'Error'), ('procedure', 'Procedure'), ('playbook', 'Playbook'), ('interface_input', 'Interface input'), ('troubleshooting', 'Troubleshooting'), ('config_template', 'Configuration template'), ('pitfall', 'Pitfall'), ('faq', 'FAQ pair'), ('article', 'Article')], max_length=20, verbose_name='type')),
                ('publish', models.BooleanField(default=False)),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='why')),
                ('state', models.CharField(choices=[('asked', 'Not begun'), ('running', 'Under way'), ('done', 'Done')], default='asked', max_length=10, verbose_name='state')),
                ('position', models.PositiveIntegerField(default=0)),
                ('held_until', models.DateTimeField(null=True)),
                ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='made')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='ended')),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='LeftAsItIs',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('atom_key', models.BigIntegerField()),
                ('why', models.CharField(max_length=20)),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Wording',
            fields=[
                ('atom', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='wording', serialize=False, to='knowledge.atom')),
                ('title', django.contrib.postgres.search.SearchVectorField()),
                ('text', django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.AddField(
            model_name='atom',
            name='audience',
            field=models.CharField(choices=[('public', 'Public'), ('customer', 'Verified customers'), ('internal', 'Staff only')], default='public', max_length=10, verbose_name='audience'),
        ),
        migrations.AddField(
            model_name='atom',
            name='tags',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), default=list, size=None, verbose_name='tags'),
        ),
        migrations.AddField(
            model_name='atom',
            name='title',
            field=models.CharField(default='', max_length=300, verbose_name='title'),
        ),
        migrations.AddField(
            model_name='atom',
            name='type',
            field=models.CharField(choices=[('error', 'Error'), ('procedure', 'Procedure'), ('playbook', 'Playbook'), ('interface_input', 'Interface input'), ('troubleshooting', 'Troubleshooting'), ('config_template', 'Configuration template'), ('pitfall', 'Pitfall'), ('faq', 'FAQ pair'), ('article', 'Article')], default='article', max_length=20, verbose_name='type'),
        ),
        migrations.AddField(
            model_name='atom',
            name='words',
            field=models.PositiveIntegerField(default=0, verbose_name='words'),
        ),
        migrations.RunSQL(STORAGE, migrations.RunSQL.noop),
        migrations.RunSQL(CARDS, migrations.RunSQL.noop),
        migrations.RunSQL(WORDINGS, migrations.RunSQL.noop),
        migrations.RunSQL(CHECKED, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name='atom',
            index=models.Index(fields=['updated_at', 'id'], name='atom_changed'),
        ),
        migrations.AddIndex(
            model_name='atom',
            index=models.Index(fields=['title', 'id'], name='atom_title'),
        ),
        migrations.AddIndex(
            model_name='atom',
            index=django.contrib.postgres.indexes.GinIndex(fields=['tags'], name='atom_tags'),
        ),
        migrations.AddIndex(
            model_name='atomversion',
            index=models.Index(condition=models.Q(('indexed_at__isnull', False)), fields=['id'], name='version_searchable'),
        ),
        migrations.AddField(
            model_name='errand',
            name='collection',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='knowledge.collection'),
        ),
        migrations.AddField(
            model_name='errand',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='errands', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='leftasitis',
            name='errand',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='left', to='knowledge.errand'),
        ),
        migrations.AddIndex(
            model_name='wording',
            index=django.contrib.postgres.indexes.GinIndex(fields=['title'], name='wording_title'),
        ),
        migrations.AddIndex(
            model_name='wording',
            index=django.contrib.postgres.indexes.GinIndex(fields=['text'], name='wording_text'),
        ),
        migrations.AddIndex(
            model_name='errand',
            index=models.Index(condition=models.Q(('state', 'running')), fields=['held_until'], name='errand_under_way'),
        ),
    ]

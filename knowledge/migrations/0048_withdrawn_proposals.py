"""Where candidates of proposals were that the desk withdrew."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('knowledge', '0047_entries_in_one_order'),
    ]

    operations = [
        migrations.AddField(
            model_name='replacedcandidate',
            name='proposal',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='knowledge.proposal'),
        ),
    ]

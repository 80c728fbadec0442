from django.db import migrations
from pgvector.django import VectorExtension


class Migration(migrations.Migration):
    """The vector type that the tables of the next migration use."""

    initial = True
    operations = [VectorExtension()]

"""Candidates so far are those of interviews, and go where their interview belongs."""

from django.db import migrations

FILL = """
    UPDATE knowledge_candidate SET collection_id = interview.collection_id
    FROM knowledge_interview interview
    WHERE interview.id = knowledge_candidate.interview_id AND knowledge_candidate.collection_id IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0036_candidates_know_their_collection")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]

from django.db import migrations

# Questions of the last 90 days that got no good answer before there were gaps.
FILL = """
    INSERT INTO knowledge_gapoccurrence (question_id, reason, at)
    SELECT id, CASE WHEN outcome = 'abstained' THEN 'unknown'
        WHEN outcome = 'escalated' THEN 'handed_over' ELSE 'unhelpful' END, at
    FROM knowledge_askedquestion
    WHERE at > now() - interval '90 days'
        AND (outcome IN ('abstained', 'escalated') OR vote = false)
    ORDER BY at
"""


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0010_gaps")]
    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]

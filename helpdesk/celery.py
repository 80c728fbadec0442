"""The Celery application, its schedule, and the heartbeat by which readiness knows a worker."""

import os

from celery import Celery
from celery.signals import heartbeat_sent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")

app = Celery("atomdesk")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    "sweep-turns": {"task": "conversations.tasks.sweep", "schedule": 5.0},
    "sweep-index": {"task": "knowledge.tasks.sweep", "schedule": 30.0},
}


@heartbeat_sent.connect
def tell_readiness(**_: object) -> None:
    """Say that this worker's queue is served; the word lapses with the worker."""
    from helpdesk import health

    health.worker_lives(os.environ.get("ATOMDESK_QUEUES", "answers"))

"""The Celery application, its schedule, and the heartbeat by which readiness knows a worker."""

import os
import sys

from celery import Celery
from celery.schedules import crontab
from celery.signals import heartbeat_sent, worker_init

from helpdesk.memory import keep_loaded
from helpdesk.priority import give_way

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")
# numpy reads it when it is loaded. Its threads wait by spinning: four of a worker's at one small
# matrix each took two processors from every chat, for minutes.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# An answer passes between threads some fifty times; each time that another one computes, it would
# wait for Python's usual five milliseconds.
SWITCH_SECONDS = 0.0005
# More threads in the database only take Python from the loop that shows all answers: with 16, a
# hundred answers at once came almost twice as late.
DATABASE_THREADS = 4

app = Celery("atomdesk")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    "sweep-turns": {"task": "conversations.tasks.sweep", "schedule": 5.0},
    "sweep-triage": {
        "task": "conversations.tasks.sweep_triage",
        "schedule": 15.0,
        "options": {"expires": 15},
    },
    "settle-experiments": {
        "task": "conversations.tasks.settle_experiments",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "sweep-learning": {
        "task": "conversations.tasks.sweep_learning",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "sweep-index": {"task": "knowledge.tasks.sweep", "schedule": 30.0},
    "sort-gaps": {"task": "knowledge.tasks.sort_gaps", "schedule": 30.0},
    "run-schedule": {"task": "knowledge.tasks.run_schedule", "schedule": 15.0},
    "evaluate-nightly": {
        "task": "knowledge.tasks.evaluate_all",
        "schedule": crontab(hour=3, minute=15),
    },
    "tend-models": {
        "task": "knowledge.tasks.tend_models",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "watch-budgets": {
        "task": "knowledge.tasks.watch_budgets",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    "forget-usage": {
        "task": "knowledge.tasks.forget_usage",
        "schedule": crontab(hour=4, minute=45),
    },
    "sweep-cache": {
        "task": "knowledge.tasks.sweep_cache",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    # What no worker took up in time, the next look does.
    "watch-folders": {
        "task": "knowledge.tasks.watch_folders",
        "schedule": 30.0,
        "options": {"expires": 30},
    },
}


@worker_init.connect
def warm_up(**_: object) -> None:
    """Load models before the first heartbeat, so that a ready worker answers at once.

    Workers of other queues give way to answers instead.
    """
    queues = _queues()
    if "answers" in queues:
        from accounts.database import limit_threads
        from conversations import runner

        sys.setswitchinterval(SWITCH_SECONDS)
        limit_threads(DATABASE_THREADS)
        runner.warm_up()
    elif queues:
        give_way()
    keep_loaded()


@heartbeat_sent.connect
def tell_readiness(**_: object) -> None:
    """Say that this worker's queue is served; the word lapses with the worker."""
    from helpdesk import health

    for queue in _queues():
        health.worker_lives(queue)


def _queues() -> list[str]:
    """The queues of this worker, as the supervisor told it."""
    return [q for q in os.environ.get("ATOMDESK_QUEUES", "").split(",") if q]

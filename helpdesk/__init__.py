"""Wiring: settings, servers, processes, the admin site. No business rule lives here."""

from helpdesk.celery import app as celery_app

__all__ = ["celery_app"]

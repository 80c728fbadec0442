"""The helpdesk app: wiring, commands and pages of the desk itself."""

from django.apps import AppConfig


class HelpdeskConfig(AppConfig):
    """Wiring."""

    name = "helpdesk"

"""The knowledge app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KnowledgeConfig(AppConfig):
    """What the desk knows."""

    name = "knowledge"
    verbose_name = _("Knowledge")

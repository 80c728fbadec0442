"""The knowledge app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KnowledgeConfig(AppConfig):
    """What the desk knows."""

    name = "knowledge"
    verbose_name = _("Knowledge")

    def ready(self) -> None:
        """Have the settings of models checked."""
        # Models of the database are not there before the apps are.
        from knowledge import checks  # noqa: F401

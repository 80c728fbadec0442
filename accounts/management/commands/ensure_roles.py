"""Make the groups of the desk and give them their permissions."""

from typing import Any

from django.core.management.base import BaseCommand

from accounts.roles import ROLES, ensure_roles


class Command(BaseCommand):
    """Idempotent; `prepare` and every deployment run it after `migrate`."""

    help = "Make the groups of the desk and give each exactly its rights."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it."""
        ensure_roles()
        self.stdout.write(f"Groups are in place: {', '.join(ROLES)}.")

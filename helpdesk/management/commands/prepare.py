"""Bring a desk's data up to date: tables, roles, the first user, static files, the demo."""

import os
import secrets
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand

from accounts.models import User
from accounts.roles import ensure_roles
from helpdesk import demo, env


class Command(BaseCommand):
    """Idempotent; `up` runs it at every start, and deployments before they serve."""

    help = (
        "Migrate, make roles and the user admin, collect static files, load the demo."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run every step."""
        call_command("migrate", verbosity=0, interactive=False)
        ensure_roles()
        _ensure_admin()
        _collect_static_files()
        if settings.DEMO:
            if not demo.is_loaded():
                self._say("Loading the demo's knowledge ...")
                demo.load(progress=self._tell)
            demo.follow_port()

    def _tell(self, done: int, total: int) -> None:
        self._say(f"  {done} of {total} texts are searchable")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def _collect_static_files() -> None:
    """Collect them when any has changed since the last time; most starts find none."""
    newest = max(
        storage.get_modified_time(path)
        for finder in get_finders()
        for path, storage in finder.list(["CVS", ".*", "*~"])
    )
    stamp = settings.STATIC_ROOT / "collected"
    mark = f"{settings.VERSION} {newest.isoformat()}"
    if stamp.exists() and stamp.read_text() == mark:
        return
    call_command("collectstatic", verbosity=0, interactive=False)
    stamp.write_text(mark)


def _ensure_admin() -> None:
    """Make the user admin once; its password is ADMIN_PASSWORD, or made and kept in a file."""
    given = env.text("ADMIN_PASSWORD")
    admin = User.objects.filter(username="admin").first()
    if admin is None:
        admin = User(username="admin", is_staff=True, is_superuser=True)
        admin.set_password(given or _made_password())
        admin.save()
    elif given and not admin.check_password(given):
        admin.set_password(given)
        admin.save(update_fields=["password"])


def _made_password() -> str:
    password = secrets.token_urlsafe(12)
    kept = settings.DATA_DIR / "admin-password"
    with open(kept, "w", opener=lambda p, f: os.open(p, f, 0o600)) as file:
        file.write(password)
    return password

"""The checks of secrets: keys, passwords, the files that hold them, cookies."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import DatabaseError

from accounts.models import Site, User
from helpdesk import env
from helpdesk.doctor.addresses import is_local, is_public, names_of
from helpdesk.doctor.examination import Examination
from helpdesk.doctor.findings import Finding, failed, merged, warning

_SHORTEST_KEY = 32
_FEWEST_CHARACTERS = 8
# Each one takes half a second to try, so only what people really choose.
_OBVIOUS = ("admin", "password", "changeme")
_NEW_KEY = "python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"


def kept(examination: Examination) -> Iterator[Finding]:
    """`secrets`: keys and passwords that nobody guesses or reads."""
    with_tables = examination.well("migrations")
    public = is_public() or (with_tables and _public_origin())
    problems = [*_key(), *_files(), *_given_password(), *_switches(public=public)]
    if with_tables:
        problems += _admin()
    yield merged(
        "secrets", problems, fine="keys, passwords and their files are in order"
    )


def _key() -> Iterator[Finding]:
    key = settings.SECRET_KEY
    weak = (
        len(key) < _SHORTEST_KEY
        or len(set(key)) < _FEWEST_CHARACTERS
        or key.startswith("django-insecure")
    )
    if weak:
        found = "SECRET_KEY can be guessed"
        fix = (
            f"Set SECRET_KEY to the output of {_NEW_KEY}, or leave it empty to have one "
            "made; customers without an account lose their chats."
        )
        yield failed("secrets", found, fix=fix)


def _files() -> Iterator[Finding]:
    for name in ("secret-key", "admin-password"):
        path = Path(settings.DATA_DIR) / name
        if path.exists() and path.stat().st_mode & 0o077:
            found = f"others can read {path}"
            yield failed("secrets", found, fix=f"chmod 600 {path}")


def _given_password() -> Iterator[Finding]:
    given = env.text("ADMIN_PASSWORD")
    if not given:
        return
    try:
        validate_password(given, user=User(username="admin"))
    except ValidationError as error:
        found = f"ADMIN_PASSWORD is weak: {' '.join(error.messages)}"
        fix = "Set ADMIN_PASSWORD to three or more random words, then restart."
        yield failed("secrets", found, fix=fix)


def _switches(*, public: bool) -> Iterator[Finding]:
    if settings.DEBUG:
        found = "DEBUG is on: error pages show settings and source"
        wrong = failed if public else warning
        yield wrong("secrets", found, fix="Unset DEBUG and restart.")
    if public and not settings.SESSION_COOKIE_SECURE:
        found = "staff's cookies also travel over http, and the desk is public"
        fix = "Serve it over https and set HTTPS_ONLY=1."
        yield warning("secrets", found, fix=fix)


def _admin() -> Iterator[Finding]:
    try:
        admin = User.objects.filter(username="admin", is_active=True).first()
    except DatabaseError:
        return
    if admin is not None and any(map(admin.check_password, _OBVIOUS)):
        fix = ".venv/bin/python manage.py changepassword admin"
        yield failed("secrets", "the password of admin can be guessed", fix=fix)


def _public_origin() -> bool:
    try:
        sites = list(Site.objects.filter(active=True))
    except DatabaseError:
        return False
    origins = [origin for site in sites for origin in site.allowed_origins]
    return not all(map(is_local, names_of(origins)))

"""The doctor's checks of keys, passwords and cookies, each with one that is bad."""

from pathlib import Path
from typing import Any

import pytest

from accounts.models import Site, User
from helpdesk.doctor import security
from helpdesk.doctor.examination import Examination
from helpdesk.doctor.findings import Finding, Status
from tests.helpdesk.examining import seen

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_home(settings: Any) -> None:
    """Names of this machine only, and passwords that are quick to try."""
    settings.ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def secrets() -> Finding:
    finding = seen(security.kept)
    assert finding.code == "secrets"
    return finding


def test_a_desk_of_this_machine_with_made_secrets_is_well() -> None:
    assert secrets().status is Status.OK


@pytest.mark.parametrize(
    "key",
    ["short", "ab" * 40, "django-insecure-0123456789abcdefghijklmnopqrstuvwxyz"],
)
def test_a_key_that_can_be_guessed_is_refused(key: str, settings: Any) -> None:
    settings.SECRET_KEY = key

    finding = secrets()

    assert finding.status is Status.FAILED
    assert "SECRET_KEY can be guessed" in finding.found
    assert "token_urlsafe" in finding.fix
    assert key not in finding.found


@pytest.mark.parametrize("name", ["secret-key", "admin-password"])
def test_a_file_that_others_can_read_is_named(
    name: str, settings: Any, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path
    (tmp_path / name).write_text("secret")
    (tmp_path / name).chmod(0o644)

    finding = secrets()

    assert finding.status is Status.FAILED
    assert finding.fix == f"chmod 600 {tmp_path / name}"

    (tmp_path / name).chmod(0o600)
    assert secrets().status is Status.OK


def test_a_weak_given_password_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADMIN_PASSWORD", "admin1")

    finding = secrets()

    assert finding.status is Status.FAILED
    assert "ADMIN_PASSWORD is weak" in finding.found
    assert "random words" in finding.fix


def test_an_obvious_password_of_admin_is_found() -> None:
    User.objects.create_superuser(username="admin", password="changeme")

    finding = secrets()

    assert finding.status is Status.FAILED
    assert "changepassword admin" in finding.fix

    admin = User.objects.get(username="admin")
    admin.set_password("correct horse battery staple")
    admin.save()
    assert secrets().status is Status.OK


def test_debug_is_a_warning_at_home_and_a_failure_in_public(settings: Any) -> None:
    settings.DEBUG = True
    assert secrets().status is Status.WARNING

    settings.ALLOWED_HOSTS = ["desk.example.org"]

    assert secrets().status is Status.FAILED
    assert "Unset DEBUG" in secrets().fix


def test_cookies_over_http_are_a_warning_once_the_desk_is_public(
    settings: Any,
) -> None:
    settings.ALLOWED_HOSTS = ["desk.example.org"]

    finding = secrets()

    assert finding.status is Status.WARNING
    assert "HTTPS_ONLY=1" in finding.fix

    settings.SESSION_COOKIE_SECURE = True
    assert secrets().status is Status.OK


def test_a_site_with_a_public_origin_makes_the_desk_public() -> None:
    Site.objects.create(key="s", name="S", allowed_origins=["https://shop.example"])

    assert "HTTPS_ONLY=1" in secrets().fix


def test_several_problems_are_one_line_with_the_worst_first(settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["desk.example.org"]
    settings.SECRET_KEY = "short"

    finding = secrets()

    assert finding.status is Status.FAILED
    assert finding.found.startswith("SECRET_KEY")
    assert "HTTPS_ONLY=1" in finding.fix


def test_without_tables_the_rest_is_still_looked_at(settings: Any) -> None:
    settings.SECRET_KEY = "short"
    broken = Examination(statuses={"migrations": Status.FAILED})
    User.objects.create_superuser(username="admin", password="admin")

    finding = seen(security.kept, broken)

    assert "SECRET_KEY" in finding.found
    assert "the password of admin" not in finding.found

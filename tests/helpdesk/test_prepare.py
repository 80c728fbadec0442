"""The first user, whose password is given or made once."""

import pytest

from accounts.models import User
from helpdesk.management.commands.prepare import _ensure_admin

pytestmark = pytest.mark.django_db


def test_a_given_password_is_the_admins_and_a_later_one_replaces_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for password in ("first of two words", "second of two words"):
        monkeypatch.setenv("ADMIN_PASSWORD", password)
        _ensure_admin()
        assert User.objects.get(username="admin").check_password(password)


def test_a_password_that_the_admin_chose_survives_the_next_start(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("ADMIN_PASSWORD", raising=False)
    _ensure_admin()
    admin = User.objects.get(username="admin")
    admin.set_password("chosen in the admin")
    admin.save()

    _ensure_admin()

    assert User.objects.get(username="admin").check_password("chosen in the admin")

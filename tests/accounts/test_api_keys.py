"""Keys of programs: kept as hashes, good for a while, and never more than their owner."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from accounts import api_keys
from accounts.api_keys import MOST_GOOD, NameInUse, TooManyKeys
from accounts.models import ApiKey, AuditEntry, User


def made(user: User, name: str = "nightly", **given: object) -> tuple[ApiKey, str]:
    found = api_keys.make(**{"name": name, "scope": "read", "days": 30, "user": user} | given)  # type: ignore[arg-type]  # fmt: skip
    return found.key, found.token


def test_a_key_is_recognised_and_its_text_is_kept_nowhere(alice: User) -> None:
    key, token = made(alice)

    found = api_keys.recognise(token)

    assert found == key
    assert found.owner == alice
    with connection.cursor() as cursor:
        cursor.execute("SELECT accounts_apikey::text FROM accounts_apikey")
        assert token.removeprefix("adk_") not in cursor.fetchone()[0]
        cursor.execute("SELECT details::text, target FROM accounts_auditentry")
        assert token.removeprefix("adk_") not in str(cursor.fetchall())
    assert key.hint == token[-4:]


def test_two_keys_have_nothing_in_common(alice: User) -> None:
    _first, one = made(alice)
    _second, other = made(alice, "hourly")

    assert one != other
    assert len(one) > 40


@pytest.mark.parametrize(
    "spoilt",
    [
        ApiKey.objects.filter,
        lambda: ApiKey.objects.update(revoked_at=timezone.now()),
        lambda: ApiKey.objects.update(expires_at=timezone.now()),
        lambda: User.objects.update(is_active=False),
        lambda: User.objects.update(is_staff=False),
        lambda: User.objects.all().delete(),
    ],
    ids=["good", "revoked", "expired", "left", "no longer staff", "deleted"],
)
def test_only_a_good_key_opens_anything(alice: User, spoilt: object) -> None:
    _key, token = made(alice)

    spoilt()  # type: ignore[operator]

    found = api_keys.recognise(token)
    assert (found is not None) == (spoilt == ApiKey.objects.filter)


@pytest.mark.parametrize("token", ["", "adk_", "adk_x", "x", "adk_\0", "adk_ü" * 9999])
@pytest.mark.django_db
def test_what_is_no_key_opens_nothing(token: str) -> None:
    assert api_keys.recognise(token) is None


def test_the_last_use_is_kept_to_the_minute(alice: User) -> None:
    key, token = made(alice)
    assert key.used_at is None

    api_keys.recognise(token)
    first = ApiKey.objects.get().used_at
    api_keys.recognise(token)
    assert ApiKey.objects.get().used_at == first
    ApiKey.objects.update(used_at=timezone.now() - timedelta(minutes=2))
    api_keys.recognise(token)

    assert first is not None
    assert ApiKey.objects.get().used_at >= first


def test_a_name_is_free_again_once_its_key_is_revoked(alice: User, bob: User) -> None:
    key, _token = made(alice)
    made(bob)
    with pytest.raises(NameInUse):
        made(alice)

    api_keys.revoke(key=key, user=alice)

    made(alice)
    assert ApiKey.objects.count() == 3


def test_nobody_has_too_many_good_keys(alice: User) -> None:
    for n in range(MOST_GOOD):
        made(alice, f"key {n}")
    with pytest.raises(TooManyKeys):
        made(alice, "one more")

    ApiKey.objects.filter(name="key 0").update(revoked_at=timezone.now())

    made(alice, "one more")


def test_no_key_is_good_for_more_than_a_year(alice: User) -> None:
    key, _token = made(alice, days=5000)

    assert key.expires_at < timezone.now() + timedelta(days=366)


def test_making_and_revoking_stand_in_the_audit_log_once(alice: User) -> None:
    key, _token = made(alice)

    api_keys.revoke(key=key, user=alice)
    api_keys.revoke(key=key, user=alice)

    verbs = AuditEntry.objects.order_by("pk").values_list("verb", "user", "target")
    target = f"API key {key.pk} of alice"
    assert list(verbs) == [
        ("made API key", alice.pk, target),
        ("revoked API key", alice.pk, target),
    ]

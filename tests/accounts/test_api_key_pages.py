"""The page of API keys: everybody's own, a new one shown once, and one revoked."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts import api_keys
from accounts.models import ApiKey, User

PAGE = "/admin/accounts/apikey/"
NEW = {"deed": "make", "name": "nightly import", "scope": "write", "days": "90"}


@pytest.fixture
def at_alice(alice: User, client: Client) -> Client:
    client.force_login(alice)
    return client


def test_a_new_key_is_shown_once_and_opens_the_api(
    at_alice: Client, alice: User
) -> None:
    response = at_alice.post(PAGE, NEW)

    html = response.content.decode()
    shown = re.search(r'value="(adk_[\w-]+)"', html)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert shown
    key = api_keys.recognise(shown[1])
    assert key is not None
    assert (key.owner, key.scope) == (alice, "write")
    assert timedelta(days=89) < key.expires_at - timezone.now() < timedelta(days=91)
    later = at_alice.get(PAGE).content.decode()
    assert "nightly import" in later
    assert shown[1] not in later


def test_a_page_that_is_sent_again_makes_no_second_key(at_alice: Client) -> None:
    at_alice.post(PAGE, NEW)

    response = at_alice.post(PAGE, NEW)

    assert response.status_code == 422
    html = response.content.decode()
    assert "You have a key of this name" in html
    assert 'value="nightly import"' in html
    assert ApiKey.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value"), [("name", ""), ("scope", "all"), ("days", "36500")]
)
def test_a_form_that_is_wrong_keeps_what_was_typed(
    at_alice: Client, field: str, value: str
) -> None:
    response = at_alice.post(PAGE, NEW | {field: value})

    assert response.status_code == 422
    assert not ApiKey.objects.exists()


def test_a_key_is_revoked_by_its_owner(at_alice: Client, alice: User) -> None:
    made = api_keys.make(name="old", scope="read", days=30, user=alice)

    response = at_alice.post(PAGE, {"deed": "revoke", "key": made.key.pk}, follow=True)

    assert "opens nothing any more" in response.content.decode()
    assert api_keys.recognise(made.token) is None


def test_nobody_sees_or_revokes_the_keys_of_others(at_alice: Client, bob: User) -> None:
    made = api_keys.make(name="of Bob", scope="read", days=30, user=bob)

    assert "of Bob" not in at_alice.get(PAGE).content.decode()
    response = at_alice.post(PAGE, {"deed": "revoke", "key": made.key.pk})

    assert response.status_code == 404
    assert at_alice.post(PAGE, {"deed": "revoke", "key": "x"}).status_code == 403
    assert api_keys.recognise(made.token) is not None


def test_a_superuser_sees_and_revokes_the_keys_of_all(
    client: Client, alice: User
) -> None:
    made = api_keys.make(name="of Alice", scope="read", days=30, user=alice)
    client.force_login(User.objects.create_superuser("root"))

    assert "of Alice" in client.get(PAGE).content.decode()
    client.post(PAGE, {"deed": "revoke", "key": made.key.pk})

    assert api_keys.recognise(made.token) is None


def test_the_list_says_the_state_in_words(at_alice: Client, alice: User) -> None:
    assert "You have no key yet" in at_alice.get(PAGE).content.decode()
    for name in ("good", "ended", "taken back"):
        api_keys.make(name=name, scope="read", days=30, user=alice)
    ApiKey.objects.filter(name="ended").update(expires_at=timezone.now())
    ApiKey.objects.filter(name="taken back").update(revoked_at=timezone.now())

    html = at_alice.get(PAGE).content.decode()

    for word in ("● Good", "◌ Expired", "✕ Revoked"):
        assert html.count(word) == 1
    assert html.count('value="revoke"') == 1


def test_a_name_with_markup_is_shown_as_text(at_alice: Client) -> None:
    html = at_alice.post(PAGE, NEW | {"name": "<b>x</b>"}).content.decode()

    assert "&lt;b&gt;x&lt;/b&gt;" in html
    assert "<b>x</b>" not in html


def test_an_account_that_is_deleted_takes_its_keys_along(
    client: Client, alice: User
) -> None:
    made = api_keys.make(name="of Alice", scope="read", days=30, user=alice)
    client.force_login(User.objects.create_superuser("root"))

    client.post(f"/admin/accounts/user/{alice.pk}/delete/", {"post": "yes"})

    assert not User.objects.filter(pk=alice.pk).exists()
    assert api_keys.recognise(made.token) is None

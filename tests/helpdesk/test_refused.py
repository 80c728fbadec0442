"""What was not carried out says what happened and what to do next, to people and to scripts."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import get_resolver, reverse

from accounts.models import User

pytestmark = pytest.mark.django_db
ADD = "/admin/knowledge/atom/add/"
IMPORT = "/admin/knowledge/atom/import/"


@pytest.fixture
def root(client: Client) -> Client:
    client.force_login(
        User.objects.create_superuser("root", password="a long password")
    )
    return client


def files(number: int) -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile(f"{n}.md", b"x") for n in range(number)]


@pytest.mark.parametrize(
    ("address", "sent", "words"),
    [
        (ADD, lambda: {"body": "x" * 3_000_000}, "That is more than 2 MB of text"),
        (IMPORT, lambda: {"upload": files(501)}, "put them into one .zip"),
        (ADD, lambda: {f"x{n}": "" for n in range(1001)}, "one form can hold"),
    ],
)
def test_too_much_is_told_as_such_and_where_the_text_is(
    root: Client, address: str, sent: Callable[[], dict[str, Any]], words: str
) -> None:
    page = root.post(address, sent())

    assert page.status_code == 413
    assert words in page.content.decode()
    assert "what you typed stands there still" in page.content.decode()


def test_hundreds_of_files_are_taken_at_once(root: Client) -> None:
    page = root.post(IMPORT, {"upload": files(300)})

    assert page.status_code == 422
    assert "Into the collection" in page.content.decode()


def test_a_script_gets_it_in_json(root: Client) -> None:
    told = root.post(
        ADD, {"body": "x" * 3_000_000}, headers={"Accept": "application/json"}
    )

    assert told.status_code == 413
    assert told.json()["error"].startswith("That is more than 2 MB of text. Nothing")


def test_what_is_not_there_or_not_allowed_leads_back_to_the_desk(
    root: Client, client: Client
) -> None:
    gone = root.get("/admin/knowledge/atom/1/versions/1/")
    assert gone.status_code in {302, 404}
    missing = root.get("/admin/nowhere/at/all/", follow=True)
    assert told(missing, 404, "There is nothing at this address")
    assert f'href="{reverse("admin:index")}"' in missing.content.decode()

    stranger = User.objects.create_user("stranger", is_staff=True)
    client.force_login(stranger)
    assert told(client.get(ADD), 403, "You may not do this")


def test_a_customers_address_leads_nobody_to_the_desk(client: Client) -> None:
    page = client.get("/nowhere/")

    assert told(page, 404, "There is nothing at this address")
    assert "/admin/" not in page.content.decode()


def test_a_form_of_an_earlier_sign_in_is_told_as_that() -> None:
    User.objects.create_superuser("root", password="a long password")
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.get(username="root"))

    page = client.post(ADD, {"title": "T"})

    assert told(page, 403, "This page is older than your sign-in")


def test_an_address_that_was_not_named_to_the_desk_says_which_setting_names_it() -> (
    None
):
    client = Client(enforce_csrf_checks=True)
    login = reverse("admin:login")

    page = client.post(login, headers={"Origin": "https://desk.example.org"})

    assert told(page, 403, "CSRF_TRUSTED_ORIGINS")
    assert told(
        client.get(login, headers={"Host": "desk.example.org"}), 400, "ALLOWED_HOSTS"
    )


def test_a_fault_of_the_desk_is_told_without_asking_the_database() -> None:
    answer = get_resolver().resolve_error_handler(500)

    page = answer(RequestFactory().get(ADD))

    assert told(page, 500, "Something broke in the desk")


@pytest.mark.parametrize(
    "address",
    [
        "/admin/knowledge/atom/suggest/tags/?q=%00a", "/admin/knowledge/gap/?q=%00",
        "/admin/knowledge/goldenquestion/?atom=%00", "/admin/knowledge/modelcall/?model=%00",
        "/admin/search/?s=%00",
    ],
)  # fmt: skip
def test_a_character_that_no_text_can_hold_is_left_out_of_an_address(
    root: Client, address: str
) -> None:
    assert root.get(address).status_code == 200


def told(page: HttpResponse, status: int, words: str) -> bool:
    return page.status_code == status and words in page.content.decode()

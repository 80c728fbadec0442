"""A picture goes to those who may read its text, as a picture and as nothing else."""

import pytest
from django.test import Client

from accounts.models import User
from knowledge.models import Collection, Picture
from knowledge.services import pictures
from tests.knowledge.drawing import drawn

pytestmark = pytest.mark.django_db


@pytest.fixture
def picture(manual: Collection) -> Picture:
    return pictures.add_picture(collection=manual, data=drawn("JPEG"), user=None)


@pytest.fixture
def shown(picture: Picture) -> Picture:
    Picture.objects.update(shown=True)
    return picture


def test_a_picture_that_customers_were_shown_is_for_any_page_of_anybody(
    client: Client, shown: Picture
) -> None:
    response = client.get(shown.address, headers={"Origin": "https://shop.example"})

    assert response.status_code == 200
    assert response.content == shown.path.read_bytes()
    assert response["Content-Type"] == "image/jpeg"
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Cookie" not in response.get("Vary", "")
    assert not response.cookies


def test_no_browser_takes_it_for_a_page(client: Client, shown: Picture) -> None:
    response = client.get(shown.address)

    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Content-Disposition"].startswith("inline; filename=")


def test_a_picture_of_a_draft_is_for_readers_of_its_collection(
    client: Client, picture: Picture, erin: User, alice: User, secret: Collection
) -> None:
    assert client.get(picture.address).status_code == 404

    client.force_login(erin)
    response = client.get(picture.address)

    assert response.status_code == 200
    assert response["Cache-Control"].startswith("private")
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"


def test_a_picture_of_a_closed_collection_is_not_there_for_others(
    client: Client, erin: User, secret: Collection
) -> None:
    hidden = pictures.add_picture(collection=secret, data=drawn(), user=None)
    client.force_login(erin)

    assert client.get(hidden.address).status_code == 404


def test_somebody_who_is_no_member_of_staff_any_more_sees_no_draft(
    client: Client, picture: Picture, erin: User
) -> None:
    client.force_login(erin)
    User.objects.filter(pk=erin.pk).update(is_staff=False)

    assert client.get(picture.address).status_code == 404


def test_a_browser_that_has_it_is_told_so(client: Client, shown: Picture) -> None:
    etag = client.get(shown.address)["ETag"]

    response = client.get(shown.address, headers={"If-None-Match": etag})

    assert response.status_code == 304
    assert response.content == b""


def test_a_file_that_is_gone_is_not_found(client: Client, shown: Picture) -> None:
    shown.path.unlink()

    assert client.get(shown.address).status_code == 404


@pytest.mark.parametrize(
    "name",
    [
        "{sha}.png",
        "{sha}.svg",
        "{sha}.jpg.html",
        "{sha}",
        "../secret-key",
        "%2e%2e/secret-key",
        "{upper}.jpg",
    ],
)
def test_no_other_name_leads_to_a_file(
    client: Client, shown: Picture, name: str
) -> None:
    name = name.format(sha=shown.sha256, upper=shown.sha256.upper())

    assert client.get(f"/pictures/{name}").status_code == 404


def test_it_can_only_be_read(client: Client, shown: Picture) -> None:
    assert client.post(shown.address).status_code == 405
    assert client.head(shown.address).status_code == 200

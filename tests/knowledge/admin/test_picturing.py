"""The editor's door for pictures: who may use it, what it takes, and what it says of the rest."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse

from accounts.models import User
from knowledge.models import Atom, Collection, Picture
from tests.knowledge.admin.pages import atom_in
from tests.knowledge.drawing import bomb, drawn, moving

pytestmark = pytest.mark.django_db


def send(
    client: Client,
    data: bytes,
    name: str = "list.png",
    content_type: str = "image/png",
    **place: Any,
) -> HttpResponse:
    file = SimpleUploadedFile(name, data, content_type)
    url = reverse("admin:knowledge_picture_upload")
    response: HttpResponse = client.post(url, {"picture": file, **place})
    return response


def told(response: HttpResponse) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(response.content)
    return answer


def test_a_picture_for_an_atom_is_kept_in_its_collection(
    at_erin: Client, erin: User, atom: Atom
) -> None:
    response = send(at_erin, drawn(), atom=atom.pk)

    assert response.status_code == 201
    kept = Picture.objects.get()
    assert told(response) == {"address": kept.address, "width": 40, "height": 30}
    assert (kept.collection, kept.added_by) == (atom.collection, erin)


def test_a_new_atom_says_its_collection(at_erin: Client, manual: Collection) -> None:
    assert send(at_erin, drawn(), collection=manual.pk).status_code == 201
    assert send(at_erin, drawn()).status_code == 422


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("../../../etc/passwd.png", "image/png"),
        ("x.svg", "image/svg+xml"),
        ("x.html", "text/html"),
        ("x.php\x00.png", "application/x-php"),
        ("a" * 300 + ".exe", "application/octet-stream"),
    ],
)
def test_name_and_stated_type_count_for_nothing(
    at_erin: Client, atom: Atom, name: str, said: str
) -> None:
    response = send(at_erin, drawn("GIF"), name, said, atom=atom.pk)

    assert response.status_code in {201, 422}
    if response.status_code == 201:
        kept = Picture.objects.get()
        assert (kept.kind, kept.path.name) == ("gif", f"{kept.sha256}.gif")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<svg onload='alert(1)' xmlns='http://www.w3.org/2000/svg'/>", "PNG, JPEG"),
        (b"<!doctype html><script>alert(1)</script>", "PNG, JPEG"),
        (b"GIF89a/*<script>*/=1;alert(1)", ""),
        (drawn("TIFF"), "PNG, JPEG"),
        (drawn(size=(300, 200))[:200], "broken"),
        (bomb(), "at most 25 million"),
        (moving(frames=501), "at most 25 million"),
    ],
)
def test_what_is_not_taken_is_refused_with_its_reason(
    at_erin: Client, atom: Atom, data: bytes, reason: str
) -> None:
    response = send(at_erin, data, atom=atom.pk)

    assert response.status_code == 422
    assert reason in told(response)["error"]
    assert told(response)["error"]
    assert not Picture.objects.exists()


def test_a_script_behind_a_picture_is_not_kept(at_erin: Client, atom: Atom) -> None:
    response = send(at_erin, moving() + b"<script>alert(1)</script>", atom=atom.pk)

    assert response.status_code == 201
    assert b"script" not in Picture.objects.get().path.read_bytes()


def test_too_large_a_file_is_refused_before_it_is_read(
    at_erin: Client, atom: Atom
) -> None:
    with override_settings(PICTURE_MEGABYTES=0.001):
        response = send(at_erin, b"x" * 1001, atom=atom.pk)

    assert response.status_code == 413
    assert "at most 0.001 MB" in told(response)["error"]


def test_an_empty_file_and_none_at_all_are_refused(at_erin: Client, atom: Atom) -> None:
    url = reverse("admin:knowledge_picture_upload")

    assert send(at_erin, b"", atom=atom.pk).status_code == 422
    assert at_erin.post(url, {"atom": atom.pk}).status_code == 422
    assert at_erin.get(url).status_code == 405


def test_nobody_puts_a_picture_where_they_may_not_write(
    at_erin: Client, secret: Collection
) -> None:
    hidden = atom_in(secret, "title: Hidden\ntype: article\n").atom

    assert send(at_erin, drawn(), atom=hidden.pk).status_code == 422
    assert send(at_erin, drawn(), collection=secret.pk).status_code == 422
    assert not Picture.objects.exists()


def test_who_may_write_nowhere_is_turned_away(
    client: Client, alice: User, atom: Atom
) -> None:
    client.force_login(alice)

    assert send(client, drawn(), atom=atom.pk).status_code == 403


def test_a_page_of_somebody_else_cannot_send_one(erin: User, atom: Atom) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(erin)

    assert send(client, drawn(), atom=atom.pk).status_code == 403
    assert not Picture.objects.exists()


def test_the_preview_shows_the_picture(at_erin: Client, atom: Atom) -> None:
    place = told(send(at_erin, drawn(), atom=atom.pk))["address"]
    url = reverse("admin:knowledge_atom_preview", args=[atom.pk])

    seen = told(at_erin.post(url, {"title": "T", "body": f"![A list]({place})"}))

    assert f'<img src="{place}" alt="A list" loading="lazy"' in seen["html"]
    assert at_erin.get(place).status_code == 200

"""The page of an import that a worker does: how far it is, a stop, and what came of it."""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from knowledge import tasks
from knowledge.admin import importing
from knowledge.models import Atom, Collection, ImportRun
from tests.knowledge.admin.pages import LIST, html_of
from tests.knowledge.admin.test_importing import look, tickets

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(
    at_rita: Client, manual: Collection, monkeypatch: pytest.MonkeyPatch
) -> ImportRun:
    """An import of two files, which are more than a page takes in by itself here."""
    monkeypatch.setattr(importing, "AT_ONCE", 1)
    sent = {**tickets(look(at_rita, manual)), "collection": manual.pk, "_import": "1"}
    response = at_rita.post(reverse("admin:knowledge_atom_import"), sent)
    run = ImportRun.objects.get()
    assert response["Location"] == address(run)
    return run


def address(run: ImportRun) -> str:
    return reverse("admin:knowledge_atom_import_run", args=[run.pk])


def shown(client: Client, run: ImportRun) -> str:
    return " ".join(html_of(client.get(address(run))).split())


def test_many_files_are_followed_to_their_end(at_rita: Client, run: ImportRun) -> None:
    assert "begins in a moment" in shown(at_rita, run)
    assert "progress." in shown(at_rita, run)

    tasks.take_in()

    assert "Done: 1 created, 1 updated." in shown(at_rita, run)
    assert "progress." not in shown(at_rita, run)
    assert Atom.objects.count() == 2


def test_the_script_is_told_how_far_it_is(at_rita: Client, run: ImportRun) -> None:
    ImportRun.objects.update(done=1, total=2)

    told = at_rita.get(address(run), headers={"Accept": "application/json"}).json()

    assert told == {"finished": False, "done": 1, "total": 2}


def test_stopped_nothing_is_taken_in(at_rita: Client, run: ImportRun) -> None:
    at_rita.post(address(run), {"_stop": "1"})
    tasks.take_in()

    assert "Stopped: nothing was taken in" in shown(at_rita, run)
    assert "Choose the files again" in shown(at_rita, run)
    assert Atom.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"why": "changed"}, "Texts have changed since you looked"),
        ({"why": "no_right"}, "you have not the right to in its collection"),
        ({"why": "broken", "problems": ["a.md:2: title: is no text"]}, "a.md:2: title"),
        ({"failure": "It broke off; the log says why."}, "It broke off"),
    ],
)
def test_why_nothing_was_taken_in_is_said(
    at_rita: Client, run: ImportRun, fields: dict[str, object], words: str
) -> None:
    ImportRun.objects.update(finished_at=timezone.now(), **fields)

    page = shown(at_rita, run)

    assert "Nothing was taken in" in page
    assert words in page


def test_a_line_above_the_list_leads_to_it(at_rita: Client, run: ImportRun) -> None:
    ImportRun.objects.update(done=1, total=2)
    assert "under way, 1 of 2" in html_of(at_rita.get(LIST))
    assert address(run) in html_of(at_rita.get(LIST))

    tasks.take_in()

    assert "done, 2 files gone through" in html_of(at_rita.get(LIST))


def test_nobody_sees_or_stops_the_import_of_another(
    at_rita: Client, run: ImportRun, erin: User, client: Client
) -> None:
    client.force_login(erin)

    answers: list[HttpResponse] = [
        client.get(address(run)), client.post(address(run), {"_stop": "1"}),
    ]  # fmt: skip

    assert [answer.status_code for answer in answers] == [404, 404]
    assert address(run) not in html_of(client.get(LIST))
    run.refresh_from_db()
    assert run.is_under_way


def test_readers_have_none(run: ImportRun, client: Client, alice: User) -> None:
    client.force_login(alice)

    assert client.get(address(run)).status_code == 403

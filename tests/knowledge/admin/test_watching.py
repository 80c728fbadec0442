"""The page of watched folders: for those who may write, with what is in the way and what to do."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import redis
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import background
from knowledge.models import Collection, WatchedFolder
from tests.hints import MAINTENANCE, emptied
from tests.knowledge.admin.pages import html_of
from tests.knowledge.brought import PAIRS, brought, read

pytestmark = pytest.mark.django_db
PAGE = "/admin/knowledge/collection/watched/"
CONFLICT = {
    "file": "shop/export.md", "line": 7, "key": "conflict",
    "message": "desk and file changed the same lines", "severity": "error",
}  # fmt: skip
TITLE = {
    "file": "shop/refund.md", "line": 1, "key": "title", "message": "is missing",
    "severity": "error",
}  # fmt: skip
MISSING = {
    "file": "", "line": 1, "key": "missing", "message": "there is no such folder",
    "severity": "error",
}  # fmt: skip


def watched(collection: Collection, *problems: Any, **values: Any) -> WatchedFolder:
    values.setdefault("state", "failed" if problems else "in_step")
    return WatchedFolder.objects.create(
        collection=collection,
        path=f"/srv/{collection.slug}",
        problems=list(problems),
        **values,
    )


@pytest.fixture
def nudges(transactional_db: None) -> Iterator[redis.Redis]:
    """The queue in which a worker would find what it was asked for."""
    with emptied(MAINTENANCE) as client:
        yield client


def test_each_problem_stands_there_with_its_file_its_line_and_what_to_do(
    at_erin: Client, manual: Collection
) -> None:
    watched(manual, CONFLICT, TITLE, left_out=4)

    page = html_of(at_erin.get(PAGE))

    assert "✕ Not in step" in page
    assert "<code>shop/export.md</code><br><small>line 7</small>" in page
    assert "Let both sides say the same there" in page
    assert "title is missing" in page
    assert "and 4 more" in page


def test_a_folder_that_is_not_there_comes_with_whom_to_ask(
    at_erin: Client, manual: Collection
) -> None:
    watched(manual, MISSING)

    page = html_of(at_erin.get(PAGE))

    assert "Ask whoever runs the desk to bring the folder back." in page


def test_a_command_that_helps_is_written_out_with_the_folder_of_the_line(
    at_erin: Client, manual: Collection
) -> None:
    folder = watched(manual, {**MISSING, "key": "folder"})
    WatchedFolder.objects.update(path="/srv/our texts")

    page = html_of(at_erin.get(PAGE))

    command = "manage.py sync_atoms &#x27;/srv/our texts&#x27; --collection manual"
    assert f"{command} --archive-all" in page
    assert folder.collection == manual


def test_a_folder_in_step_says_since_when_and_what_was_done_last(
    at_erin: Client, manual: Collection, settings: Any
) -> None:
    settings.WATCHED_PUBLISH = ["manual"]
    now = timezone.now()
    watched(
        manual,
        counts={"take": 3, "merge": 1},
        looked_at=now,
        synced_at=now,
        changed_at=now,
    )

    page = html_of(at_erin.get(PAGE))

    assert "✓ In step" in page
    assert "3 taken from files, 1 merged" in page
    assert "answers at once" in page


def test_folders_of_collections_without_the_right_to_write_are_on_no_page(
    at_erin: Client, secret: Collection
) -> None:
    hidden = watched(secret, MISSING)

    pages = [at_erin.get(PAGE), at_erin.get("/admin/knowledge/collection/")]

    assert not any("/srv/secret" in html_of(page) for page in pages)
    assert "No folder is watched" in html_of(pages[0])
    assert at_erin.post(PAGE, {"folder": hidden.pk}).status_code == 404


@pytest.mark.parametrize("sent", ["", "x", "²", "9" * 30])
def test_a_folder_that_is_none_is_refused(at_erin: Client, sent: str) -> None:
    assert at_erin.post(PAGE, {"folder": sent}).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_looking_again_forgets_that_all_was_said_and_asks_a_worker(
    nudges: redis.Redis, at_erin: Client, manual: Collection
) -> None:
    folder = watched(manual, CONFLICT, settled="both")

    page = at_erin.post(PAGE, {"folder": folder.pk}, follow=True)

    folder.refresh_from_db()
    background.drain()
    assert folder.settled == ""
    assert "“Manual” is looked at within seconds." in html_of(page)
    (asked,) = nudges.lrange(MAINTENANCE, 0, -1)
    assert b"knowledge.tasks.watch_folders" in asked


def test_a_failure_is_named_on_the_front_page_and_on_those_of_collections(
    at_erin: Client, manual: Collection
) -> None:
    watched(manual, CONFLICT)

    front = html_of(at_erin.get("/admin/"))
    listed = html_of(at_erin.get("/admin/knowledge/collection/"))
    one = html_of(at_erin.get(f"/admin/knowledge/collection/{manual.pk}/change/"))

    assert "1 watched folder is not in step" in front
    assert "1 watched folder is not in step." in listed
    assert "Its watched folder is not in step with it." in one
    assert all(PAGE in page for page in (front, listed, one))


def test_what_is_in_step_is_no_news(at_erin: Client, manual: Collection) -> None:
    watched(manual)

    assert "not in step" not in html_of(at_erin.get("/admin/"))
    assert "not in step" not in html_of(at_erin.get("/admin/knowledge/collection/"))


def test_the_page_asks_as_often_for_many_folders_as_for_one(
    at_erin: Client, manual: Collection, django_assert_max_num_queries: Any
) -> None:
    watched(manual, *[CONFLICT] * 50)

    with django_assert_max_num_queries(16):
        at_erin.get(PAGE)


def test_names_of_files_stay_text(
    at_erin: Client, manual: Collection, tmp_path: Path
) -> None:
    watched(manual, {**CONFLICT, "file": "<i>x</i>.md", "message": "<b>bold</b>"})

    page = html_of(at_erin.get(PAGE))

    assert "<b>bold" not in page
    assert "<i>x" not in page


def test_a_document_of_which_nothing_came_stands_there_with_its_page(
    at_erin: Client, manual: Collection
) -> None:
    table = brought(manual, "faq.csv", PAIRS)
    scan = read(brought(manual, "scan.pdf", b"%PDF-1.7 cut"))
    page_of = "admin:knowledge_sourcedocument_change"
    watched(
        manual,
        brought={"faq.csv": ["1-1", table.pk], "old/scan.pdf": ["1-1", scan.pk]},
    )

    page = html_of(at_erin.get(PAGE))

    assert "2 to read beside their pages" in page
    assert "Somebody has to say what its columns hold." in page
    assert "<code>old/scan.pdf</code>" in page
    assert "is no PDF that can be read" in page
    columns_of = "admin:knowledge_sourcedocument_columns"
    assert f'href="{reverse(columns_of, args=[table.pk])}"' in page
    assert f'href="{reverse(page_of, args=[scan.pk])}"' in page


def test_the_front_page_names_tables_that_wait_for_their_columns(
    at_erin: Client, manual: Collection
) -> None:
    away = Collection.objects.create(name="Away", slug="away", restricted=True)
    brought(away, "other.csv", PAIRS)
    before = html_of(at_erin.get("/admin/"))
    brought(manual, "faq.csv", PAIRS)

    front = html_of(at_erin.get("/admin/"))

    assert "what its columns hold" not in before
    assert "1 table waits until somebody says what its columns hold" in front

"""Files that a worker takes in: all of them by the rights and texts of that moment, or none."""

import threading
from typing import Any

import pytest
from django.db import connection
from guardian.shortcuts import remove_perm

from accounts.models import User
from knowledge import tasks
from knowledge.format import parse
from knowledge.models import Atom, Collection, ImportRun
from knowledge.services import imports, jobs
from knowledge.services.atoms import save_version
from knowledge.services.zips import read_zip
from tests.knowledge.admin.pages import atom_in
from tests.knowledge.services.test_zips import ATOM, zipped

pytestmark = pytest.mark.django_db
FILES = {"one.md": ATOM.format("one"), "two.md": ATOM.format("two")}


def asked(
    collection: Collection, user: User, files: dict[str, str] = FILES, **more: Any
) -> ImportRun:
    archive = zipped(dict(files)).read()
    source = read_zip(zipped(dict(files)), name="upload")
    wishes = {"publish": False, "foreign": False, **more}
    return imports.ask(
        archive=archive,
        collection=collection,
        user=user,
        seal=imports.seal_of(source, collection),
        **wishes,
    )


def ended(run: ImportRun) -> ImportRun:
    tasks.take_in()
    run.refresh_from_db()
    assert run.finished_at is not None
    assert bytes(run.archive) == b""
    return run


def test_all_of_it_is_taken_in_and_counted(manual: Collection, rita: User) -> None:
    atom_in(manual, "id: one\ntitle: one\ntype: article\n", "Old.\n")

    run = ended(asked(manual, rita, publish=True))

    assert run.is_done
    counts = (run.created, run.updated, run.published, run.unchanged)
    assert counts == (1, 1, 2, 0)
    assert (run.done, run.total) == (2, 2)
    assert {atom.state for atom in Atom.objects.all()} == {"published"}
    assert Atom.objects.get(slug="two").versions.get().author == rita


def test_texts_that_changed_after_the_look_are_not_written_over(
    manual: Collection, rita: User
) -> None:
    atom = atom_in(manual, "id: one\ntitle: one\ntype: article\n", "Old.\n").atom
    run = asked(manual, rita)
    newer = parse("---\nid: one\ntitle: one\ntype: article\n---\nNewer.\n")
    save_version(atom=atom, parsed=newer, seen_version=1, author=None)

    assert ended(run).why == "changed"
    assert not Atom.objects.filter(slug="two").exists()


@pytest.mark.parametrize(
    ("right", "publish"), [("write_collection", False), ("publish_collection", True)]
)
def test_a_right_taken_back_meanwhile_is_one_no_more(
    manual: Collection, rita: User, right: str, publish: bool
) -> None:
    run = asked(manual, rita, publish=publish)
    remove_perm(right, rita, manual)

    assert ended(run).why == "no_right"
    assert not Atom.objects.exists()


def test_where_texts_are_reviewed_by_now_none_is_published_unread(
    manual: Collection, rita: User
) -> None:
    run = asked(manual, rita, publish=True)
    Collection.objects.update(review_required=True)

    assert ended(run).why == "no_right"


def test_files_with_errors_are_named_and_nothing_is_taken_in(
    manual: Collection, rita: User
) -> None:
    bad = {**FILES, "bad.md": "---\ntitle: [x\n---\nText."}

    run = ended(asked(manual, rita, bad))

    assert run.why == "broken"
    assert any("bad.md:2: title:" in problem for problem in run.problems)
    assert not Atom.objects.exists()


def test_what_was_stopped_before_a_worker_came_is_left(
    manual: Collection, rita: User
) -> None:
    run = asked(manual, rita)
    imports.stop(run)

    assert ended(run).stopped
    assert not Atom.objects.exists()


def test_what_is_stopped_just_before_its_end_is_taken_back(
    manual: Collection, rita: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = asked(manual, rita)
    take_in = imports.import_files

    def stopped(**given: Any) -> Any:
        summary = take_in(**given)
        imports.stop(run)
        return summary

    monkeypatch.setattr(imports, "import_files", stopped)
    tasks.take_in()

    assert not Atom.objects.exists()


def test_what_breaks_off_is_given_up_and_the_next_is_taken_in(
    manual: Collection, rita: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = asked(manual, rita)
    take_in = imports.import_files
    calls = iter([RuntimeError("disk")])

    def once(**given: Any) -> Any:
        for error in calls:
            raise error
        return take_in(**given)

    monkeypatch.setattr(imports, "import_files", once)
    following = asked(manual, rita)

    assert "the log says why" in ended(broken).failure
    assert ended(following).is_done


def test_one_that_somebody_is_at_is_taken_by_nobody_else(
    manual: Collection, rita: User
) -> None:
    asked(manual, rita)

    assert imports.claim() is not None
    assert imports.claim() is None


@pytest.mark.django_db(transaction=True)
def test_how_far_it_is_is_seen_from_outside_and_a_stop_is_heard(
    manual: Collection, rita: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "TOLD_SECONDS", 0.01)
    run = asked(manual, rita)
    seen: list[tuple[int, int]] = []

    def look() -> None:
        """From another connection, as a page does: wait until it is told, then stop."""
        try:
            while not seen:
                far = ImportRun.objects.values_list("done", "total").get(pk=run.pk)
                if far == (1, 2):
                    seen.append(far)
            imports.stop(run)
        finally:
            connection.close()

    def slowly(**given: Any) -> Any:
        progress = given.pop("progress")
        progress(1, 2)
        looking = threading.Thread(target=look)
        looking.start()
        looking.join(30)
        while True:
            progress(1, 2)

    monkeypatch.setattr(imports, "import_files", slowly)
    tasks.take_in()

    run.refresh_from_db()
    assert seen == [(1, 2)]
    assert run.stopped

"""A watched folder is synced once its files are still, and never because it is not there."""

from pathlib import Path
from typing import Any

import pytest

from knowledge import tasks
from knowledge.format import parse
from knowledge.models import Atom, AtomVersion, Collection, WatchedFolder
from knowledge.services import atoms, watching
from knowledge.services.sync import sync_folder
from tests.knowledge.services.looking import LINES, Clock, write

pytestmark = pytest.mark.django_db
State = WatchedFolder.State


@pytest.fixture
def in_step(place: Path, clock: Clock) -> Clock:
    """Looked at until there was nothing left to do."""
    for _ in range(3):
        folder = clock.look()
    assert folder.state == State.IN_STEP
    assert folder.settled
    return clock


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def save(body: str) -> None:
    parsed = parse(f"---\nid: export\ntitle: Export\ntype: article\n---\n{body}")
    atom = Atom.objects.get(slug="export")
    atoms.save_version(atom=atom, parsed=parsed, seen_version=None, author=None)


def newest(slug: str = "export") -> str:
    version = Atom.objects.get(slug=slug).latest_version
    assert version
    return version.body


def test_files_are_taken_when_two_looks_found_them_the_same(
    place: Path, clock: Clock
) -> None:
    assert clock.look().state == State.CHANGING
    assert not Atom.objects.exists()

    folder = clock.look()

    assert folder.state == State.IN_STEP
    assert folder.counts == {"take": 1}
    assert (folder.looked_at, folder.synced_at) == (clock.now, clock.now)
    assert Atom.objects.get().state == "draft"


def test_a_file_that_is_being_copied_is_not_taken(place: Path, in_step: Clock) -> None:
    whole = (place / "export.md").read_text().replace("export", "copied")
    for end in (60, 70, 80):
        (place / "copied.md").write_text(whole[:end])
        assert in_step.look().state == State.CHANGING
    (place / "copied.md").write_text(whole)
    in_step.look()
    assert not Atom.objects.filter(slug="copied").exists()

    in_step.look()

    assert newest("copied") == LINES


def test_two_looks_right_after_each_other_are_no_proof_of_stillness(
    place: Path, clock: Clock
) -> None:
    clock.look()

    folder = clock.look(seconds=1)

    assert folder.state == State.CHANGING
    assert not Atom.objects.exists()


def test_a_file_that_changes_while_it_is_read_is_taken_later(
    place: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock.look()
    real = sync_folder

    def late(**how: Any) -> Any:
        def scribble(_done: int, _total: int) -> None:
            edit(place / "export.md", "Second.", "Zweitens.")

        return real(**how, progress=scribble)

    monkeypatch.setattr(watching, "sync_folder", late)
    folder = clock.look()
    monkeypatch.setattr(watching, "sync_folder", real)

    assert (folder.state, folder.problems) == (State.CHANGING, [])
    assert not Atom.objects.exists()
    clock.look()
    clock.look()
    assert newest() == LINES.replace("Second.", "Zweitens.")


def test_when_both_sides_rest_nothing_is_read(
    in_step: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(watching, "sync_folder")

    folder = in_step.look()

    assert (folder.state, folder.looked_at) == (State.IN_STEP, in_step.now)
    assert folder.synced_at == in_step.now


def test_an_edit_in_the_desk_goes_to_the_file(place: Path, in_step: Clock) -> None:
    save("New.\n")

    folder = in_step.look()

    assert folder.counts == {"write": 1}
    assert (place / "export.md").read_text().endswith("---\nNew.\n")


def test_edits_on_both_sides_are_merged(place: Path, in_step: Clock) -> None:
    edit(place / "export.md", "First.", "Erstens.")
    save(LINES.replace("Third.", "Drittens."))
    in_step.look()

    folder = in_step.look()

    both = "Erstens.\n\nSecond.\n\nDrittens.\n"
    assert folder.counts == {"merge": 1}
    assert newest() == both
    assert (place / "export.md").read_text().endswith(both)


def test_a_conflict_is_kept_with_file_and_line_and_nothing_is_done(
    place: Path, in_step: Clock
) -> None:
    edit(place / "export.md", "Second.", "Zweitens.")
    save(LINES.replace("Second.", "Deux."))
    write(place / "other.md", "Other.\n")
    before = (place / "export.md").read_bytes()
    in_step.look()

    folder = in_step.look()

    (problem,) = folder.problems
    assert folder.state == State.FAILED
    assert (problem["file"], problem["key"]) == ("export.md", "conflict")
    assert before.decode().split("\n")[problem["line"] - 1] == "Zweitens."
    assert (place / "export.md").read_bytes() == before
    assert not Atom.objects.filter(slug="other").exists()


def test_a_failure_is_tried_again_only_when_something_changed_or_somebody_asks(
    place: Path, in_step: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    (place / "export.md").write_text("---\ntype: nonsense\n---\nText.\n")
    in_step.look()
    failed = in_step.look()
    tried: list[str] = []
    monkeypatch.setattr(
        watching, "sync_folder", lambda **how: tried.append("x") or sync_folder(**how)
    )
    in_step.look()
    assert tried == []

    watching.look_again(failed)
    folder = in_step.look()

    assert tried == ["x"]
    assert {(p["file"], p["key"]) for p in folder.problems} == {
        ("export.md", "title"), ("export.md", "type"),
    }  # fmt: skip


def test_of_very_many_problems_a_part_is_kept_and_the_rest_counted(
    place: Path, in_step: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "MOST_PROBLEMS", 2)
    for number in range(5):
        (place / f"bad-{number}.md").write_text("no header")
    in_step.look()

    folder = in_step.look()

    assert (len(folder.problems), folder.left_out) == (2, 3)


@pytest.mark.parametrize("how", ["gone", "emptied", "a file"])
def test_a_folder_that_vanished_changes_nothing_and_is_taken_up_when_it_is_back(
    how: str, place: Path, in_step: Clock
) -> None:
    away = place.rename(place.with_name("away"))
    if how == "emptied":
        place.mkdir()
    elif how == "a file":
        place.write_text("")

    for _ in range(3):
        folder = in_step.look()
    assert folder.state == State.FAILED
    assert "is its disk mounted?" in folder.problems[0]["message"]
    assert Atom.objects.get().archived_at is None

    place.exists() and (place.rmdir() if place.is_dir() else place.unlink())
    away.rename(place)
    in_step.look()
    assert in_step.look().state == State.IN_STEP
    assert AtomVersion.objects.count() == 1


def test_when_more_than_half_of_the_files_are_gone_nothing_is_archived(
    place: Path, in_step: Clock
) -> None:
    for number in range(7):
        write(place / f"more-{number}.md", "Text.\n")
    for _ in range(3):
        in_step.look()
    for number in range(7):
        (place / f"more-{number}.md").unlink()
    in_step.look()

    folder = in_step.look()

    assert folder.state == State.FAILED
    assert "7 of 8 files are gone" in folder.problems[0]["message"]
    assert not Atom.objects.exclude(archived_at=None).exists()


def test_an_emptied_collection_and_its_emptied_folder_are_in_step(
    place: Path, in_step: Clock
) -> None:
    atoms.delete(atom=Atom.objects.get(), user=None)

    assert in_step.look().counts == {"remove": 1}
    in_step.look()
    assert in_step.look().state == State.IN_STEP


@pytest.mark.parametrize("bound", ["MOST_FILES", "MOST_BYTES"])
def test_more_than_fits_into_memory_is_refused_unread(
    bound: str, place: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, bound, 0)

    folder = clock.look()

    assert folder.state == State.FAILED
    assert "no more than 0 are watched" in folder.problems[0]["message"]


@pytest.mark.parametrize(
    ("asked", "guard", "state"),
    [
        ([], "", "draft"),
        (["manual"], "", "published"),
        (["manual"], "review_required", "draft"),
        (["manual"], "distinct_required", "draft"),
    ],
)
def test_files_answer_at_once_where_that_is_set_and_nobody_has_to_look_first(
    asked: list[str],
    guard: str,
    state: str,
    place: Path,
    clock: Clock,
    settings: Any,
) -> None:
    settings.WATCHED_PUBLISH = asked
    if guard:
        Collection.objects.update(**{guard: True})

    clock.look()
    clock.look()

    assert Atom.objects.get().state == state


def test_the_rows_are_those_of_the_settings(
    place: Path, in_step: Clock, settings: Any, tmp_path: Path
) -> None:
    settings.WATCHED_FOLDERS = {"manual": tmp_path / "moved", "shop": tmp_path / "shop"}
    watching.folders()

    paths = WatchedFolder.objects.values_list("collection__slug", "path", "state")
    assert set(paths) == {
        ("manual", str(tmp_path / "moved"), "new"),
        ("shop", str(tmp_path / "shop"), "new"),
    }

    settings.WATCHED_FOLDERS = {}
    assert watching.folders() == []
    assert not WatchedFolder.objects.exists()


def test_a_folder_whose_look_breaks_off_keeps_no_other_from_being_looked_at(
    place: Path, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.WATCHED_FOLDERS = {"shop": tmp_path / "shop", "manual": place}
    real = watching.fingerprint

    def broken(path: Path) -> str:
        if path.name == "shop":
            raise RuntimeError("no idea")
        return real(path)

    monkeypatch.setattr(watching, "fingerprint", broken)

    tasks.watch_folders()

    states = dict(WatchedFolder.objects.values_list("collection__slug", "state"))
    assert states == {"shop": "failed", "manual": "changing"}

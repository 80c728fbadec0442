"""A folder and a collection are brought to the same texts, all of them or none."""

import os
from pathlib import Path

import pytest

from accounts.models import User
from knowledge.format import parse
from knowledge.models import AgreedFile, Atom, AtomVersion, Collection
from knowledge.services import atoms, care
from knowledge.services.sync import Synced, sync_folder
from knowledge.syncing import Deed

pytestmark = pytest.mark.django_db
LINES = "First.\n\nSecond.\n\nThird.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "kb"


@pytest.fixture
def synced(folder: Path, manual: Collection) -> Atom:
    """An atom that desk and folder agree on."""
    folder.mkdir()
    write(folder / "export.md", LINES)
    run(folder, manual)
    return Atom.objects.get()


def write(path: Path, body: str, **header: str) -> None:
    lines = "".join(f"{key}: {value}\n" for key, value in header.items())
    path.write_text(
        f"---\nid: {path.stem}\ntitle: Export\ntype: article\n{lines}---\n{body}"
    )


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def save(atom: Atom, body: str) -> None:
    parsed = parse(f"---\nid: export\ntitle: Export\ntype: article\n---\n{body}")
    atoms.save_version(atom=atom, parsed=parsed, seen_version=None, author=None)


def run(folder: Path, collection: Collection, **how: bool) -> Synced:
    return sync_folder(path=folder, collection=collection, **how)


def bodies() -> list[str]:
    return [version.body for version in AtomVersion.objects.order_by("pk")]


def test_new_files_become_drafts_and_new_atoms_become_files(
    folder: Path, manual: Collection
) -> None:
    folder.mkdir()
    write(folder / "from-file.md", "One.\n")
    parsed = parse("---\nid: from-desk\ntitle: T\ntype: article\n---\nTwo.\n")
    atoms.add_atom(collection=manual, parsed=parsed, author=None)

    done = run(folder, manual)

    assert done.deeds == {"from-file": Deed.TAKE, "from-desk": Deed.WRITE}
    assert Atom.objects.get(slug="from-file").state == "draft"
    assert (folder / "from-desk.md").read_text().endswith("---\nTwo.\n")
    assert set(run(folder, manual).deeds.values()) == {Deed.NOTHING}


def test_an_edit_in_the_file_goes_to_the_desk(
    folder: Path, manual: Collection, synced: Atom
) -> None:
    edit(folder / "export.md", "Second.", "Zweitens.")

    assert run(folder, manual).deeds == {"export": Deed.TAKE}
    assert bodies()[-1] == LINES.replace("Second.", "Zweitens.")
    assert "version: 2\n" in (folder / "export.md").read_text()


def test_an_edit_in_the_desk_goes_to_the_file(
    folder: Path, manual: Collection, synced: Atom
) -> None:
    save(synced, "New.\n")

    assert run(folder, manual).deeds == {"export": Deed.WRITE}
    assert (folder / "export.md").read_text().endswith("---\nNew.\n")


def test_edits_on_both_sides_are_merged_on_both(
    folder: Path, manual: Collection, synced: Atom
) -> None:
    edit(folder / "export.md", "First.", "Erstens.")
    save(synced, LINES.replace("Third.", "Drittens."))

    assert run(folder, manual).deeds == {"export": Deed.MERGE}

    both = "Erstens.\n\nSecond.\n\nDrittens.\n"
    assert bodies()[-1] == both
    assert (folder / "export.md").read_text().endswith(both)
    assert set(run(folder, manual).deeds.values()) == {Deed.NOTHING}


def test_on_a_conflict_nothing_is_done_and_every_conflict_has_its_line(
    folder: Path, manual: Collection, synced: Atom
) -> None:
    edit(folder / "export.md", "Second.", "Zweitens.")
    save(synced, LINES.replace("Second.", "Deux."))
    write(folder / "other.md", "Other.\n")
    before = (folder / "export.md").read_bytes()

    done = run(folder, manual)

    (error,) = done.errors
    assert error.path == folder / "export.md"
    assert "the same lines" in error.problem.message
    line = (folder / "export.md").read_text().split("\n")[error.problem.line - 1]
    assert line == "Zweitens."
    assert (folder / "export.md").read_bytes() == before
    assert not Atom.objects.filter(slug="other").exists()


def test_a_conflict_is_solved_by_changing_one_side_to_the_other(
    folder: Path, manual: Collection, synced: Atom
) -> None:
    edit(folder / "export.md", "Second.", "Zweitens.")
    save(synced, LINES.replace("Second.", "Deux."))
    edit(folder / "export.md", "Zweitens.", "Deux.")

    assert run(folder, manual).deeds == {"export": Deed.NOTHING}


def test_a_file_that_is_gone_archives_its_atom(
    folder: Path, manual: Collection, synced: Atom
) -> None:
    atoms.publish(atom=synced, user=None)
    (folder / "export.md").unlink()

    assert run(folder, manual).deeds == {"export": Deed.ARCHIVE}

    synced.refresh_from_db()
    assert synced.state == "archived"
    assert run(folder, manual).deeds == {}


@pytest.mark.parametrize("away", ["archived", "deleted"])
def test_an_atom_that_is_gone_removes_its_file(
    folder: Path, manual: Collection, synced: Atom, rita: User, away: str
) -> None:
    gone = care.archive if away == "archived" else atoms.delete
    gone(atom=synced, user=rita)

    assert run(folder, manual).deeds == {"export": Deed.REMOVE}
    assert not (folder / "export.md").exists()


def test_a_file_may_move_and_be_renamed(
    folder: Path, manual: Collection, synced: Atom
) -> None:
    (folder / "deep").mkdir()
    (folder / "export.md").rename(folder / "deep" / "x.md")
    save(synced, "New.\n")

    assert run(folder, manual).deeds == {"export": Deed.WRITE}
    assert (folder / "deep" / "x.md").read_text().endswith("New.\n")
    assert not (folder / "export.md").exists()


def test_a_file_that_gets_another_id_keeps_its_text(
    folder: Path, manual: Collection, synced: Atom
) -> None:
    edit(folder / "export.md", "id: export", "id: alpha")

    run(folder, manual)
    run(folder, manual)

    assert (folder / "export.md").read_text().endswith(LINES)
    assert {a.slug: a.state for a in Atom.objects.all()} == {
        "alpha": "draft", "export": "archived",
    }  # fmt: skip


def test_a_new_atom_takes_no_other_atoms_file(
    folder: Path, manual: Collection, synced: Atom
) -> None:
    (folder / "export.md").rename(folder / "new.md")
    (folder / "README.md").write_text("# About\n")
    for slug in ("new", "readme"):
        parsed = parse(f"---\nid: {slug}\ntitle: T\ntype: article\n---\nTwo.\n")
        atoms.add_atom(collection=manual, parsed=parsed, author=None)

    run(folder, manual)

    assert (folder / "new.md").read_text().endswith(LINES)
    assert (folder / "new-2.md").exists()
    assert (folder / "README.md").read_text() == "# About\n"


def test_a_file_that_comes_back_brings_its_atom_back_as_a_draft(
    folder: Path, manual: Collection, synced: Atom
) -> None:
    text = (folder / "export.md").read_text()
    (folder / "export.md").unlink()
    run(folder, manual)
    (folder / "export.md").write_text(text.replace("Second.", "Again."))

    run(folder, manual)
    run(folder, manual)

    synced.refresh_from_db()
    assert synced.state == "draft"
    assert "Again." in (folder / "export.md").read_text()


def test_a_folder_that_lost_most_of_its_files_silences_nothing(
    folder: Path, manual: Collection
) -> None:
    folder.mkdir()
    for number in range(8):
        write(folder / f"a{number}.md", "One.\n")
    run(folder, manual)
    for path in folder.glob("*.md"):
        path.unlink()

    done = run(folder, manual)

    assert "8 of 8 files are gone" in done.errors[0].problem.message
    assert not Atom.objects.exclude(archived_at=None).exists()
    assert set(run(folder, manual, archive_all=True).deeds.values()) == {Deed.ARCHIVE}


def test_a_draft_of_the_desk_is_not_published_with_a_merge(
    folder: Path, manual: Collection, synced: Atom
) -> None:
    atoms.publish(atom=synced, user=None)
    edit(folder / "export.md", "First.", "Erstens.")
    save(synced, LINES.replace("Third.", "Drittens."))

    run(folder, manual, publish=True)

    synced.refresh_from_db()
    assert synced.state == "changed"


def test_what_comes_from_files_is_published_when_asked_for(
    folder: Path, manual: Collection, synced: Atom
) -> None:
    edit(folder / "export.md", "Second.", "Zweitens.")

    run(folder, manual, publish=True)

    synced.refresh_from_db()
    assert synced.state == "published"


def test_a_dry_run_says_what_would_be_done_and_does_nothing(
    folder: Path, manual: Collection
) -> None:
    folder.mkdir()
    write(folder / "new.md", "One.\n")

    done = run(folder, manual, dry_run=True)

    assert done.deeds == {"new": Deed.TAKE}
    assert not Atom.objects.exists()
    assert not AgreedFile.objects.exists()


def test_an_error_in_a_file_stops_everything(
    folder: Path, manual: Collection, synced: Atom
) -> None:
    edit(folder / "export.md", "title: Export", "title: [x]")

    done = run(folder, manual)

    assert "must be text" in done.errors[0].problem.message
    assert len(bodies()) == 1


def test_an_id_of_another_collection_is_an_error(
    folder: Path, manual: Collection, secret: Collection
) -> None:
    folder.mkdir()
    parsed = parse("---\nid: export\ntitle: T\ntype: article\n---\nTwo.\n")
    atoms.add_atom(collection=secret, parsed=parsed, author=None)
    write(folder / "export.md", "One.\n")

    done = run(folder, manual)

    assert "in another collection" in done.errors[0].problem.message
    assert (folder / "export.md").read_text().endswith("One.\n")


def test_a_folder_stays_with_its_collection(
    folder: Path, manual: Collection, secret: Collection, synced: Atom
) -> None:
    done = run(folder, secret)

    assert "kept in step with the collection manual" in done.errors[0].problem.message


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second file cannot be put in its place."""
    replace = os.replace
    calls: list[Path] = []

    def refuse(source: Path, target: Path) -> None:
        calls.append(target)
        if len(calls) > 1:
            raise OSError(28, "No space left on device")
        replace(source, target)

    monkeypatch.setattr(os, "replace", refuse)


def test_when_files_cannot_be_written_both_sides_stay_as_they_were(
    folder: Path, manual: Collection, synced: Atom, full_disk: None
) -> None:
    write(folder / "other.md", "Other.\n")
    edit(folder / "export.md", "Second.", "Zweitens.")
    before = {path: path.read_bytes() for path in folder.iterdir()}

    with pytest.raises(OSError, match="No space"):
        run(folder, manual)

    assert {path: path.read_bytes() for path in folder.iterdir()} == before
    assert len(bodies()) == 1


def test_after_a_crash_between_files_and_commit_the_next_run_agrees(
    folder: Path, manual: Collection, synced: Atom
) -> None:
    edit(folder / "export.md", "First.", "Erstens.")
    save(synced, LINES.replace("Third.", "Drittens."))
    merged = "Erstens.\n\nSecond.\n\nDrittens.\n"
    write(folder / "export.md", merged, version="3")

    run(folder, manual)

    assert bodies()[-1] == merged

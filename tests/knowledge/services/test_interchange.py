"""A folder goes in whole or not at all, and a second time changes nothing."""

from pathlib import Path

import pytest

from accounts.models import AuditEntry, User
from knowledge.format import parse
from knowledge.models import Atom, AtomVersion, Collection
from knowledge.services import atoms
from knowledge.services.export import export_folder
from knowledge.services.interchange import Summary, import_folder

pytestmark = pytest.mark.django_db


def put(folder: Path, name: str, header: str, body: str = "Text.\n") -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(f"---\n{header}\n---\n{body}".encode())
    return file


def counts(summary: Summary) -> tuple[int, int, int, int]:
    return summary.created, summary.updated, summary.unchanged, summary.failed


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    put(tmp_path, "one.md", "title: One\ntype: article")
    put(tmp_path, "deep/er/two.MD", "title: Two\ntype: article\nid: zwei")
    put(tmp_path, ".git/three.md", "title: Three\ntype: article")
    put(tmp_path, ".hidden.md", "title: Four\ntype: article")
    (tmp_path / "README.md").write_text("# What this folder is\n")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    return tmp_path


def test_every_file_below_the_folder_becomes_a_draft(
    folder: Path, manual: Collection, erin: User
) -> None:
    summary = import_folder(path=folder, collection=manual, author=erin)

    assert counts(summary) == (2, 0, 0, 0)
    assert {atom.slug: atom.state for atom in Atom.objects.all()} == {
        "one": "draft",
        "zwei": "draft",
    }
    assert {v.bulk for v in AtomVersion.objects.all()} == {True}
    entry = AuditEntry.objects.get()
    assert (entry.user, entry.verb) == (erin, "imported")
    assert entry.details == {"created": 2, "updated": 0, "published": 0}


def test_a_second_import_changes_nothing(folder: Path, manual: Collection) -> None:
    import_folder(path=folder, collection=manual)

    assert counts(import_folder(path=folder, collection=manual)) == (0, 0, 2, 0)

    assert AtomVersion.objects.count() == 2
    assert AuditEntry.objects.count() == 1


def test_a_changed_file_becomes_the_next_version(
    folder: Path, manual: Collection
) -> None:
    import_folder(path=folder, collection=manual, publish=True)
    put(folder, "one.md", "title: One\ntype: article", "New text.\n")

    summary = import_folder(path=folder, collection=manual)

    assert counts(summary) == (0, 1, 1, 0)
    atom = Atom.objects.get(slug="one")
    assert (atom.state, atom.latest_version.number) == ("changed", 2)
    assert atom.latest_version.body == "New text.\n"
    assert counts(import_folder(path=folder, collection=manual)) == (0, 0, 2, 0)


def test_publishing_makes_all_of_them_live_also_those_without_a_change(
    folder: Path, manual: Collection
) -> None:
    import_folder(path=folder, collection=manual)

    summary = import_folder(path=folder, collection=manual, publish=True)

    assert counts(summary) == (0, 0, 2, 0)
    assert summary.published == 2
    assert Atom.objects.live().count() == 2
    assert AtomVersion.objects.to_index().count() == 2
    assert import_folder(path=folder, collection=manual, publish=True).published == 0


def test_one_bad_file_stops_all_and_every_error_is_named(
    folder: Path, manual: Collection
) -> None:
    bad = put(folder, "bad.md", "title: Bad\ntype: recipe\ncreated: soon")
    worse = folder / "worse.md"
    worse.write_bytes(b"---\ntitle: W\n---\n\xff")

    summary = import_folder(path=folder, collection=manual, publish=True)

    assert counts(summary) == (0, 0, 0, 2)
    assert [str(problem).partition("“")[0] for problem in summary.errors] == [
        f"{bad}:3: type: ",
        f"{bad}:4: created: ",
        f"{worse}:4: file: is not UTF-8 (byte 0xff): save it as such",
    ]
    assert not Atom.objects.exists()


def test_one_id_in_two_files_is_an_error(folder: Path, manual: Collection) -> None:
    again = put(folder, "z.md", "title: Two again\ntype: article\nid: zwei")

    summary = import_folder(path=folder, collection=manual)

    (problem,) = summary.errors
    assert (problem.path, problem.problem.line, problem.problem.key) == (again, 4, "id")


def test_an_unreadable_file_is_an_error(folder: Path, manual: Collection) -> None:
    file = folder / "gone.md"
    file.symlink_to(folder / "nowhere.md")
    large = folder / "large.md"
    large.write_bytes(b"---\ntitle: L\n---\n" + b"x" * 1_000_000)

    summary = import_folder(path=folder, collection=manual)

    assert [(p.path, p.problem.key) for p in summary.errors] == [(large, "file")]


def test_an_atom_of_another_collection_is_not_taken_over(
    folder: Path, manual: Collection, secret: Collection
) -> None:
    import_folder(path=folder, collection=secret)
    put(folder, "one.md", "title: One\ntype: article", "Mine now.\n")

    summary = import_folder(path=folder, collection=manual)

    assert counts(summary) == (0, 0, 0, 2)
    assert {p.problem.key for p in summary.errors} == {"id"}
    assert not Atom.objects.filter(collection=manual).exists()


def test_without_a_collection_atoms_stay_where_they_are_and_new_ones_go_to_general(
    folder: Path, manual: Collection
) -> None:
    import_folder(path=folder / "one.md", collection=manual)

    summary = import_folder(path=folder, collection=None)

    assert counts(summary) == (1, 0, 1, 0)
    found = Atom.objects.values_list("slug", "collection__slug")
    assert dict(found) == {"one": "manual", "zwei": "general"}


def test_a_dry_run_counts_and_writes_nothing(folder: Path, manual: Collection) -> None:
    import_folder(path=folder / "one.md", collection=manual)
    put(folder, "one.md", "title: One\ntype: article", "New.\n")

    summary = import_folder(path=folder, collection=manual, publish=True, dry_run=True)

    assert counts(summary) == (1, 1, 0, 0)
    assert summary.published == 2
    assert AtomVersion.objects.count() == 1
    assert not Atom.objects.live().exists()


def test_headers_of_others_are_taken_when_allowed(
    tmp_path: Path, manual: Collection
) -> None:
    put(tmp_path, "a.md", "title: A\ntype: technote\ntags: x, y\nsource: them")

    assert counts(import_folder(path=tmp_path, collection=manual)) == (0, 0, 0, 1)
    assert counts(import_folder(path=tmp_path, collection=manual, foreign=True)) == (
        1,
        0,
        0,
        0,
    )

    version = AtomVersion.objects.get()
    assert (version.type, version.tags) == ("article", ["x", "y"])
    assert "original_type: technote\n" in version.header
    assert "source: them\n" in version.header
    assert counts(import_folder(path=tmp_path, collection=manual, foreign=True))[2] == 1


def test_progress_counts_files_read_and_atoms_written(
    folder: Path, manual: Collection
) -> None:
    steps: list[tuple[int, int]] = []

    import_folder(
        path=folder,
        collection=manual,
        progress=lambda done, total: steps.append((done, total)),
    )

    read, written = [(1, 3), (2, 3), (3, 3)], [(1, 2), (2, 2)]
    assert steps == read + written


def test_what_is_exported_and_imported_again_changes_nothing(
    tmp_path: Path, manual: Collection, secret: Collection
) -> None:
    put(
        tmp_path / "in", "a.md", "# mine\ntitle: A\ntype: article\nx: [1,  2]", "A\r\nB"
    )
    put(tmp_path / "in", "b.md", "title: 'B'\ntype: faq", "> Q: x?\n> A: y\n\n\n")
    import_folder(path=tmp_path / "in", collection=manual)
    other = parse("---\ntitle: C\ntype: article\n---\n\n\nC")
    version = atoms.add_atom(collection=secret, parsed=other, author=None)
    atoms.save_version(
        atom=version.atom,
        parsed=parse("---\ntitle: C2\ntype: article\n---\n\nC2\n"),
        seen_version=1,
        author=None,
    )

    done = export_folder(path=tmp_path / "out")
    summary = import_folder(path=tmp_path / "out", collection=None)

    assert (done.written, done.unchanged) == (3, 0)
    assert counts(summary) == (0, 0, 3, 0)
    assert (tmp_path / "out/manual/a.md").read_bytes() == (
        b"---\r\n# mine\r\nid: a\r\ntitle: A\r\ntype: article\r\nversion: 1\r\nx: [1,  2]\r\n"
        b"---\r\nA\r\nB"
    )
    assert (
        (tmp_path / "out/secret/c.md").read_bytes().endswith(b"version: 2\n---\n\nC2\n")
    )


def test_an_export_of_one_collection_is_flat_and_leaves_equal_files_alone(
    folder: Path, tmp_path: Path, manual: Collection, secret: Collection
) -> None:
    import_folder(path=folder, collection=manual)
    other = parse("---\ntitle: C\n---\nC")
    atoms.add_atom(collection=secret, parsed=other, author=None)
    out = tmp_path / "out"
    export_folder(path=out, collection=manual)
    (out / "one.md").write_text("touched")

    done = export_folder(path=out, collection=manual)

    assert sorted(path.name for path in out.iterdir()) == ["one.md", "zwei.md"]
    assert (done.written, done.unchanged) == (1, 1)


def test_ids_that_differ_only_in_case_get_files_of_their_own(
    tmp_path: Path, manual: Collection
) -> None:
    for slug in ("Same", "same"):
        parsed = parse(f"---\nid: {slug}\ntitle: T\n---\n{slug}")
        atoms.add_atom(collection=manual, parsed=parsed, author=None)

    export_folder(path=tmp_path, collection=manual)

    assert len({path.name.lower() for path in tmp_path.iterdir()}) == 2
    assert counts(import_folder(path=tmp_path, collection=manual)) == (0, 0, 2, 0)

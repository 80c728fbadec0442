"""Documents of a folder: brought in under names that a newer file keeps, each for itself."""

from pathlib import Path

import pytest

from knowledge import tasks
from knowledge.models import Atom, Collection, SourceDocument
from knowledge.services import documents
from knowledge.services.documents import Brought, bring, documents_below
from tests.knowledge.brought import PAGE, PAIRS

pytestmark = pytest.mark.django_db


def brought(folder: Path, collection: Collection) -> Brought:
    found = documents_below(folder)
    return bring(found, root=folder, collection=collection, user=None)


def names() -> list[str]:
    return sorted(SourceDocument.objects.values_list("name", flat=True))


def test_every_kind_is_kept_and_read_to_candidates_and_no_draft(
    tmp_path: Path, manual: Collection
) -> None:
    (tmp_path / "page.HTML").write_bytes(PAGE)
    (tmp_path / "faq.csv").write_bytes(PAIRS)
    (tmp_path / "notes.txt").write_text("Of no kind that is taken.")
    (tmp_path / ".hidden").mkdir()
    (tmp_path / ".hidden" / "other.html").write_bytes(PAGE)

    taken = brought(tmp_path, manual)
    tasks.read_documents()

    assert [path.name for path in taken.added] == ["faq.csv", "page.HTML"]
    assert {each.name: each.state for each in SourceDocument.objects.all()} == {
        "faq.csv": "columns",
        "page.HTML": "read",
    }
    assert manual.documents.get(name="page.HTML").candidates.count() == 1
    assert not Atom.objects.exists()


def test_the_same_file_again_is_known(tmp_path: Path, manual: Collection) -> None:
    (tmp_path / "page.html").write_bytes(PAGE)
    brought(tmp_path, manual)

    again = brought(tmp_path, manual)

    assert (again.added, len(again.known)) == ({}, 1)
    assert names() == ["page.html"]


def test_files_of_one_name_are_told_apart_by_their_folders(
    tmp_path: Path, manual: Collection
) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "index.html").write_bytes(PAGE + name.encode())
    (tmp_path / "b" / "start.html").write_bytes(PAGE)

    brought(tmp_path, manual)

    assert names() == ["a/index.html", "b/index.html", "start.html"]


def test_a_file_that_cannot_be_one_is_named_and_the_others_come_in(
    tmp_path: Path, manual: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "MOST_BYTES", 100)
    (tmp_path / "page.html").write_bytes(PAGE)
    (tmp_path / "large.pdf").write_bytes(b"x" * 101)
    (tmp_path / "none.csv").write_bytes(b" \n")
    (tmp_path / "gone.html").symlink_to(tmp_path / "nowhere.html")

    taken = bring(
        [*documents_below(tmp_path), tmp_path / "gone.html"],
        root=tmp_path,
        collection=manual,
        user=None,
    )

    told = {each.path.name: each.problem.message for each in taken.problems}
    assert told["large.pdf"] == "has more than 0 MB"
    assert told["none.csv"] == "is empty"
    assert "cannot be read" in told["gone.html"]
    assert names() == ["page.html"]


def test_a_single_file_has_its_own_name(tmp_path: Path, manual: Collection) -> None:
    (tmp_path / "page.html").write_bytes(PAGE)

    brought(tmp_path / "page.html", manual)

    assert names() == ["page.html"]

"""Documents in a watched folder go the way of all documents: somebody reads what they give."""

from pathlib import Path

import pytest

from accounts.models import User
from knowledge import tasks
from knowledge.format import parse
from knowledge.models import Atom, SourceDocument, WatchedFolder
from knowledge.services import candidates, documents, source_documents, watching
from knowledge.services.candidates import Reading
from tests.knowledge.brought import PAGE, PAIRS
from tests.knowledge.services.looking import Clock

pytestmark = pytest.mark.django_db
State = WatchedFolder.State


def names() -> list[str]:
    return sorted(SourceDocument.objects.values_list("name", flat=True))


def test_a_document_that_rests_is_brought_in_and_no_draft_is_made_of_it(
    place: Path, clock: Clock
) -> None:
    (place / "page.html").write_bytes(PAGE)

    clock.look()
    before = names()
    folder = clock.look()
    tasks.read_documents()

    document = SourceDocument.objects.get()
    assert (before, folder.state) == ([], State.IN_STEP)
    assert (document.name, document.state) == ("page.html", "read")
    assert document.candidates.count() == 1
    assert [atom.slug for atom in Atom.objects.all()] == ["export"]


def test_it_is_brought_in_once_and_a_newer_file_anew(place: Path, clock: Clock) -> None:
    (place / "page.html").write_bytes(PAGE)
    for _ in range(4):
        clock.look()
    once = names()
    (place / "page.html").write_bytes(PAGE + b"<p>Newer.</p>")

    clock.look()
    clock.look()

    assert once == ["page.html"]
    assert names() == ["page.html", "page.html"]


def test_what_somebody_erased_in_the_desk_does_not_come_back(
    place: Path, clock: Clock
) -> None:
    (place / "page.html").write_bytes(PAGE)
    clock.look()
    folder = clock.look()
    source_documents.delete(document=SourceDocument.objects.get(), user=None)
    watching.look_again(folder)

    clock.look()
    clock.look()

    assert names() == []


def test_one_that_cannot_be_a_document_is_told_and_hinders_nothing(
    place: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "MOST_BYTES", 1000)
    (place / "large.pdf").write_bytes(b"x" * 1001)
    clock.look()

    folder = clock.look()

    (problem,) = folder.problems
    assert folder.state == State.IN_STEP
    assert (problem["file"], problem["severity"]) == ("large.pdf", "warning")
    assert Atom.objects.filter(slug="export").exists()


def test_a_folder_of_documents_alone_is_not_taken_for_an_unmounted_disk(
    place: Path, clock: Clock, erin: User
) -> None:
    (place / "export.md").unlink()
    (place / "page.html").write_bytes(PAGE)
    clock.look()
    clock.look()
    tasks.read_documents()
    candidate = SourceDocument.objects.get().candidates.get()
    candidates.accept(
        candidate=candidate,
        parsed=parse(candidate.text),
        reading=Reading(erin, candidate.revision),
    )

    folder = clock.look()

    assert folder.state == State.IN_STEP
    assert (place / "page-export.md").exists()


def test_a_table_waits_for_its_columns(place: Path, clock: Clock) -> None:
    (place / "faq.csv").write_bytes(PAIRS)

    clock.look()
    clock.look()

    assert SourceDocument.objects.get().state == "columns"

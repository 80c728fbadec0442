"""Documents in an import: drafts with their source, the same ones again, and newer ones."""

from pathlib import Path

import pytest

from knowledge.format import parse
from knowledge.models import Atom, AtomVersion, Collection
from knowledge.services import atoms, zips
from knowledge.services.interchange import Summary, import_files, import_folder
from knowledge.services.zips import read_zip
from tests.knowledge.documents.making import docx, paragraph, pdf
from tests.knowledge.services.test_zips import ATOM, zipped

pytestmark = pytest.mark.django_db
LINE = (11.0, "The list is written to a file and the file is kept for one whole day.")
TABLE = "question,answer\nHow do I export?,Press Export.\nWhat is kept?,A day.\n"


def page(*paragraphs: str) -> str:
    return "<h1>Export</h1>" + "".join(f"<p>{text}</p>" for text in paragraphs)


def taken(path: Path, collection: Collection, **more: bool) -> Summary:
    return import_folder(path=path, collection=collection, **more)


def told(summary: Summary) -> list[str]:
    return [f"{p.path.name}:{p.problem}" for p in summary.problems]


def edited(slug: str, body: str) -> AtomVersion:
    atom = Atom.objects.get(slug=slug)
    latest = atom.latest_version
    assert latest is not None
    parsed = parse(f"---\n{latest.header}---\n{body}")
    return atoms.save_version(
        atom=atom, parsed=parsed, seen_version=latest.number, author=None
    )


def test_every_kind_in_a_folder_becomes_drafts_beside_its_atoms(
    tmp_path: Path, manual: Collection
) -> None:
    (tmp_path / "one.md").write_text(ATOM.format("one"))
    (tmp_path / "list.pdf").write_bytes(pdf([[(20, "Lists"), LINE]]))
    (tmp_path / "mail.docx").write_bytes(docx(paragraph("Mail", "Heading1"), paragraph("Sent.")))  # fmt: skip
    (tmp_path / "page.HTML").write_text(page("Press it."))
    (tmp_path / "faq.csv").write_text(TABLE)

    summary = taken(tmp_path, manual, publish=True)

    states = {atom.slug: atom.state for atom in Atom.objects.all()}
    assert states == {
        "one": "published",
        "list-lists": "draft",
        "mail": "draft",
        "page-export": "draft",
        "faq-how-do-i-export": "draft",
        "faq-what-is-kept": "draft",
    }
    assert (summary.created, summary.published, summary.drafts) == (6, 1, 5)


def test_the_source_stands_in_the_header_and_in_the_reason(
    tmp_path: Path, manual: Collection
) -> None:
    (tmp_path / "faq.csv").write_text(TABLE)

    taken(tmp_path / "faq.csv", manual)

    version = AtomVersion.objects.get(atom__slug="faq-what-is-kept")
    assert "source: faq.csv, line 3\n" in version.header
    assert version.reason == "import of faq.csv, line 3"
    assert [pair.answer for pair in version.pairs.all()] == ["A day."]


def test_the_same_file_again_changes_nothing_even_after_edits(
    tmp_path: Path, manual: Collection
) -> None:
    (tmp_path / "page.html").write_text(page("Press it."))
    taken(tmp_path, manual)
    again = taken(tmp_path, manual)
    edited("page-export", "Press it twice.\n")

    after = taken(tmp_path, manual)

    assert (again.unchanged, after.unchanged) == (1, 1)
    assert Atom.objects.get().latest_version.body == "Press it twice.\n"  # type: ignore[union-attr]


def test_a_text_that_only_moved_is_the_same(tmp_path: Path, manual: Collection) -> None:
    (tmp_path / "faq.csv").write_text(TABLE)
    taken(tmp_path, manual)
    (tmp_path / "faq.csv").write_text(TABLE.replace("\nHow", "\nNew?,Yes.\nHow"))

    summary = taken(tmp_path, manual)

    assert (summary.created, summary.unchanged, summary.updated) == (1, 2, 0)


def test_a_newer_file_gives_a_new_version_and_the_published_one_answers_on(
    tmp_path: Path, manual: Collection
) -> None:
    (tmp_path / "page.html").write_text(page("Press it."))
    taken(tmp_path, manual)
    atoms.publish(atom=Atom.objects.get(), user=None)
    (tmp_path / "page.html").write_text(page("Press it now."))

    summary = taken(tmp_path, manual, publish=True)

    atom = Atom.objects.get()
    assert (summary.updated, summary.published) == (1, 0)
    assert atom.live_version is not None
    assert atom.latest_version is not None
    assert (atom.live_version.number, atom.latest_version.number) == (1, 2)


def test_edits_are_merged_with_what_a_newer_file_says(
    tmp_path: Path, manual: Collection
) -> None:
    (tmp_path / "page.html").write_text(page("One.", "Two.", "Three."))
    taken(tmp_path, manual)
    edited("page-export", "One, edited.\n\nTwo.\n\nThree.\n")
    (tmp_path / "page.html").write_text(page("One.", "Two.", "Three, newer."))

    summary = taken(tmp_path, manual)

    latest = Atom.objects.get().latest_version
    assert latest is not None
    assert latest.body == "One, edited.\n\nTwo.\n\nThree, newer.\n"
    assert summary.merged["page-export"].body == latest.body


def test_after_a_merge_the_next_file_is_compared_with_the_last_one(
    tmp_path: Path, manual: Collection
) -> None:
    (tmp_path / "page.html").write_text(page("One.", "Two.", "Three."))
    taken(tmp_path, manual)
    edited("page-export", "One, edited.\n\nTwo.\n\nThree.\n")
    (tmp_path / "page.html").write_text(page("One.", "Two.", "Three, newer."))
    taken(tmp_path, manual)

    again = taken(tmp_path, manual)
    (tmp_path / "page.html").write_text(page("One.", "Two.", "Three, newest."))
    summary = taken(tmp_path, manual)

    latest = Atom.objects.get().latest_version
    assert latest is not None
    assert (again.unchanged, summary.updated, summary.problems) == (1, 1, ())
    assert latest.body == "One, edited.\n\nTwo.\n\nThree, newest.\n"
    assert latest.reason == "edits merged with page.html"


def test_where_both_changed_the_same_lines_the_atom_stays_and_it_is_said(
    tmp_path: Path, manual: Collection
) -> None:
    (tmp_path / "page.html").write_text(page("One."))
    taken(tmp_path, manual)
    edited("page-export", "Ours.\n")
    (tmp_path / "page.html").write_text(page("Theirs."))

    summary = taken(tmp_path, manual)

    assert told(summary) == [
        "page.html:1: page-export: was edited here, and the file changed the same lines: left as it is"
    ]
    assert Atom.objects.get().latest_version.body == "Ours.\n"  # type: ignore[union-attr]


def test_an_atom_that_somebody_wrote_is_never_taken_over(
    tmp_path: Path, manual: Collection
) -> None:
    (tmp_path / "one.md").write_text(ATOM.format("page-export"))
    taken(tmp_path / "one.md", manual)
    (tmp_path / "page.html").write_text(page("Press it."))

    summary = taken(tmp_path / "page.html", manual)

    assert summary.failed == 1
    assert "came from no document" in told(summary)[0]
    assert AtomVersion.objects.count() == 1


def test_one_broken_file_stops_all_of_them(tmp_path: Path, manual: Collection) -> None:
    (tmp_path / "page.html").write_text(page("Press it."))
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.7 and no more")
    (tmp_path / "faq.csv").write_text("question,answer\nA?,\n")

    summary = taken(tmp_path, manual)

    assert summary.failed == 2
    assert [line.split(":")[:3] for line in told(summary)] == [
        ["bad.pdf", "1", " file"],
        ["faq.csv", "2", " answer"],
    ]
    assert not Atom.objects.exists()


def test_files_of_one_name_are_told_apart_by_their_folders(
    tmp_path: Path, manual: Collection
) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "index.html").write_text(page("Press it."))

    summary = taken(tmp_path, manual)

    assert sorted(summary.deeds) == ["a-index-html-export", "b-index-html-export"]
    assert "source: a/index.html\n" in AtomVersion.objects.earliest("pk").header


def test_a_zip_may_hold_documents_and_atoms(manual: Collection) -> None:
    file = zipped({"one.md": ATOM.format("one"), "in/faq.csv": TABLE, ".x/a.csv": "x"})

    source = read_zip(file, name="up.zip")
    summary = import_files(source=source, collection=manual, publish=True)

    assert (summary.created, summary.drafts, summary.published) == (3, 2, 1)


def test_a_zip_of_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zips, "MOST_OF_DOCUMENTS", 10)

    source = read_zip(zipped({"faq.csv": TABLE}), name="up.zip")

    assert ["MB of documents" in str(p) for p in source.problems] == [True]

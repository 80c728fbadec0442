"""The commands: what they print, where atoms go, and how they end."""

import io
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Site
from knowledge.management.progress import Bar
from knowledge.models import Atom, Collection, SourceDocument

pytestmark = pytest.mark.django_db


def run(command: str, *arguments: object) -> tuple[list[str], list[str]]:
    out, err = io.StringIO(), io.StringIO()
    call_command(command, *map(str, arguments), stdout=out, stderr=err)
    return out.getvalue().splitlines(), err.getvalue().splitlines()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "atoms"
    folder.mkdir()
    (folder / "one.md").write_text("---\ntitle: One\ntype: article\n---\nText.\n")
    (folder / "two.md").write_text("---\ntitle: Two\n---\nText.\n")
    return folder


def test_the_last_line_counts_what_was_done(folder: Path) -> None:
    first, _ = run("import_atoms", folder, "--publish")
    second, _ = run("import_atoms", folder)

    assert first[-1] == "2 created, 0 updated, 0 unchanged, 0 failed; 2 published"
    assert second[-1] == "0 created, 0 updated, 2 unchanged, 0 failed"


def test_a_collection_is_made_when_missing_and_found_by_either_name(
    folder: Path,
) -> None:
    run("import_atoms", folder, "--collection", "Help Centre")
    run("import_atoms", folder, "--collection", "help-centre")
    run("import_atoms", folder, "--collection", "Help Centre")

    collection = Collection.objects.get()
    assert (collection.name, collection.slug) == ("Help Centre", "help-centre")
    assert not collection.sites.exists()
    assert collection.atoms.count() == 2


def test_a_site_may_answer_from_what_is_imported_for_it(
    folder: Path, site: Site
) -> None:
    run("import_atoms", folder, "--site", site.key)

    assert [c.slug for c in site.collections.all()] == ["general"]


def test_an_unknown_site_is_an_error_and_leaves_nothing(folder: Path) -> None:
    with pytest.raises(CommandError, match="no site with the key nowhere"):
        run("import_atoms", folder, "--collection", "C", "--site", "nowhere")

    assert not Collection.objects.exists()


def test_a_dry_run_says_so_and_leaves_nothing(folder: Path) -> None:
    out, _ = run("import_atoms", folder, "--collection", "C", "--publish", "--dry-run")

    assert (
        out[-1] == "Dry run: 2 created, 0 updated, 0 unchanged, 0 failed; 2 published"
    )
    assert not Collection.objects.exists()


def test_warnings_are_counted_and_shown_on_demand(folder: Path) -> None:
    _, short = run("import_atoms", folder)
    _, long = run("import_atoms", folder, "--verbosity", "2")

    assert short == ["1 warnings; --verbosity 2 shows them"]
    assert long == [f"{folder}/two.md:1: type: is missing; taken as an article"]


def test_errors_are_named_by_file_line_and_key_and_nothing_is_kept(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "bad.md").write_text("---\ntitle: Bad\ntype: recipe\n---\nText.\n")
    out, err = io.StringIO(), io.StringIO()

    with pytest.raises(CommandError, match="Nothing was imported"):
        call_command(
            "import_atoms", str(folder), collection="C", stdout=out, stderr=err
        )

    assert err.getvalue().startswith(f"{folder}/bad.md:3: type: “recipe” is none of")
    assert out.getvalue() == "0 created, 0 updated, 0 unchanged, 1 failed\n"
    assert not Atom.objects.exists()
    assert not Collection.objects.exists()


@pytest.mark.parametrize("place", ["nowhere", "empty"])
def test_a_path_without_atoms_is_an_error(tmp_path: Path, place: str) -> None:
    (tmp_path / "empty").mkdir()

    with pytest.raises(CommandError, match="There is no"):
        run("import_atoms", tmp_path / place)


def test_an_error_ends_with_a_status_other_than_zero(tmp_path: Path) -> None:
    code = f"import sys; from django.core.management import execute_from_command_line as run; run(['manage.py', 'import_atoms', {str(tmp_path / 'no')!r}])"

    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )

    assert done.returncode == 1
    assert "There is no" in done.stderr


def test_an_export_goes_where_it_is_told_and_comes_back_unchanged(
    folder: Path, tmp_path: Path
) -> None:
    run("import_atoms", folder, "--collection", "c")

    first, _ = run("export_atoms", tmp_path / "out", "--collection", "c")
    second, _ = run("export_atoms", tmp_path / "out", "--collection", "c")
    back, _ = run("import_atoms", tmp_path / "out", "--collection", "c")

    assert first == ["2 written, 0 unchanged"]
    assert second == ["0 written, 2 unchanged"]
    assert back[-1] == "0 created, 0 updated, 2 unchanged, 0 failed"


def test_an_export_of_an_unknown_collection_or_onto_a_file_is_an_error(
    folder: Path,
) -> None:
    run("import_atoms", folder, "--collection", "c")

    with pytest.raises(CommandError, match="There is no collection nothing"):
        run("export_atoms", folder, "--collection", "nothing")
    with pytest.raises(CommandError, match="Could not write"):
        run("export_atoms", folder / "one.md", "--collection", "c")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_drawn_on_a_terminal_only() -> None:
    terminal, file = Terminal(), io.StringIO()

    for stream in (terminal, file):
        bar = Bar(stream)
        bar(1, 2)
        bar(2, 2)

    assert terminal.getvalue().splitlines()[-1].endswith("] 2/2")
    assert file.getvalue() == ""


def test_documents_come_in_to_be_read_and_the_last_line_says_so(folder: Path) -> None:
    (folder / "faq.csv").write_text("question,answer\nWhy?,So.\n")

    out, _ = run("import_atoms", folder, "--publish")
    again, _ = run("import_atoms", folder)

    assert out[-1] == (
        "2 created, 0 updated, 0 unchanged, 0 failed; 2 published; "
        "documents to read under Knowledge > Documents: 1 new, 0 there before"
    )
    assert again[-1].endswith("0 new, 1 there before")
    assert Atom.objects.count() == 2


def test_a_single_document_is_taken_in(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<h1>Export</h1><p>Press it.</p>")

    run("import_atoms", tmp_path / "page.html")

    document = SourceDocument.objects.get()
    assert (document.name, document.collection.name) == ("page.html", "General")
    assert not Atom.objects.exists()


def test_a_dry_run_brings_no_document_in(folder: Path) -> None:
    (folder / "page.html").write_text("<h1>Export</h1><p>Press it.</p>")

    out, _ = run("import_atoms", folder, "--dry-run")

    assert out[-1].startswith("Dry run: 2 created")
    assert out[-1].endswith("1 new, 0 there before")
    assert not SourceDocument.objects.exists()


def test_a_document_that_cannot_be_one_is_named_and_nothing_comes_in(
    folder: Path,
) -> None:
    (folder / "bad.pdf").write_bytes(b"")
    err = io.StringIO()

    with pytest.raises(CommandError, match="Nothing was imported"):
        call_command("import_atoms", str(folder), stdout=io.StringIO(), stderr=err)

    assert f"{folder}/bad.pdf:1: file: is empty" in err.getvalue()
    assert not Atom.objects.exists()

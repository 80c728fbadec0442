"""Atoms in from a zip and out to one, whatever the zip says about itself."""

import io
import zipfile

import pytest

from knowledge.format.values import MAX_BYTES
from knowledge.models import Atom, Collection
from knowledge.services import zips
from knowledge.services.interchange import import_files
from knowledge.services.zips import read_zip, zip_of
from tests.knowledge.admin.pages import atom_in

ATOM = "---\nid: {0}\ntitle: {0}\ntype: article\n---\nText.\n"


def zipped(files: dict[str, str | bytes]) -> io.BytesIO:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    made.seek(0)
    return made


def errors(file: io.BytesIO) -> list[str]:
    source = read_zip(file, name="up.zip")
    return [str(p) for p in source.problems if p.problem.severity == "error"]


def test_every_md_file_is_read_whatever_folder_it_is_in() -> None:
    source = read_zip(
        zipped(
            {
                "one.md": ATOM.format("one"),
                "deep/er/two.MD": ATOM.format("two"),
                "note.txt": "no",
                ".git/three.md": ATOM.format("three"),
                "__MACOSX/one.md": b"\x00\x05",
                "README.md": "# About\n",
            }
        ),
        name="up.zip",
    )

    assert [file.parsed.id for file in source.files] == ["one", "two"]
    assert source.problems == []


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.md", "/etc/passwd.md", "..\\..\\x.md", "C:\\x.md"]
)
def test_a_path_out_of_the_zip_is_only_a_name(name: str) -> None:
    source = read_zip(zipped({name: ATOM.format("one")}), name="up.zip")

    assert [file.parsed.id for file in source.files] == ["one"]


@pytest.mark.parametrize("data", [b"", b"PK", b"not a zip at all" * 100])
def test_what_is_no_zip_is_said_to_be_none(data: bytes) -> None:
    (error,) = errors(io.BytesIO(data))

    assert "is no zip that can be read" in error


def test_a_zip_without_atoms_says_so() -> None:
    assert errors(zipped({"a.txt": "x"})) == ["up.zip:1: file: holds no .md file"]


def test_a_broken_member_is_an_error_not_a_crash() -> None:
    data = bytearray(zipped({"one.md": ATOM.format("one")}).getvalue())
    data[40:44] = b"\xff\xff\xff\xff"

    (error,) = errors(io.BytesIO(bytes(data)))

    assert "is no zip that can be read" in error


def test_a_name_that_cannot_be_read_is_an_error_not_a_crash() -> None:
    data = bytearray(zipped({"añ.md": ATOM.format("one")}).getvalue())
    data = data.replace("ñ".encode(), b"\xff\xfe")

    (error,) = errors(io.BytesIO(bytes(data)))

    assert "is no zip that can be read" in error


def test_a_bomb_is_refused_by_what_it_says_and_by_what_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    large = zipped({"big.md": ATOM.format("big") + "x" * (MAX_BYTES + 10)})
    (error,) = errors(large)
    assert "is larger than" in error

    monkeypatch.setattr(zips, "MOST_BYTES", 1000)
    (error,) = errors(large)
    assert "unpacks to more than" in error


def test_too_many_files_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zips, "MOST_FILES", 2)

    (error,) = errors(zipped({f"{n}.md": ATOM.format(f"a{n}") for n in range(3)}))

    assert "holds 3 .md files, at most 2" in error


def test_two_files_with_one_id_are_an_error() -> None:
    (error,) = errors(zipped({"a.md": ATOM.format("x"), "b.md": ATOM.format("x")}))

    assert "“x” is also the id of a.md" in error


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff" + ATOM.format("one"),
        ATOM.format("one").replace("\n", "\r\n"),
        ATOM.format("one").replace("Text.", "Grüße 🚲 שלום"),
    ],
)
def test_odd_but_readable_texts_are_read(text: str) -> None:
    source = read_zip(zipped({"one.md": text.encode()}), name="up.zip")

    assert [str(p) for p in source.problems if p.problem.severity == "error"] == []
    assert source.files[0].parsed.title == "one"


@pytest.mark.django_db
def test_a_zip_that_went_out_changes_nothing_when_it_comes_in(
    manual: Collection, secret: Collection
) -> None:
    for number in range(30):
        atom_in(manual, f"title: Atom {number}  # mine\ntype: article\nx: {number}\n")
    atom_in(secret, "title: Other\ntype: article\n")
    atoms = Atom.objects.select_related("latest_version", "collection")

    made = io.BytesIO(b"".join(zip_of(atoms)))
    summary = import_files(
        source=read_zip(made, name="up.zip"), collection=None, author=None
    )

    assert (summary.unchanged, summary.created, summary.updated) == (31, 0, 0)
    with zipfile.ZipFile(made) as archive:
        assert "secret/other.md" in archive.namelist()


@pytest.mark.django_db
def test_a_zip_is_made_piece_by_piece(
    manual: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zips, "CHUNK", 100)
    for number in range(10):
        atom_in(manual, f"title: Atom {number}\ntype: article\n")
    atoms = Atom.objects.select_related("latest_version", "collection")

    pieces = list(zip_of(atoms))

    assert len(pieces) > 5

"""Atoms in from a zip and out to one, whatever the zip says about itself."""

import hashlib
import io
import zipfile
from pathlib import Path

import pytest

from knowledge.format.values import MAX_BYTES
from knowledge.models import Atom, Collection, Picture
from knowledge.services import pictures, zips
from knowledge.services.export import export_folder
from knowledge.services.interchange import import_files, import_folder
from knowledge.services.zips import read_zip, zip_of
from tests.knowledge.admin.pages import atom_in
from tests.knowledge.drawing import bomb, camera, drawn

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
    (error,) = errors(zipped({"a.txt": "x"}))

    assert error.startswith("up.zip:1: file: holds no .md file; PDF, Word")


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


@pytest.fixture
def pictured(db: None) -> Atom:
    """An atom with a picture, as one desk has it."""
    place = Collection.objects.create(name="Manual", slug="manual")
    picture = pictures.add_picture(collection=place, data=drawn("JPEG"), user=None)
    return atom_in(place, body=f"![A list]({picture.address})\n").atom


def whole_zip() -> io.BytesIO:
    atoms = Atom.objects.select_related("latest_version", "collection")
    return io.BytesIO(b"".join(zip_of(atoms)))


def test_pictures_travel_with_the_texts_that_show_them(pictured: Atom) -> None:
    name = Picture.objects.get().path.name
    data = Picture.objects.get().path.read_bytes()
    sent = whole_zip()
    Picture.objects.get().path.unlink()
    Atom.objects.all().delete()
    Collection.objects.all().delete()
    other = Collection.objects.create(name="Other", slug="other")

    source = read_zip(sent, name="up.zip")
    import_files(source=source, collection=other, publish=True)

    with zipfile.ZipFile(sent) as archive:
        assert sorted(archive.namelist()) == [
            "manual/export-invoices.md",
            f"pictures/{name}",
        ]
    kept = other.pictures.get()
    assert kept.path.read_bytes() == data
    assert kept.path.name == name
    assert kept.shown
    version = Atom.objects.get().latest_version
    assert version is not None
    assert kept.address in version.body


def test_looking_at_a_zip_keeps_no_picture(pictured: Atom) -> None:
    source = read_zip(whole_zip(), name="up.zip")
    other = Collection.objects.create(name="Other", slug="other")

    import_files(source=source, collection=other, dry_run=True)

    assert len(source.pictures) == 1
    assert not other.pictures.exists()


def _named(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("0" * 64, drawn()),
        (_named(b"<svg/>"), b"<svg/>"),
        (_named(drawn("PNG", exif=camera())), drawn("PNG", exif=camera())),
        (_named(bomb()), bomb()),
    ],
)
def test_a_picture_that_no_desk_wrote_is_left_aside(name: str, data: bytes) -> None:
    text = ATOM.format("one") + f"![x](/pictures/{name}.png)\n"

    source = read_zip(
        zipped({"one.md": text, f"pictures/{name}.png": data}), name="up.zip"
    )

    assert source.pictures == {}
    assert [file.parsed.id for file in source.files] == ["one"]
    (problem,) = source.problems
    assert problem.problem.severity == "warning"
    assert "left aside" in str(problem)


def test_a_picture_that_is_not_in_the_zip_is_no_problem() -> None:
    text = ATOM.format("one") + f"![x](/pictures/{'0' * 64}.png)\n"

    source = read_zip(zipped({"one.md": text}), name="up.zip")

    assert (source.pictures, source.problems) == ({}, [])


def test_pictures_count_to_what_a_zip_may_unpack_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(zips, "MOST_BYTES", 1000)
    files = {"one.md": ATOM.format("one"), "pictures/x.png": b"0" * 1000}

    assert "unpacks to more" in errors(zipped(files))[0]


def test_a_folder_takes_pictures_along_as_well(pictured: Atom, tmp_path: Path) -> None:
    export_folder(path=tmp_path)
    kept = Picture.objects.get().path
    assert (tmp_path / "pictures" / kept.name).read_bytes() == kept.read_bytes()
    Atom.objects.all().delete()
    Picture.objects.all().delete()

    summary = import_folder(path=tmp_path, collection=None)

    assert (summary.created, summary.problems) == (1, ())
    assert Picture.objects.get().path == kept

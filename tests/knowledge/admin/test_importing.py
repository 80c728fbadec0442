"""Importing in the admin: first the preview, then all of it or nothing."""

import io
import os
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import User
from knowledge import tasks, uploads
from knowledge.format import parse
from knowledge.models import Atom, AtomVersion, Collection
from knowledge.services import atoms
from tests.knowledge.admin.pages import atom_in, html_of
from tests.knowledge.services.test_zips import ATOM, zipped

pytestmark = pytest.mark.django_db
PAGE = "/admin/knowledge/atom/import/"


def sent(
    *files: SimpleUploadedFile, into: Collection, **more: str
) -> dict[str, object]:
    return {"upload": list(files), "collection": into.pk, **more}


def archive(files: dict[str, str | bytes]) -> SimpleUploadedFile:
    return SimpleUploadedFile("kb.zip", zipped(files).read(), "application/zip")


def tickets(response: HttpResponse) -> dict[str, str]:
    """Return what the page of a preview sends along."""
    context = response.context  # type: ignore[attr-defined]
    return {"ticket": context["ticket"], "looked": context["looked"]}


def look(client: Client, into: Collection, **more: str) -> HttpResponse:
    """Upload two atoms, one of which is there already with another text."""
    atom_in(into, "id: one\ntitle: one\ntype: article\n", "Old.\n")
    files = {"one.md": ATOM.format("one"), "two.md": ATOM.format("two")}
    return client.post(PAGE, sent(archive(files), into=into, **more))


def test_the_preview_says_what_would_change_and_changes_nothing(
    at_rita: Client, manual: Collection
) -> None:
    page = html_of(look(at_rita, manual))

    assert "1 new, 1 changed, 0 as they are" in page
    assert "Import: 2 changes" in page
    assert "atom-compare-new" in page
    assert Atom.objects.count() == 1


def test_what_was_looked_at_is_taken_in_with_its_ticket(
    at_rita: Client, manual: Collection, rita: User
) -> None:
    again = {**tickets(look(at_rita, manual)), "collection": manual.pk, "_import": "1"}
    page = html_of(at_rita.post(PAGE, again, follow=True))

    assert "1 created, 1 updated." in page
    assert AtomVersion.objects.get(atom__slug="two").author == rita
    assert Atom.objects.get(slug="two").state == "draft"


def test_atoms_answer_at_once_when_that_was_asked_for(
    at_rita: Client, manual: Collection
) -> None:
    looked = tickets(look(at_rita, manual, publish="on"))

    sent = {**looked, "collection": manual.pk, "publish": "on", "_import": "1"}
    at_rita.post(PAGE, sent)

    assert {atom.state for atom in Atom.objects.all()} == {"published"}


@pytest.mark.parametrize("change", ["text", "publish"])
def test_what_has_changed_since_the_preview_is_looked_at_again(
    at_rita: Client, manual: Collection, change: str
) -> None:
    again = {**tickets(look(at_rita, manual)), "collection": manual.pk, "_import": "1"}
    if change == "text":
        newer = parse("---\nid: one\ntitle: one\ntype: article\n---\nNewer.\n")
        atoms.save_version(
            atom=Atom.objects.get(), parsed=newer, seen_version=1, author=None
        )
    else:
        again["publish"] = "on"

    page = html_of(at_rita.post(PAGE, again))

    assert "Something has changed since you looked" in page
    assert not Atom.objects.filter(slug="two").exists()


def test_several_md_files_are_taken_like_a_zip(
    at_rita: Client, manual: Collection
) -> None:
    files = [
        SimpleUploadedFile("a.md", ATOM.format("one").encode()),
        SimpleUploadedFile("a.md", ATOM.format("two").encode()),
    ]

    page = html_of(at_rita.post(PAGE, sent(*files, into=manual)))

    assert "2 new, 0 changed" in page


def test_an_error_is_shown_with_file_and_line_and_nothing_can_be_taken_in(
    at_rita: Client, manual: Collection
) -> None:
    files = {"one.md": ATOM.format("one"), "bad.md": "---\ntitle: [x\n---\nText."}
    response = at_rita.post(PAGE, sent(archive(files), into=manual))

    page = html_of(response)
    assert "1 file has an error" in page
    assert "bad.md:2: title:" in page
    assert 'name="_import"' not in page

    at_rita.post(
        PAGE,
        {"ticket": response.context["ticket"], "collection": manual.pk, "_import": "1"},
    )
    assert not Atom.objects.exists()


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ([], "Choose what to import."),
        (
            [SimpleUploadedFile("a.exe", b"MZ")],
            "Send one .zip, or some files of these kinds: .md, .pdf",
        ),
        (
            [SimpleUploadedFile("a.zip", b"PK"), SimpleUploadedFile("b.md", b"x")],
            "Send one .zip, or some files of these kinds: .md, .pdf",
        ),
        ([SimpleUploadedFile("a.md", b"")], "The submitted file is empty."),
    ],
)
def test_what_cannot_be_taken_is_said_at_the_field(
    at_rita: Client, manual: Collection, files: list[SimpleUploadedFile], message: str
) -> None:
    for file in files:
        file.seek(0)

    response = at_rita.post(PAGE, sent(*files, into=manual))

    assert response.status_code == 422
    assert message in html_of(response)


def test_an_upload_that_is_too_large_is_refused(
    at_rita: Client, manual: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knowledge.admin.importing_form.MOST_BYTES", 10)

    page = html_of(look(at_rita, manual))

    assert "more than 0 MB together" in page


def test_a_ticket_is_for_its_owner_alone(
    at_rita: Client, manual: Collection, erin: User
) -> None:
    ticket = look(at_rita, manual).context["ticket"]
    at_rita.force_login(erin)

    again = {"ticket": ticket, "collection": manual.pk, "_import": "1"}
    page = html_of(at_rita.post(PAGE, again))

    assert "The upload is no longer here: send it again." in page
    assert Atom.objects.count() == 1


@pytest.mark.parametrize("ticket", ["x", "../../etc/passwd", "a:b:c"])
def test_a_made_up_ticket_leads_nowhere(
    at_rita: Client, manual: Collection, ticket: str
) -> None:
    page = html_of(
        at_rita.post(PAGE, {"ticket": ticket, "collection": manual.pk, "_import": "1"})
    )

    assert "no longer here" in page


def test_an_old_upload_is_thrown_away_with_the_next_one(rita: User) -> None:
    first = uploads.kept(uploads.keep([b"a"], user_id=rita.pk), user_id=rita.pk)
    assert first is not None
    assert first.parent == Path(settings.DATA_DIR) / "uploads"
    os.utime(first, (0, 0))

    uploads.keep([b"b"], user_id=rita.pk)

    assert not first.exists()


def test_publishing_needs_its_right_and_leaves_reviewed_collections_alone(
    at_rita: Client, manual: Collection, client: Client, erin: User
) -> None:
    Collection.objects.update(review_required=True)
    page = html_of(look(at_rita, manual, publish="on"))
    assert "Here every text is reviewed" in page

    client.force_login(erin)
    assert 'name="publish"' not in html_of(client.get(PAGE))


def test_only_collections_that_one_may_write_in_are_offered(
    at_rita: Client, manual: Collection, secret: Collection
) -> None:
    assert "Secret" not in html_of(at_rita.get(PAGE))

    response = at_rita.post(PAGE, sent(archive({"a.md": "x"}), into=secret))

    assert response.status_code == 422


def test_readers_have_no_import(client: Client, alice: User) -> None:
    client.force_login(alice)

    assert client.get(PAGE).status_code == 403


def test_chosen_atoms_come_down_as_a_zip(at_rita: Client, manual: Collection) -> None:
    version = atom_in(manual)
    chosen = {"action": "download_chosen", "_selected_action": [version.atom_id]}

    response = at_rita.post("/admin/knowledge/atom/", chosen)

    data = b"".join(response.streaming_content)  # type: ignore[arg-type]
    assert response["Content-Type"] == "application/zip"
    assert io.BytesIO(data).read(2) == b"PK"


def guide() -> SimpleUploadedFile:
    return SimpleUploadedFile("guide.html", b"<h1>Export</h1><p>Press it.</p><img>")


def test_a_document_goes_to_documents_and_becomes_no_draft_by_itself(
    at_rita: Client, manual: Collection
) -> None:
    answer = at_rita.post(PAGE, sent(guide(), into=manual, publish="on"))
    tasks.read_documents()

    document = manual.documents.get()
    leads = reverse("admin:knowledge_sourcedocument_change", args=[document.pk])
    assert answer.headers["Location"] == leads
    page = html_of(at_rita.get(leads))
    assert "read beside their pages before they are drafts" in page
    assert [each.title for each in document.candidates.all()] == ["Export"]
    assert not Atom.objects.exists()


def test_of_both_kinds_the_documents_are_kept_and_the_atoms_looked_at(
    at_rita: Client, manual: Collection
) -> None:
    one = SimpleUploadedFile("one.md", ATOM.format("one").encode())

    looked = at_rita.post(PAGE, sent(guide(), one, into=manual))
    page = html_of(looked)
    at_rita.post(PAGE, tickets(looked) | {"collection": manual.pk, "_import": "1"})

    leads = reverse("admin:knowledge_sourcedocument_changelist")
    assert "1 new, 0 changed" in page
    assert "1 file is here" in page
    assert f'href="{leads}"' in page
    assert [atom.slug for atom in Atom.objects.all()] == ["one"]
    assert [each.name for each in manual.documents.all()] == ["guide.html"]


def test_a_document_that_is_here_already_is_named_with_its_page(
    at_rita: Client, manual: Collection
) -> None:
    at_rita.post(PAGE, sent(guide(), into=manual))

    again = at_rita.post(PAGE, sent(guide(), into=manual))

    document = manual.documents.get()
    leads = reverse("admin:knowledge_sourcedocument_change", args=[document.pk])
    assert again.status_code == 422
    assert "is here already" in html_of(again)
    assert f'href="{leads}"' in html_of(again)


def test_documents_of_a_zip_are_left_aside_and_said_to_be(
    at_rita: Client, manual: Collection
) -> None:
    held = zipped({"one.md": ATOM.format("one"), "in/faq.csv": "question,answer\n"})
    upload = SimpleUploadedFile("up.zip", held.getvalue())

    page = html_of(at_rita.post(PAGE, sent(upload, into=manual)))

    assert "1 new, 0 changed" in page
    assert "in/faq.csv:1: file: is left aside" in page
    assert "come in under Knowledge &gt; Documents" in page

"""Documents in the admin: brought in, mapped, looked at, and read on the page of candidates."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from knowledge.admin import document_upload
from knowledge.documents import values
from knowledge.format import join, parse
from knowledge.models import Atom, Collection, SourceDocument
from knowledge.services import atoms
from tests.knowledge.admin.pages import html_of
from tests.knowledge.brought import PAGE, PAIRS, TABLE, brought, handbook, read

pytestmark = pytest.mark.django_db
ADD = "/admin/knowledge/sourcedocument/add/"
LIST = "/admin/knowledge/sourcedocument/"


def address(document: SourceDocument, page: str = "change") -> str:
    return reverse(f"admin:knowledge_sourcedocument_{page}", args=[document.pk])


def send(client: Client, into: Collection, *files: tuple[str, bytes]) -> Any:
    upload = [SimpleUploadedFile(name, data) for name, data in files]
    return client.post(ADD, {"upload": upload, "collection": into.pk})


def test_one_file_leads_to_its_page(at_erin: Client, manual: Collection) -> None:
    response = send(at_erin, manual, ("export.html", PAGE))

    document = SourceDocument.objects.get()
    assert response.url == address(document)
    assert (document.name, document.collection) == ("export.html", manual)
    assert document.asked_by is not None
    assert "begins in a moment" in html_of(at_erin.get(response.url))


def test_several_files_are_jobs_of_their_own(
    at_erin: Client, manual: Collection
) -> None:
    response = send(at_erin, manual, ("a.html", PAGE), ("b.csv", PAIRS))

    assert response.url == LIST
    shown = html_of(at_erin.get(LIST))
    assert "2 documents are here." in shown
    assert "Waits to be read" in shown
    assert "Say what its columns hold" in shown


def test_each_file_is_refused_for_itself_with_a_reason(
    at_erin: Client, manual: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knowledge.admin.document_upload.MOST_BYTES", 200)
    files = {
        "letter.doc": b"x", "list.xls": b"x", "talk.pptx": b"x", "nothing.pdf": b"",
        "blank.csv": b"  \n", "odd.exe": b"x", "large.html": b"x" * 201, "good.html": PAGE,
    }  # fmt: skip

    response = send(at_erin, manual, *files.items())

    shown = html_of(response)
    assert response.status_code == 200
    assert "7 files were refused" in shown
    for told in (
        "<bdi>letter.doc</bdi> is of Word before 2007: save it as .docx",
        "<bdi>list.xls</bdi> is a workbook: save its sheet as CSV",
        "<bdi>talk.pptx</bdi> is a presentation: save it as PDF",
        "<bdi>nothing.pdf</bdi> is empty",
        "<bdi>blank.csv</bdi> is empty",
        "<bdi>odd.exe</bdi> is none of PDF, Word (.docx), HTML and CSV",
        "<bdi>large.html</bdi> has more than",
    ):
        assert told in shown
    assert [each.name for each in SourceDocument.objects.all()] == ["good.html"]


def test_without_one_good_file_nothing_is_kept(
    at_erin: Client, manual: Collection
) -> None:
    assert send(at_erin, manual, ("a.doc", b"x")).status_code == 422
    assert at_erin.post(ADD, {"collection": manual.pk}).status_code == 422
    assert not SourceDocument.objects.exists()


def test_the_bound_of_the_form_is_that_of_the_reader() -> None:
    assert document_upload.MOST_BYTES == values.MOST_BYTES


def test_a_file_that_is_here_is_named_with_a_link(
    at_erin: Client, manual: Collection
) -> None:
    document = brought(manual)

    shown = html_of(send(at_erin, manual, ("again.html", PAGE)))

    assert "<bdi>again.html</bdi> is here already" in shown
    assert address(document) in shown


def test_nobody_brings_a_file_into_a_collection_of_others(
    at_erin: Client, secret: Collection
) -> None:
    assert send(at_erin, secret, ("a.html", PAGE)).status_code == 422
    assert not SourceDocument.objects.exists()


def test_the_page_shows_what_it_gives_and_what_stands_in_it(
    at_erin: Client, manual: Collection
) -> None:
    document = read(brought(manual, "limits.html", TABLE + b"<img src=x>"))

    shown = html_of(at_erin.get(address(document)))

    assert "● Read" in shown
    assert "<td>Small</td>" in shown
    assert "1 picture was left out" in shown
    assert address_of_candidate(document) in shown
    assert at_erin.get(address(document), headers={"Accept": "application/json"}).json() == {
        "finished": True, "done": 1, "total": 1,
    }  # fmt: skip


def address_of_candidate(document: SourceDocument) -> str:
    pk = document.candidates.get().pk
    return reverse("admin:knowledge_candidate_change", args=[pk])


def test_a_refused_one_says_why_on_its_page_and_in_the_list(
    at_erin: Client, manual: Collection
) -> None:
    document = read(brought(manual, "a.pdf", b"<p>A letter.</p>"))

    for shown in (html_of(at_erin.get(address(document))), html_of(at_erin.get(LIST))):
        assert "✕ Refused" in shown
        assert "is no PDF that can be read" in shown


def test_from_a_passage_to_what_was_made_of_it(
    at_erin: Client, manual: Collection
) -> None:
    document = read(brought(manual, "handbook.pdf", handbook()))
    number = document.candidates.get(title="Pumps").sentences.all()[0].turns[0]

    shown = html_of(at_erin.get(address(document), {"of": number}))

    assert [each.title for each, _state in _rows(at_erin, document, number)] == [
        "Pumps"
    ]
    assert f"What was made of passage {number}" in shown


def _rows(client: Client, document: SourceDocument, number: int) -> Any:
    return client.get(address(document), {"of": number}).context["rows"]


def test_the_original_is_sent_to_be_kept(at_erin: Client, manual: Collection) -> None:
    response = at_erin.get(address(brought(manual), "original"))

    assert response.content == PAGE
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"] == 'attachment; filename="export.html"'
    assert "sandbox" in response["Content-Security-Policy"]


def test_it_is_stopped_goes_on_and_is_looked_at_again(
    at_erin: Client, manual: Collection
) -> None:
    document = brought(manual)

    at_erin.post(address(document), {"deed": "stop"})
    assert read(document).state == "stopped"
    at_erin.post(address(document), {"deed": "go_on"})
    assert read(document).state == "read"
    at_erin.post(address(document), {"deed": "again"})
    document.refresh_from_db()
    assert document.state == "waiting"
    told = at_erin.post(address(document), {"deed": "again"}, follow=True)
    assert "It is being read just now." in html_of(told)


def test_whoever_may_write_deletes_it(at_erin: Client, manual: Collection) -> None:
    document = brought(manual)

    at_erin.post(address(document, "delete"), {"post": "yes"})

    assert not SourceDocument.objects.exists()


def test_other_deeds_are_refused(at_erin: Client, manual: Collection) -> None:
    response = at_erin.post(address(brought(manual)), {"deed": "publish"})

    assert response.status_code == 403


# The page of a candidate ---------------------------------------------------------------------


def test_the_page_of_a_candidate_lights_the_passages_with_their_page(
    at_erin: Client, manual: Collection
) -> None:
    document = read(brought(manual, "handbook.pdf", handbook()))
    candidate = document.candidates.get(title="Pumps")
    page = reverse("admin:knowledge_candidate_change", args=[candidate.pk])

    shown = html_of(at_erin.get(page))

    number = candidate.sentences.all()[0].turns[0]
    assert f'data-turn="{number}" class="is-lit"' in shown
    assert "<span>page 2</span>" in shown
    assert f"{address(document)}?of={number}" in shown


def test_a_newer_file_is_compared_with_the_atom_that_the_older_one_gave(
    at_erin: Client, manual: Collection
) -> None:
    first = read(brought(manual)).candidates.get()
    accept(at_erin, first)
    newer = PAGE.replace(b"a minute", b"two minutes")
    candidate = read(brought(manual, "export.html", newer)).candidates.get()
    page = reverse("admin:knowledge_candidate_change", args=[candidate.pk])

    response = at_erin.get(page)
    assert response.context["target"] == first_atom()
    at_erin.post(
        page,
        {
            "deed": "merge",
            "text": candidate.text,
            "seen_revision": 1,
            "atom": first_atom().pk,
            "seen_version": 1,
        },
    )

    latest = first_atom().latest_version
    assert "within two minutes" in latest.body
    assert "within a minute" not in latest.body
    assert latest.reason == "import of export.html"


def test_where_an_edit_and_the_newer_file_differ_both_stand_there_for_a_person(
    at_erin: Client, manual: Collection
) -> None:
    accept(at_erin, read(brought(manual)).candidates.get())
    atom = first_atom()
    mine = atom.latest_version.body.replace("a minute", "three minutes")
    parsed = parse(join(atom.latest_version.header, mine))
    atoms.save_version(atom=atom, parsed=parsed, seen_version=1, author=None)
    newer = PAGE.replace(b"a minute", b"two minutes")
    candidate = read(brought(manual, "export.html", newer)).candidates.get()
    page = reverse("admin:knowledge_candidate_change", args=[candidate.pk])

    sent = {"deed": "merge", "text": candidate.text, "seen_revision": 1}
    at_erin.post(page, {**sent, "atom": atom.pk, "seen_version": 2})

    body = first_atom().latest_version.body
    assert "within three minutes" in body
    assert "within two minutes" in body


def accept(client: Client, candidate: Any) -> None:
    page = reverse("admin:knowledge_candidate_change", args=[candidate.pk])
    sent = {"deed": "accept", "text": candidate.text, "seen_revision": 1}
    assert client.post(page, sent).status_code == 302


def first_atom() -> Any:
    return Atom.objects.select_related("latest_version").get()


def test_the_version_leads_to_where_it_stands(
    at_erin: Client, manual: Collection
) -> None:
    accept(at_erin, read(brought(manual)).candidates.get())

    page = reverse("admin:knowledge_atom_version", args=[first_atom().pk, 1])

    assert "where it stands" in html_of(at_erin.get(page))


def test_documents_of_others_are_not_listed(
    at_erin: Client, manual: Collection, secret: Collection
) -> None:
    brought(secret, "hidden.html")
    brought(manual, "shown.html")

    shown = html_of(at_erin.get(LIST))

    assert "shown.html" in shown
    assert "hidden.html" not in shown
    assert "No document matches" in html_of(at_erin.get(LIST, {"q": "hidden"}))


def test_an_empty_list_says_what_to_do(at_erin: Client) -> None:
    assert "No document yet" in html_of(at_erin.get(LIST))

"""Documents: each read in a job of its own, to candidates that know page and cell."""

import pytest

from accounts.models import AuditEntry, User
from knowledge import tasks
from knowledge.documents.values import Piece
from knowledge.format import join, parse
from knowledge.models import Candidate, Collection, SourceDocument
from knowledge.reading_documents import found_in, sentences_of
from knowledge.services import candidates, document_texts, source_documents
from knowledge.services.atoms import save_version
from knowledge.services.candidate_texts import Text
from knowledge.services.candidates import Reading
from knowledge.services.source_documents import BroughtAlready, UnderWay
from tests.knowledge.admin.pages import atom_in
from tests.knowledge.brought import PAGE, PAIRS, TABLE, brought, handbook, read
from tests.knowledge.documents.making import docx, paragraph, pdf

pytestmark = pytest.mark.django_db


def accepted(candidate: Candidate, user: User, file: str = "") -> Candidate:
    """Return a candidate after somebody took it, perhaps with another text."""
    parsed = parse(file or candidate.text)
    if file:
        text = Text(parsed, file, ())
        candidate = candidates.change(
            candidate=candidate,
            text=text,
            reading=Reading(user, candidate.revision),
        )
    candidates.accept(
        candidate=candidate,
        parsed=parsed,
        reading=Reading(user, candidate.revision, vouched=True),
    )
    candidate.refresh_from_db()
    return candidate


def test_a_pdf_gives_candidates_whose_sentences_name_their_page(
    manual: Collection, erin: User
) -> None:
    document = read(brought(manual, "handbook.pdf", handbook(), erin))

    assert (document.state, document.done, document.total) == ("read", 2, 2)
    first, second = document.candidates.order_by("ordinal")
    assert (first.title, second.title) == ("Invoices", "Pumps")
    assert "source: handbook.pdf, page 2" in second.text
    sentence = second.sentences.get(text__startswith="Never pull")
    passage = document.pieces.get(number=sentence.turns[0])
    assert (passage.place, passage.heading) == ("page 2", "Pumps")
    assert "Never pull the plug" in passage.text
    assert not second.sentences.filter(supported=False).exists()
    assert AuditEntry.objects.filter(verb="brought in document", user=erin).exists()


def test_an_accepted_one_is_a_draft_that_says_on_which_page_it_stood(
    manual: Collection, erin: User
) -> None:
    document = read(brought(manual, "handbook.pdf", handbook()))

    taken = accepted(document.candidates.get(title="Pumps"), erin)

    assert taken.version is not None
    assert taken.version.reason == "import of handbook.pdf, page 2"
    assert taken.version.atom.live_version is None
    assert taken.version.candidates.get().document == document


def test_what_somebody_edited_stands_above_what_the_document_said(
    manual: Collection, erin: User
) -> None:
    candidate = read(brought(manual)).candidates.get()
    edited = candidate.text.replace("within a minute", "within two minutes")

    taken = accepted(candidate, erin, edited)

    assert taken.atom is not None
    texts = [(v.reason, v.body) for v in taken.atom.versions.order_by("number")]
    assert [reason for reason, _body in texts] == [
        "import of export.html",
        "From the document “export.html”",
    ]
    assert "within a minute" in texts[0][1]
    assert taken.version is not None
    assert "within two minutes" in taken.version.body


def test_a_table_of_a_page_stays_a_table(manual: Collection) -> None:
    document = read(brought(manual, "limits.html", TABLE))

    candidate = document.candidates.get()
    assert "| Small | 5 |" in candidate.text
    assert "| Small | 5 |" in document.pieces.get(text__contains="|").text
    row = candidate.sentences.get(text="Small 5")
    assert row.supported
    assert row.turns == [document.pieces.get(text__contains="|").number]


def test_a_word_file_is_read_with_its_headings(manual: Collection) -> None:
    data = docx(paragraph("Install", "Heading1"), paragraph("Run the program."))

    document = read(brought(manual, "guide.docx", data))

    passage = document.pieces.get()
    assert (passage.heading, passage.text) == ("Install", "Run the program.")


def test_a_csv_waits_until_its_columns_are_known(
    manual: Collection, erin: User
) -> None:
    document = read(brought(manual, "faq.csv", PAIRS))
    assert (document.state, document.candidates.count()) == ("columns", 0)

    source_documents.map_columns(
        document=document, columns=["question", "answer", ""], user=erin
    )

    document = read(document)
    assert (document.state, document.candidates.count()) == ("read", 2)
    first = document.candidates.order_by("ordinal")[0]
    assert (first.type, parse(first.text).tags) == ("faq", ())
    (sentence,) = first.sentences.all()
    passage = document.pieces.get(number=sentence.turns[0])
    assert passage.place == "line 2, column “answer”"


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("scan.pdf", pdf([[], []]), "has no text"),
        ("closed.pdf", pdf([[(11, "x" * 40)]], password="p"), "is encrypted"),
        ("letter.pdf", b"<p>A letter.</p>", "is no PDF that can be read"),
        ("broken.docx", b"PK\x03\x04 and nothing else", "is no Word file"),
        ("old.docx", b"\xd0\xcf\x11\xe0 and more", "is encrypted, or of Word before"),
        ("page.html", b"<html><body></body></html>", "text"),
    ],
)
def test_a_file_that_gives_nothing_says_why_and_hurts_no_other(
    manual: Collection, name: str, data: bytes, why: str
) -> None:
    refused = brought(manual, name, data)
    other = brought(manual)

    read(refused)
    read(other)

    refused.refresh_from_db()
    assert refused.state == "failed"
    assert why in refused.failure
    assert why in refused.notes[0][2]
    assert other.state == "read"


def test_faults_of_a_table_name_line_and_column(manual: Collection, erin: User) -> None:
    document = brought(manual, "faq.csv", b"question,answer\nHow?,\n")
    source_documents.map_columns(
        document=document, columns=["question", "answer"], user=erin
    )

    document = read(document)

    assert document.notes == [[2, "answer", "is empty", "error"]]


def test_the_very_file_is_here_once_a_collection(
    manual: Collection, secret: Collection
) -> None:
    document = brought(manual)

    with pytest.raises(BroughtAlready) as before:
        brought(manual, "copy.html")

    assert before.value.document == document
    assert brought(secret).pk != document.pk


def test_somebody_elses_atom_keeps_its_id(manual: Collection) -> None:
    atom_in(manual, "id: export\ntitle: Export\ntype: article\n")

    document = read(brought(manual))

    assert parse(document.candidates.get().text).id == "export-2"


def test_a_newer_file_of_the_name_proposes_only_what_changed(
    manual: Collection, erin: User
) -> None:
    for candidate in read(brought(manual, "handbook.pdf", handbook())).candidates.all():
        accepted(candidate, erin)

    newer = read(brought(manual, "handbook.pdf", handbook("Pull the plug first.")))

    assert newer.unchanged == 1
    assert [each.title for each in newer.candidates.all()] == ["Pumps"]


def test_what_waits_already_word_for_word_is_not_proposed_twice(
    manual: Collection,
) -> None:
    read(brought(manual, "handbook.pdf", handbook()))

    newer = read(brought(manual, "handbook.pdf", handbook("Pull the plug first.")))

    assert [each.title for each in newer.candidates.all()] == ["Pumps"]


def test_a_second_look_keeps_numbers_and_what_somebody_touched(
    manual: Collection, erin: User
) -> None:
    document = read(brought(manual, "handbook.pdf", handbook()))
    numbers = list(document.pieces.values_list("number", "text"))
    touched, untouched = document.candidates.order_by("ordinal")
    candidates.reject(candidate=touched, reason="old", reading=Reading(erin, 1))

    source_documents.look_again(document=document, user=erin)
    read(document)

    assert list(document.pieces.values_list("number", "text")) == numbers
    assert document.candidates.filter(pk=touched.pk).exists()
    assert not document.candidates.filter(pk=untouched.pk).exists()
    assert [each.title for each in document.candidates.waiting()] == ["Pumps"]


def test_nobody_reads_what_was_stopped_until_somebody_lets_it_go_on(
    manual: Collection, erin: User
) -> None:
    document = brought(manual)
    source_documents.stop(document=document, user=erin)
    assert read(document).state == "stopped"

    source_documents.go_on(document=document, user=erin)

    assert read(document).state == "read"


def test_what_is_stopped_meanwhile_or_written_already_is_not_written(
    manual: Collection, erin: User
) -> None:
    document = brought(manual)
    found = found_in(document).found
    source_documents.stop(document=document, user=erin)

    assert not document_texts.keep_some(
        document=document, found=found, first=0, total=1
    )
    source_documents.go_on(document=document, user=erin)
    assert not document_texts.keep_some(
        document=document, found=found, first=1, total=1
    )
    assert not document.candidates.exists()


def test_one_that_is_being_read_is_not_begun_anew(
    manual: Collection, erin: User
) -> None:
    with pytest.raises(UnderWay):
        source_documents.look_again(document=brought(manual), user=erin)


def test_a_document_whose_worker_died_is_read_by_the_next(manual: Collection) -> None:
    document = brought(manual)
    source_documents.claim()
    assert source_documents.claim() is None

    SourceDocument.objects.update(leased_until="2026-01-01T00:00Z")

    assert read(document).state == "read"


def test_the_atoms_of_an_erased_document_stay(manual: Collection, erin: User) -> None:
    document = read(brought(manual))
    taken = accepted(document.candidates.get(), erin)
    assert taken.atom is not None

    source_documents.delete(document=document, user=erin)

    assert taken.atom.versions.count() == 1
    assert not Candidate.objects.exists()
    assert AuditEntry.objects.filter(verb="erased document").exists()


def test_edits_since_the_last_file_are_kept_where_a_newer_one_is_merged(
    manual: Collection, erin: User
) -> None:
    first = accepted(read(brought(manual, "a.html", PAGE)).candidates.get(), erin)
    assert first.atom is not None
    assert first.version is not None
    latest = first.version
    mine = parse(join(latest.header, "Read this first.\n\n" + latest.body))
    save_version(atom=first.atom, parsed=mine, seen_version=1, author=erin)
    newer = PAGE.replace(b"a minute.</p>", b"a minute.</p><p>It is a CSV.</p>")
    candidate = read(brought(manual, "a.html", newer)).candidates.get()
    first.atom.refresh_from_db()
    merged = parse(
        join(candidate.text.split("---\n")[1], mine.body + "\nIt is a CSV.\n")
    )

    version = candidates.merge(
        candidate=candidate,
        atom=first.atom,
        parsed=merged,
        seen_version=2,
        reading=Reading(erin, 1),
    )

    assert version is not None
    assert "Read this first." in version.body
    reasons = first.atom.versions.order_by("number").values_list("reason", flat=True)
    assert list(reasons)[2:] == ["import of a.html", "From the document “a.html”"]


def test_a_break_in_the_reader_is_kept_as_a_failure(
    manual: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = brought(manual)
    document.original.delete()

    tasks.read_documents()

    document.refresh_from_db()
    assert document.failure == "It broke off; the log says why."


def test_a_sentence_that_is_in_no_piece_has_no_source() -> None:
    sentences = sentences_of("Press Export.\n\nSell it.\n", (Piece("Press Export."),))

    assert [(s.text, s.supported) for s in sentences] == [
        ("Press Export.", True),
        ("Sell it.", False),
    ]

"""Reading a document keeps its lease for as long as the longest file may take."""

import pytest

from knowledge import reading_documents
from knowledge.documents.values import Reading
from knowledge.models import Collection, SourceDocument
from knowledge.services import jobs, source_documents
from tests.knowledge.brought import brought
from tests.knowledge.services.test_jobs import LAPSED, until_renewed

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_file_that_takes_longer_than_a_lease_is_read_by_one_worker(
    manual: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    brought(manual)
    read_apart = reading_documents.read_apart

    def long_read(data: bytes, name: str, columns: None, together: str) -> Reading:
        SourceDocument.objects.update(leased_until=LAPSED)
        until_renewed(SourceDocument.objects.get())
        taken_by_another.append(source_documents.claim())
        return read_apart(data, name, columns)

    taken_by_another: list[SourceDocument | None] = []
    monkeypatch.setattr(jobs, "RENEW_SECONDS", 0.01)
    monkeypatch.setattr(reading_documents, "read_apart", long_read)
    claimed = source_documents.claim()
    assert claimed is not None

    reading_documents.carry_out(claimed)

    assert taken_by_another == [None]
    assert SourceDocument.objects.get().state == "read"

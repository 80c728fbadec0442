"""Documents that were brought in and read, for the tests of what becomes of them."""

from accounts.models import User
from knowledge import tasks
from knowledge.models import Collection, SourceDocument
from knowledge.services import source_documents
from tests.knowledge.documents.making import Line, pdf

PAGE = b"<h1>Export</h1><p>Press Export. The file is there within a minute.</p>"
TABLE = b"""<h1>Limits</h1><p>These limits count for all.</p>
<table><tr><th>Plan</th><th>Users</th></tr><tr><td>Small</td><td>5</td></tr></table>"""
PAIRS = b"question,answer,tags\nHow do I export?,Press Export.,files\nWhere is it?,In the list.,\n"


def page(heading: str, subject: str, closing: str = "") -> list[Line]:
    """A page of a handbook with about 600 words, so that two of them are two texts."""
    lines = [
        f"Line {n} says that the {subject} is kept and that everybody may look at it."
        for n in range(1, 41)
    ]
    return [(20.0, heading), *((11.0, line) for line in [*lines, closing] if line)]


def handbook(closing: str = "Never pull the plug of the pump.") -> bytes:
    return pdf([page("Invoices", "invoice"), page("Pumps", "pump", closing)])


def brought(
    collection: Collection,
    name: str = "export.html",
    data: bytes = PAGE,
    user: User | None = None,
) -> SourceDocument:
    """Return a document that nobody has read yet."""
    return source_documents.add(collection=collection, name=name, data=data, user=user)


def read(document: SourceDocument) -> SourceDocument:
    """Return a document after a worker was there."""
    tasks.read_documents()
    document.refresh_from_db()
    return document

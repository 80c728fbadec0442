"""Who may read what: the readers of staff and of customers."""

from collections.abc import Iterable
from typing import Any

from accounts.models import Site, User
from knowledge.models import Atom, Collection, Evidence
from knowledge.reader import AUDIENCES, CUSTOMER, PUBLIC, Reader
from knowledge.rights import Right, Rights

# What a record tells that quotes no atom.
FOR_EVERYBODY = ("intent", "parts", "queries", "gate", "first_choice", "milliseconds")


def reader_of_user(user: User) -> Reader:
    """Return what a member of staff may read: every audience of the collections they may view."""
    return reader_with(Rights.of(user))


def reader_with(rights: Rights) -> Reader:
    """Return what somebody with these rights may read."""
    collections = rights.collections(Right.VIEW).values_list("pk", flat=True)
    return Reader(audiences=frozenset(AUDIENCES), collections=frozenset(collections))


def reader_of_collection(collection: Collection) -> Reader:
    """Return what everybody who may view this collection may read in it."""
    return Reader(frozenset(AUDIENCES), frozenset({collection.pk}))


def reader_of_customer(site: Site, *, verified: bool) -> Reader:
    """Return what a customer of a site may read; atoms for customers only when verified."""
    collections = Collection.objects.filter(sites=site).values_list("pk", flat=True)
    return customer_reading(collections, verified=verified)


COLLECTIONS_OF = """
    ARRAY(SELECT collection_id FROM knowledge_collection_sites WHERE site_id = site.id)
"""
"""The keys of the collections of a `site`, as a column of a statement."""


def customer_reading(collections: Iterable[int], *, verified: bool) -> Reader:
    """Return what a customer may read of a site with these collections."""
    audiences = {PUBLIC, CUSTOMER} if verified else {PUBLIC}
    return Reader(audiences=frozenset(audiences), collections=frozenset(collections))


def readable_record(evidence: Evidence, reader: Reader) -> dict[str, Any]:
    """Return of an answer's record what a reader may see.

    A prompt holds the texts of all collections of its site; whoever may not read one of them
    sees which of their own atoms were found and what the gate decided, and no prompt.
    """
    record: dict[str, Any] = evidence.record
    others = Collection.objects.filter(sites=evidence.site)
    if not others.exclude(pk__in=reader.collections).exists():
        return record
    found = record.get("candidates") or []
    slugs = [candidate["atom"] for candidate in found]
    readable = Atom.objects.readable_by(reader).filter(slug__in=slugs)
    own = set(readable.values_list("slug", flat=True))
    shown = {key: record[key] for key in FOR_EVERYBODY if key in record}
    shown["candidates"] = [c for c in found if c["atom"] in own]
    if guard := record.get("guard"):
        seen = [each for each in guard["findings"] if each.get("atom") in {None, *own}]
        shown["guard"] = guard | {"findings": seen}
    return shown

"""Who may read what: the readers of staff and of customers."""

from accounts.models import Site, User
from knowledge.models import Collection
from knowledge.reader import AUDIENCES, CUSTOMER, PUBLIC, Reader
from knowledge.rights import Right, Rights


def reader_of_user(user: User) -> Reader:
    """Return what a member of staff may read: every audience of the collections they may view."""
    return reader_with(Rights.of(user))


def reader_with(rights: Rights) -> Reader:
    """Return what somebody with these rights may read."""
    collections = rights.collections(Right.VIEW).values_list("pk", flat=True)
    return Reader(audiences=frozenset(AUDIENCES), collections=frozenset(collections))


def reader_of_customer(site: Site, *, verified: bool) -> Reader:
    """Return what a customer of a site may read; atoms for customers only when verified."""
    audiences = {PUBLIC, CUSTOMER} if verified else {PUBLIC}
    collections = Collection.objects.filter(sites=site).values_list("pk", flat=True)
    return Reader(audiences=frozenset(audiences), collections=frozenset(collections))

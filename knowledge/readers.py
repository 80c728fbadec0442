"""Who may read what: the readers of staff and of customers."""

from guardian.shortcuts import get_objects_for_user

from accounts.models import Site, User
from knowledge.models import Collection
from knowledge.reader import AUDIENCES, CUSTOMER, PUBLIC, Reader


def reader_of_user(user: User) -> Reader:
    """Return what a member of staff may read: every audience of the collections they may view."""
    collections = get_objects_for_user(
        user, "knowledge.view_collection", klass=Collection, accept_global_perms=True
    )
    return Reader(
        audiences=frozenset(AUDIENCES),
        collections=frozenset(collections.values_list("pk", flat=True)),
    )


def reader_of_customer(site: Site, *, verified: bool) -> Reader:
    """Return what a customer of a site may read; atoms for customers only when verified."""
    audiences = {PUBLIC, CUSTOMER} if verified else {PUBLIC}
    collections = Collection.objects.filter(sites=site).values_list("pk", flat=True)
    return Reader(audiences=frozenset(audiences), collections=frozenset(collections))

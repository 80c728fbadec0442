"""Collections as the command line asks for them: found by name, made when missing."""

from django.db.models import Q

from accounts.models import Site
from knowledge.format.slugs import slugify
from knowledge.models import Collection
from knowledge.services.cache import forget_site


def find_collection(name: str) -> Collection | None:
    """Return the collection with this short name or name."""
    named = Collection.objects.filter(Q(slug=name) | Q(name=name))
    return named.order_by("pk").first()


def collection_named(name: str) -> Collection:
    """Return the collection with this short name or name, made when there is none.

    A new one is linked to no site, so nothing in it answers yet.
    """
    found = find_collection(name)
    if found is not None:
        return found
    return Collection.objects.create(slug=slugify(name)[:80], name=name[:80])


def link(*, collection: Collection, site: Site) -> None:
    """Let a site answer from this collection; what it answered without it is not given again."""
    collection.sites.add(site)
    forget_site(site)

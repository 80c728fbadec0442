"""A shop whose bot knows how long invoices are kept."""

import pytest

from accounts.models import Site
from knowledge.models import Collection
from tests.knowledge.evaluation.golden import stock


@pytest.fixture
def manual(site: Site) -> Collection:
    """What the shop answers from."""
    collection = Collection.objects.create(name="Manual", slug="manual")
    collection.sites.add(site)
    return collection


@pytest.fixture
def shop(manual: Collection, site: Site) -> Site:
    stock(manual)
    return site

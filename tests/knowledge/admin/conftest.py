"""Authors and reviewers signed in, and an atom for them."""

import pytest
from django.test import Client

from accounts.models import User
from knowledge.models import Atom, Collection
from tests.knowledge.admin.pages import atom_in


@pytest.fixture
def at_erin(client: Client, erin: User) -> Client:
    client.force_login(erin)
    return client


@pytest.fixture
def at_rita(client: Client, rita: User) -> Client:
    client.force_login(rita)
    return client


@pytest.fixture
def atom(manual: Collection) -> Atom:
    return atom_in(manual).atom

"""Programs that call the API, each with the key of somebody."""

import pytest
from django.test import Client

from accounts import api_keys
from accounts.models import User
from tests.knowledge.api.calling import Caller


def caller_of(user: User, scope: str = "write") -> Caller:
    made = api_keys.make(name=f"of tests, {scope}", scope=scope, days=30, user=user)
    return Caller(Client(), made.token)


@pytest.fixture
def as_erin(erin: User) -> Caller:
    """A program of an author."""
    return caller_of(erin)


@pytest.fixture
def as_rita(rita: User) -> Caller:
    """A program of a reviewer."""
    return caller_of(rita)

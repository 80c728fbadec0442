"""The people and places of the tests."""

from collections.abc import Iterator
from typing import Any

import pytest
import redis
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test.utils import override_settings

from accounts import background
from accounts.identity import Identity, issue_ticket, new_visitor, visitor_identity
from accounts.models import Site, Team, User
from accounts.roles import ensure_roles
from helpdesk.memory import keep_loaded
from tests import emptying
from tests.desk import Desk, running_desk

ORIGIN = "http://shop.example"


def pytest_collection_finish() -> None:
    """Run with what is loaded out of the collector's rounds, as the desk does."""
    keep_loaded()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The test database, which tests that commit restore quickly."""
    with django_db_blocker.unblock():
        emptying.remember()


@pytest.fixture(scope="session", autouse=True)
def static_files() -> None:
    """Pages name their files by hash, so the files must have been collected."""
    call_command("collectstatic", verbosity=0, interactive=False)


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """A third of a second for each person of each test would be most of the suite's time."""
    with override_settings(PASSWORD_HASHERS=["tests.hashing.QuickHasher"]):
        yield


@pytest.fixture
def roles(db: None) -> None:
    ensure_roles()


@pytest.fixture
def site(db: None) -> Site:
    return Site.objects.create(key="shop", name="Shop", allowed_origins=[ORIGIN])


@pytest.fixture
def team(db: None) -> Team:
    return Team.objects.create(name="Support")


def _agent(name: str, role: str, team: Team | None) -> User:
    user = User.objects.create_user(
        username=name.lower(),
        password="a long password",
        first_name=name,
        is_staff=True,
    )
    user.groups.add(Group.objects.get(name=role))
    if team is not None:
        team.members.add(user)
    return user


@pytest.fixture
def alice(roles: None, team: Team) -> User:
    """An agent."""
    return _agent("Alice", "Agent", team)


@pytest.fixture
def bob(roles: None, team: Team) -> User:
    """An agent of the same team."""
    return _agent("Bob", "Agent", team)


@pytest.fixture
def charlie(roles: None) -> User:
    """An agent of another team."""
    return _agent("Charlie", "Agent", Team.objects.create(name="Sales"))


@pytest.fixture
def dora(roles: None) -> User:
    """A supervisor."""
    return _agent("Dora", "Supervisor", None)


@pytest.fixture
def visitor(site: Site) -> Identity:
    """An anonymous customer."""
    return visitor_identity(site, new_visitor(site))


@pytest.fixture
def ticket(visitor: Identity) -> str:
    return issue_ticket(visitor)


@pytest.fixture(autouse=True)
def clean_slate() -> Iterator[None]:
    """Nothing asked for after a commit, and nothing in Redis, outlives its test."""
    yield
    background.drain()
    redis.Redis.from_url(settings.REDIS_URL).flushall()


@pytest.fixture(scope="session")
def desk(django_db_setup: None, django_db_blocker: Any) -> Iterator[Desk]:
    """A real web server on the test database."""
    with django_db_blocker.unblock(), running_desk() as desk:
        yield desk

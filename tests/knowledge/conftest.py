"""Those who write what the desk knows, and where they put it."""

import pytest
from django.contrib.auth.models import Group
from guardian.shortcuts import assign_perm

from accounts.models import User
from knowledge.models import Collection
from knowledge.rights import Right


@pytest.fixture
def manual(db: None) -> Collection:
    """The collection that author and reviewer work in."""
    return Collection.objects.create(name="Manual", slug="manual")


@pytest.fixture
def secret(db: None) -> Collection:
    """A collection that nobody was given rights to."""
    return Collection.objects.create(name="Secret", slug="secret")


def _staff(name: str, role: str, collection: Collection, *rights: Right) -> User:
    user = User.objects.create_user(
        username=name.lower(),
        password="a long password",
        first_name=name,
        is_staff=True,
    )
    group = Group.objects.get(name=role)
    # Only where they were given rights, so that what is elsewhere can be told apart.
    everywhere = group.permissions.filter(codename__endswith="_collection")
    group.permissions.remove(*everywhere)
    user.groups.add(group)
    for right in rights:
        assign_perm(right, user, collection)
    return user


@pytest.fixture
def erin(roles: None, manual: Collection) -> User:
    """An author: may write, may not publish."""
    return _staff("Erin", "Author", manual, Right.VIEW, Right.WRITE)


@pytest.fixture
def rita(roles: None, manual: Collection) -> User:
    """A reviewer who also manages: may write, approve, publish and delete."""
    return _staff("Rita", "Reviewer", manual, *Right)

"""Rights in collections: by role, given to one person or a group, and restricted."""

import pytest
from django.contrib.auth.models import Group
from guardian.shortcuts import assign_perm

from accounts.models import User
from knowledge.models import Collection
from knowledge.rights import Right, Rights

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewer(roles: None) -> User:
    """Somebody with a role and no right of their own."""
    user = User.objects.create_user("walter", is_staff=True)
    user.groups.add(Group.objects.get(name="Reviewer"))
    return user


def names(rights: frozenset[Right]) -> set[str]:
    return {right.name for right in rights}


def test_a_role_counts_in_every_collection_that_is_not_restricted(
    reviewer: User, manual: Collection, secret: Collection
) -> None:
    Collection.objects.filter(pk=secret.pk).update(restricted=True)
    secret.refresh_from_db()
    rights = Rights.of(reviewer)

    assert names(rights.within(manual)) == {"VIEW", "WRITE", "REVIEW", "PUBLISH"}
    assert rights.within(secret) == frozenset()
    assert list(rights.collections(Right.PUBLISH)) == [manual]


def test_what_is_given_adds_to_the_role(
    reviewer: User, manual: Collection, secret: Collection
) -> None:
    Collection.objects.filter(pk=secret.pk).update(restricted=True)
    secret.refresh_from_db()
    assign_perm(Right.MANAGE, reviewer, secret)
    rights = Rights.of(reviewer)

    assert names(rights.within(secret)) == {"MANAGE"}
    assert rights.somewhere(Right.MANAGE)
    assert list(rights.collections(Right.MANAGE)) == [secret]


def test_a_superuser_may_everything_everywhere(secret: Collection) -> None:
    secret.restricted = True
    rights = Rights.of(User.objects.create_superuser("root"))

    assert rights.within(secret) == frozenset(Right)


@pytest.mark.parametrize("superuser", [False, True])
def test_whoever_left_may_nothing(secret: Collection, superuser: bool) -> None:
    user = User.objects.create_user("walter", is_superuser=superuser, is_active=False)
    assign_perm(Right.VIEW, user, secret)
    rights = Rights.of(user)

    assert rights.within(secret) == frozenset()
    assert not rights.somewhere(Right.VIEW)
    assert not rights.collections(Right.VIEW).exists()

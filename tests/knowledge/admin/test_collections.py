"""Collections in the admin."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from accounts.models import AuditEntry, Site, User
from knowledge.models import Collection
from tests.knowledge.admin.pages import atom_in, html_of
from tests.knowledge.interviews.making import interview_in

pytestmark = pytest.mark.django_db
LIST = "/admin/knowledge/collection/"


@pytest.fixture
def at_root(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("root"))
    return client


def test_the_list_tells_sites_and_atoms_in_few_queries(
    at_root: Client,
    manual: Collection,
    secret: Collection,
    site: Site,
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    site.collections.add(manual)
    atom_in(manual)

    with django_assert_max_num_queries(10):
        page = html_of(at_root.get(LIST))

    assert "Shop" in page
    assert "none: nothing in it answers" in page


def test_a_collection_is_made_for_its_sites_and_that_is_logged(
    at_root: Client, site: Site
) -> None:
    sent = {"name": "Help", "slug": "help", "sites": [site.pk], "fresh_days": 90}

    at_root.post(f"{LIST}add/", sent)

    assert list(Collection.objects.get().sites.all()) == [site]
    assert AuditEntry.objects.get().verb == "added"


def test_whoever_makes_a_restricted_collection_manages_it(
    client: Client, roles: None
) -> None:
    admin = User.objects.create_user("anna", is_staff=True)
    admin.groups.add(Group.objects.get(name="Administrator"))
    client.force_login(admin)
    sent = {"name": "Help", "slug": "help", "fresh_days": 90, "restricted": "on"}

    client.post(f"{LIST}add/", sent)

    assert client.get(f"{LIST}{Collection.objects.get().pk}/people/").status_code == 200


def test_a_collection_with_atoms_cannot_be_deleted(
    at_root: Client, manual: Collection
) -> None:
    atom_in(manual)

    response = at_root.post(f"{LIST}{manual.pk}/delete/", {"post": "yes"})

    assert response.status_code == 403
    assert Collection.objects.exists()


def test_a_collection_with_interviews_cannot_be_deleted(
    at_root: Client, manual: Collection
) -> None:
    interview_in(manual)

    at_root.post(f"{LIST}{manual.pk}/delete/", {"post": "yes"})

    assert Collection.objects.filter(pk=manual.pk).exists()


def test_an_empty_collection_can(at_root: Client, manual: Collection) -> None:
    at_root.post(f"{LIST}{manual.pk}/delete/", {"post": "yes"})

    assert not Collection.objects.exists()

"""Who reads which atoms: rights on collections for staff, sites for customers."""

import pytest
from django.contrib.auth.models import Group
from guardian.shortcuts import assign_perm

from accounts.models import Site, User
from knowledge.format import parse
from knowledge.models import Atom, Collection
from knowledge.readers import reader_of_customer, reader_of_user
from knowledge.services import atoms

pytestmark = pytest.mark.django_db


def publish(slug: str, audience: str, collection: Collection) -> None:
    parsed = parse(f"---\nid: {slug}\ntitle: T\naudience: {audience}\n---\nText.")
    version = atoms.add_atom(collection=collection, parsed=parsed, author=None)
    atoms.publish(atom=version.atom, user=None)


@pytest.fixture
def shelf(manual: Collection, secret: Collection, site: Site) -> None:
    manual.sites.add(site)
    for audience in ("public", "customer", "internal"):
        publish(f"manual-{audience}", audience, manual)
        publish(f"secret-{audience}", audience, secret)


def slugs(reader: object) -> set[str]:
    return set(Atom.objects.readable_by(reader).values_list("slug", flat=True))


def test_a_visitor_reads_what_is_public_in_the_collections_of_the_site(
    shelf: None, site: Site
) -> None:
    assert slugs(reader_of_customer(site, verified=False)) == {"manual-public"}


def test_a_verified_customer_also_reads_what_is_for_customers(
    shelf: None, site: Site
) -> None:
    reader = reader_of_customer(site, verified=True)

    assert slugs(reader) == {"manual-public", "manual-customer"}


def test_a_site_without_collections_reads_nothing(shelf: None) -> None:
    empty = Site.objects.create(key="empty", name="Empty")

    assert slugs(reader_of_customer(empty, verified=True)) == set()


def test_staff_read_all_audiences_of_the_collections_they_may_view(
    shelf: None, erin: User
) -> None:
    assert slugs(reader_of_user(erin)) == {
        "manual-public", "manual-customer", "manual-internal",
    }  # fmt: skip


def test_a_right_on_one_more_collection_shows_its_atoms(
    shelf: None, erin: User, secret: Collection
) -> None:
    assign_perm("view_collection", erin, secret)

    assert len(slugs(reader_of_user(erin))) == 6


def test_staff_without_a_role_read_nothing(shelf: None) -> None:
    assert slugs(reader_of_user(User.objects.create_user("walter"))) == set()


def test_a_role_that_may_view_collections_reads_them_all(
    shelf: None, alice: User
) -> None:
    assert len(slugs(reader_of_user(alice))) == 6


def test_a_role_alone_does_not_open_a_restricted_collection(
    shelf: None, alice: User, secret: Collection
) -> None:
    Collection.objects.filter(pk=secret.pk).update(restricted=True)
    assert slugs(reader_of_user(alice)) == {
        "manual-public", "manual-customer", "manual-internal",
    }  # fmt: skip

    assign_perm("view_collection", alice, secret)

    assert len(slugs(reader_of_user(alice))) == 6


def test_a_right_given_to_a_group_counts_for_its_members(
    shelf: None, secret: Collection
) -> None:
    walter = User.objects.create_user("walter")
    walter.groups.add(group := Group.objects.create(name="Billing"))

    assign_perm("view_collection", group, secret)

    assert len(slugs(reader_of_user(walter))) == 3


def test_somebody_who_left_reads_nothing(shelf: None, erin: User) -> None:
    erin.is_active = False

    assert slugs(reader_of_user(erin)) == set()


def test_a_superuser_reads_everything(shelf: None) -> None:
    root = User.objects.create_superuser("root")

    assert len(slugs(reader_of_user(root))) == 6


def test_the_audience_of_the_live_text_counts_while_an_edit_waits(
    manual: Collection, site: Site
) -> None:
    manual.sites.add(site)
    publish("open", "public", manual)
    hidden = parse("---\nid: open\ntitle: T\naudience: internal\n---\nNew.")

    atoms.save_version(
        atom=Atom.objects.get(), parsed=hidden, seen_version=1, author=None
    )

    assert slugs(reader_of_customer(site, verified=False)) == {"open"}

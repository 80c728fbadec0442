"""Pictures are kept once, by their content, and shown to whom their texts are."""

import hashlib

import pytest
from django.conf import settings
from django.test.utils import override_settings

from accounts.models import AuditEntry, User
from knowledge.format import parse
from knowledge.models import Atom, Collection, Picture
from knowledge.picture_bytes import Refused
from knowledge.services import atoms, pictures
from tests.knowledge.admin.pages import atom_in
from tests.knowledge.drawing import drawn

pytestmark = pytest.mark.django_db


@pytest.fixture
def picture(manual: Collection, erin: User) -> Picture:
    return pictures.add_picture(collection=manual, data=drawn(), user=erin)


def showing(picture: Picture, audience: str = "public") -> str:
    header = f"title: Shown {audience}\ntype: article\naudience: {audience}"
    return f"---\n{header}\n---\n![A list]({picture.address})\n"


def written(
    picture: Picture, into: Collection, by: User | None, audience: str = "public"
) -> Atom:
    parsed = parse(showing(picture, audience))
    return atoms.add_atom(collection=into, parsed=parsed, author=by).atom


def test_a_picture_is_a_file_that_is_named_by_its_bytes(
    picture: Picture, erin: User
) -> None:
    data = picture.path.read_bytes()

    assert picture.sha256 == hashlib.sha256(data).hexdigest()
    assert str(picture.path).startswith(str(settings.MEDIA_ROOT))
    assert (picture.kind, picture.width, picture.height) == ("png", 40, 30)
    assert (picture.size, picture.added_by) == (len(data), erin)
    assert AuditEntry.objects.get(verb="added").details["collection"] == "manual"


def test_the_same_picture_twice_is_one(picture: Picture, manual: Collection) -> None:
    again = pictures.add_picture(collection=manual, data=drawn(), user=None)

    assert again == picture
    assert Picture.objects.count() == 1


def test_no_half_written_file_is_left(picture: Picture) -> None:
    assert [p.name for p in picture.path.parent.iterdir() if "part" in p.name] == []


def test_too_many_bytes_are_refused_with_the_bound(manual: Collection) -> None:
    data = drawn()

    with (
        override_settings(PICTURE_MEGABYTES=(len(data) - 1) / 1_000_000),
        pytest.raises(Refused, match="at most"),
    ):
        pictures.add_picture(collection=manual, data=data, user=None)

    assert Picture.objects.count() == 0


def test_a_draft_shows_its_pictures_to_no_customer(
    picture: Picture, manual: Collection, erin: User
) -> None:
    written(picture, manual, erin)

    assert not Picture.objects.shown().exists()


@pytest.mark.parametrize(
    ("audience", "shown"), [("public", True), ("customer", True), ("internal", False)]
)
def test_publishing_for_customers_lets_them_load_the_pictures(
    picture: Picture, manual: Collection, erin: User, audience: str, shown: bool
) -> None:
    atom = written(picture, manual, erin, audience)

    atoms.publish(atom=atom, user=None)

    picture.refresh_from_db()
    assert picture.shown is shown


def test_what_was_shown_once_stays_for_old_answers(
    picture: Picture, manual: Collection, erin: User
) -> None:
    atom = written(picture, manual, erin)
    atoms.publish(atom=atom, user=None)

    atoms.unpublish(atom=atom, user=None)

    picture.refresh_from_db()
    assert picture.shown


def test_an_author_takes_along_a_picture_that_they_may_see(
    picture: Picture, secret: Collection, rita: User
) -> None:
    atom = written(picture, secret, rita)
    atoms.publish(atom=atom, user=None)

    assert secret.pictures.get().sha256 == picture.sha256
    assert secret.pictures.get().shown


def test_nobody_publishes_a_picture_that_they_may_not_see(
    manual: Collection, secret: Collection, erin: User
) -> None:
    hidden = pictures.add_picture(collection=secret, data=drawn(), user=None)

    atom = written(hidden, manual, erin)
    atoms.publish(atom=atom, user=None)

    assert not manual.pictures.exists()
    assert not Picture.objects.shown().exists()


def test_an_address_that_leads_nowhere_hinders_nothing(manual: Collection) -> None:
    atom = atom_in(manual, body=f"See /pictures/{'0' * 64}.png\n").atom

    atoms.publish(atom=atom, user=None)

    assert Picture.objects.count() == 0

"""Moving an atom: who reads it changes, and what answers elsewhere is approved first."""

import pytest

from accounts.models import AuditEntry, User
from knowledge.models import Atom, Collection
from knowledge.services import atoms, care, pictures
from knowledge.services.atoms import NotApproved
from tests.knowledge.admin.pages import atom_in
from tests.knowledge.drawing import drawn

pytestmark = pytest.mark.django_db


def test_it_stands_in_the_other_collection_with_an_entry_in_the_audit_log(
    manual: Collection, secret: Collection, rita: User
) -> None:
    atom = atom_in(manual).atom

    care.move(atom=atom, collection=secret, user=rita)
    care.move(atom=atom, collection=secret, user=rita)

    assert Atom.objects.get().collection == secret
    entry = AuditEntry.objects.get(verb="moved")
    assert (entry.details["came_from"], entry.details["to"]) == ("manual", "secret")


def test_what_answers_is_not_moved_to_where_nobody_approved_it(
    manual: Collection, secret: Collection, rita: User
) -> None:
    Collection.objects.filter(pk=secret.pk).update(review_required=True)
    atom = atom_in(manual).atom
    atoms.publish(atom=atom, user=None)
    secret.refresh_from_db()

    with pytest.raises(NotApproved):
        care.move(atom=atom, collection=secret, user=rita)
    atoms.unpublish(atom=atom, user=None)
    care.move(atom=atom, collection=secret, user=rita)

    assert Atom.objects.get().collection == secret


def test_its_pictures_go_along(
    manual: Collection, secret: Collection, rita: User
) -> None:
    picture = pictures.add_picture(collection=manual, data=drawn(), user=rita)
    atom = atom_in(manual, body=f"![A list]({picture.address})\n").atom
    atoms.publish(atom=atom, user=None)

    care.move(atom=atom, collection=secret, user=rita)

    kept = secret.pictures.get()
    assert (kept.sha256, kept.shown) == (picture.sha256, True)

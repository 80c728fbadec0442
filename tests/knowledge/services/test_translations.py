"""A translation is linked to its source, and due again when another version of that answers."""

import pytest
from django.utils import timezone

from accounts.models import User
from knowledge.format import parse
from knowledge.models import Atom, AtomVersion, Collection
from knowledge.services import atoms, care
from tests.knowledge.admin.pages import atom_in

pytestmark = pytest.mark.django_db
ENGLISH = "id: pay\ntitle: Paying\ntype: article\n"
GERMAN = "id: zahlen\ntitle: Zahlen\ntype: article\nlanguage: de\ntranslation_of: pay\n"


def live(collection: Collection, header: str) -> Atom:
    version = atom_in(collection, header)
    atoms.publish(atom=version.atom, user=None)
    return Atom.objects.get(pk=version.atom_id)


def edited(atom: Atom, header: str, body: str = "New.\n") -> AtomVersion:
    parsed = parse(f"---\n{header}---\n{body}")
    atoms.save_version(atom=atom, parsed=parsed, seen_version=None, author=None)
    return atoms.publish(atom=atom, user=None)


def outdated() -> list[str]:
    return list(Atom.objects.outdated().values_list("slug", flat=True))


def test_a_new_translation_is_of_the_text_that_answers(manual: Collection) -> None:
    live(manual, ENGLISH)

    german = live(manual, GERMAN)

    assert (german.translation_of, german.translated_version) == ("pay", 1)
    assert outdated() == []


def test_it_is_due_once_another_version_of_its_source_answers(
    manual: Collection,
) -> None:
    english, german = live(manual, ENGLISH), live(manual, GERMAN)

    edited(english, ENGLISH)

    german.refresh_from_db()
    assert outdated() == ["zahlen"]
    assert german.due_on == timezone.localdate()


def test_a_draft_of_the_source_makes_nothing_due(manual: Collection) -> None:
    english, _ = live(manual, ENGLISH), live(manual, GERMAN)

    parsed = parse(f"---\n{ENGLISH}---\nNew.\n")
    atoms.save_version(atom=english, parsed=parsed, seen_version=None, author=None)

    assert outdated() == []


def test_the_header_may_name_the_version_that_was_translated(
    manual: Collection,
) -> None:
    english = live(manual, ENGLISH)
    edited(english, ENGLISH)

    german = live(manual, f"{GERMAN}translated_version: 1\n")

    assert outdated() == ["zahlen"]
    assert german.due_on == timezone.localdate()
    edited(german, f"{GERMAN}translated_version: 2\n")
    assert outdated() == []


def test_a_small_edit_of_the_translation_does_not_bring_it_up_to_date(
    manual: Collection,
) -> None:
    english, german = live(manual, ENGLISH), live(manual, GERMAN)
    edited(english, ENGLISH)

    edited(german, GERMAN, "Ein Komma mehr.\n")

    assert outdated() == ["zahlen"]


def test_who_finds_it_right_has_held_it_against_the_source_for_good(
    manual: Collection, rita: User
) -> None:
    english = live(manual, ENGLISH)
    german = live(manual, f"{GERMAN}translated_version: 1\n")
    edited(english, ENGLISH)

    care.verify(atom=german, user=rita, seen_version=1)

    assert outdated() == []
    edited(german, f"{GERMAN}translated_version: 1\n", "Ein Komma mehr.\n")
    assert outdated() == []


def test_a_translation_may_be_there_before_its_source(manual: Collection) -> None:
    live(manual, GERMAN)
    assert outdated() == []

    live(manual, ENGLISH)

    assert outdated() == ["zahlen"]


def test_without_the_key_it_is_a_translation_no_more(manual: Collection) -> None:
    live(manual, ENGLISH)
    german = live(manual, GERMAN)

    edited(german, "id: zahlen\ntitle: Zahlen\ntype: article\nlanguage: de\n")

    german.refresh_from_db()
    assert (german.translation_of, german.translated_version) == ("", None)

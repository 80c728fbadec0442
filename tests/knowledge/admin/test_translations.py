"""Editor, list and the page of what is due say which translations are out of date."""

import pytest
from django.test import Client

from accounts.models import User
from knowledge.models import Atom, Collection
from tests.knowledge.admin.pages import LIST, address, html_of
from tests.knowledge.services.test_translations import ENGLISH, GERMAN, edited, live

pytestmark = pytest.mark.django_db
DUE = "/admin/knowledge/atom/freshness/"


@pytest.fixture
def pair(manual: Collection, rita: User, client: Client) -> tuple[Atom, Atom]:
    """A source that was changed, and its translation that was not; Rita is signed in."""
    english, german = live(manual, ENGLISH), live(manual, GERMAN)
    edited(english, ENGLISH)
    client.force_login(rita)
    return english, german


def test_the_editor_of_a_translation_says_what_has_changed(
    pair: tuple[Atom, Atom], client: Client
) -> None:
    english, german = pair

    page = html_of(client.get(address(german)))

    assert "Out of date." in page
    assert "This translates version 1" in page
    assert f"{address(english, 'version', 2)}?with=1" in page


def test_the_editor_of_a_source_names_its_translations(
    pair: tuple[Atom, Atom], client: Client
) -> None:
    english, german = pair

    page = html_of(client.get(address(english)))

    assert address(german) in page
    assert "⚠ out of date" in page


def test_a_source_that_is_not_there_is_told(
    manual: Collection, rita: User, client: Client
) -> None:
    german = live(manual, GERMAN)
    client.force_login(rita)

    page = html_of(client.get(address(german)))

    assert "which is not there or which you may not read" in page


def test_a_source_that_one_may_not_read_is_not_shown(
    manual: Collection, secret: Collection, rita: User, client: Client
) -> None:
    live(secret, ENGLISH.replace("Paying", "Hidden title"))
    german = live(manual, GERMAN)
    client.force_login(rita)

    page = html_of(client.get(address(german)))

    assert "Hidden title" not in page


def test_the_list_marks_them_and_can_be_narrowed_down(
    pair: tuple[Atom, Atom], client: Client
) -> None:
    whole = html_of(client.get(LIST))
    outdated = client.get(LIST, {"translation": "outdated"}).context["cl"]
    all_of_them = client.get(LIST, {"translation": "yes"}).context["cl"]

    assert whole.count("⚠ translation out of date") == 1
    assert [atom.slug for atom in outdated.result_list] == ["zahlen"]
    assert [atom.slug for atom in all_of_them.result_list] == ["zahlen"]


def test_what_is_due_says_why_and_is_done_with_still_right(
    pair: tuple[Atom, Atom], client: Client
) -> None:
    _, german = pair

    page = html_of(client.get(DUE))
    sent = {"atom": german.pk, "seen_version": 1}
    client.post(DUE, sent)

    assert "Translates version 1 of pay; version 2 answers." in page
    assert not Atom.objects.outdated().exists()
    assert "Out of date." not in html_of(client.get(address(german)))

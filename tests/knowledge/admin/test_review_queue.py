"""The link Reviews leads to what waits for somebody, and from there to the page of each review."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from knowledge.models import AtomVersion, Collection, Review
from knowledge.services import atoms, reviews
from tests.knowledge.admin.pages import address, atom_in, atom_text, html_of

pytestmark = pytest.mark.django_db


def asked(
    collection: Collection, title: str, user: User, *, days_ago: int = 0
) -> AtomVersion:
    version = atom_in(collection, f"title: {title}\ntype: article\n")
    reviews.ask_for_review(
        atom=version.atom, user=user, seen_version=1, note="Please look."
    )
    asked_at = timezone.now() - timedelta(days=days_ago)
    Review.objects.filter(atom=version.atom).update(asked_at=asked_at)
    return version


def queue(client: Client) -> Any:
    return client.get(reverse("admin:knowledge_reviews"))


def titles(page: Any) -> list[str]:
    return [each.version.title for each in page.context["page"].object_list]


def test_what_waits_longest_stands_on_top_and_leads_to_its_review(
    at_rita: Client, manual: Collection, erin: User
) -> None:
    asked(manual, "Younger", erin)
    older = asked(manual, "Older", erin, days_ago=3)

    page = queue(at_rita)

    assert titles(page) == ["Older", "Younger"]
    assert f'href="{address(older.atom, "review")}"' in html_of(page)
    assert "2 texts wait for you" in html_of(page)
    assert "Please look." in html_of(page)


def test_the_sidebar_leads_there_with_the_number(
    at_rita: Client, manual: Collection, erin: User
) -> None:
    asked(manual, "One", erin)

    page = at_rita.get(reverse("admin:index"))

    links = [
        item
        for section in page.context["sidebar_navigation"]
        for item in section["items"]
        if str(item["title"]) == "Reviews"
    ]
    assert [(each["link"], each["badge"]) for each in links] == [
        (reverse("admin:knowledge_reviews"), 1)
    ]


def test_what_is_decided_is_gone(
    at_rita: Client, manual: Collection, erin: User, rita: User
) -> None:
    asked(manual, "One", erin)
    reviews.approve(review=Review.objects.get(), user=rita, seen_version=1)

    page = queue(at_rita)

    assert titles(page) == []
    assert "Nothing waits for you" in html_of(page)


def test_collections_where_one_may_not_decide_are_left_out(
    at_rita: Client, secret: Collection, erin: User
) -> None:
    asked(secret, "Hidden", erin)

    assert "Hidden" not in html_of(queue(at_rita))


def test_an_author_sees_what_they_asked_others_to_look_at(
    at_erin: Client, manual: Collection, erin: User, rita: User
) -> None:
    asked(manual, "Mine", erin)
    asked(manual, "Hers", rita)

    page = queue(at_erin)

    assert [each.version.title for each in page.context["asked"]] == ["Mine"]
    assert titles(page) == []
    assert "Hers" not in html_of(page)


def test_ones_own_words_stand_last_where_somebody_else_has_to_approve(
    at_rita: Client, manual: Collection, erin: User, rita: User
) -> None:
    own = asked(manual, "Own", rita, days_ago=3)
    AtomVersion.objects.filter(pk=own.pk).update(author=rita)
    asked(manual, "Other", erin)
    assert titles(queue(at_rita)) == ["Own", "Other"]

    Collection.objects.update(review_required=True)

    page = queue(at_rita)
    assert titles(page) == ["Other", "Own"]
    assert html_of(page).count("You wrote part of it") == 1


def test_what_one_wrote_before_it_was_published_is_not_in_the_way(
    at_rita: Client, manual: Collection, erin: User, rita: User
) -> None:
    version = atom_in(manual, "title: Edited\ntype: article\n")
    AtomVersion.objects.update(author=rita)
    atoms.publish(atom=version.atom, user=None)
    Collection.objects.update(review_required=True)
    newer = atom_text("Another text.\n")
    atoms.save_version(atom=version.atom, parsed=newer, seen_version=1, author=erin)
    reviews.ask_for_review(atom=version.atom, user=erin, seen_version=2)

    page = queue(at_rita)

    assert "an edit of version 1" in html_of(page)
    assert "You wrote part of it" not in html_of(page)


def test_many_take_no_more_queries_than_one(
    at_rita: Client,
    manual: Collection,
    erin: User,
    django_assert_max_num_queries: Any,
) -> None:
    for number in range(60):
        asked(manual, f"Text {number}", erin)

    with django_assert_max_num_queries(14):
        page = queue(at_rita)

    assert len(titles(page)) == 50
    assert "Newer" in html_of(page)

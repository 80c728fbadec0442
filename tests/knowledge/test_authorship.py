"""Whom to ask: who wrote most of some texts lately, by header or by who saved them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from knowledge.authorship import authors_of
from knowledge.models import AtomVersion, Collection
from knowledge.reader import AUDIENCES, Reader
from tests.knowledge.asked_near import live_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(manual: Collection) -> Reader:
    return Reader(frozenset(AUDIENCES), frozenset({manual.pk}))


def told(versions: list[AtomVersion], reader: Reader) -> list[tuple[str, int, int]]:
    found = authors_of({version.atom_id for version in versions}, reader)
    return [(author.name, author.wrote, author.among) for author in found]


def test_who_wrote_most_of_the_texts_comes_first(
    manual: Collection, reader: Reader, erin: User
) -> None:
    texts = [live_text(manual, f"By Tom {n}", author="Tom Olsen") for n in range(2)]
    texts.append(live_text(manual, "Saved by Erin"))
    AtomVersion.objects.filter(pk=texts[-1].pk).update(author=erin)
    texts.append(live_text(manual, "By nobody"))

    assert told(texts, reader) == [("Tom Olsen", 2, 4), ("Erin", 1, 4)]


def test_what_is_older_than_a_year_counts_only_when_all_of_it_is(
    manual: Collection, reader: Reader
) -> None:
    old = [live_text(manual, f"Old {n}", author="Olga") for n in range(3)]
    new = live_text(manual, "New", author="Tom")
    before = timezone.now() - timedelta(days=500)
    AtomVersion.objects.filter(pk__in=[v.pk for v in old]).update(created_at=before)

    assert told([*old, new], reader) == [("Tom", 1, 1)]
    assert told(old, reader) == [("Olga", 3, 3)]


def test_texts_that_a_reader_may_not_see_name_nobody(
    manual: Collection, secret: Collection, reader: Reader
) -> None:
    hidden = live_text(secret, "Merger", author="Olga")

    assert told([hidden], reader) == []


def test_a_header_in_which_the_author_is_no_name_is_passed_over(
    manual: Collection, reader: Reader
) -> None:
    text = live_text(manual, "Odd")
    AtomVersion.objects.filter(pk=text.pk).update(header="author: [Tom, Olga]\n")

    assert told([text], reader) == []

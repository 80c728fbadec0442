"""Kept answers: judged, cleared, doubted, swept; who changes a text takes away what was made of it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.models import AuditEntry, Site, User
from knowledge.models import Atom, AtomVersion, CachedAnswer, CacheHit
from knowledge.services import cache, collections
from knowledge.services.index import index_batch
from tests.knowledge.kept import given_again, kept_answer, manual_collection
from tests.knowledge.shelf import (
    STAFF,
    HashingEmbedder,
    collection,
    draft,
    publish,
    reader,
    unpublish,
)

pytestmark = pytest.mark.django_db


def test_a_wrong_one_is_taken_away_and_counted(site: Site, rita: User) -> None:
    hit = given_again(kept_answer(site), "How long is a refund?")

    cache.judge(hit=hit, user=rita, right=False)

    hit.refresh_from_db()
    assert (hit.right, hit.judged_by, hit.entry) == (False, rita, None)
    assert not CachedAnswer.objects.exists()
    assert AuditEntry.objects.filter(verb="found repeated answer wrong").exists()


def test_a_right_one_stays(site: Site, rita: User) -> None:
    hit = given_again(kept_answer(site), "How long is a refund?")

    cache.judge(hit=hit, user=rita, right=True)

    assert CachedAnswer.objects.exists()
    assert CacheHit.objects.get().right is True


def test_clearing_takes_those_of_one_site_that_somebody_may_read(
    site: Site, rita: User
) -> None:
    other = Site.objects.create(key="other", name="Other")
    kept_answer(site)
    of_others = kept_answer(other)
    secret = kept_answer(site, into=collection("secret"))
    mine = reader(manual_collection(), audiences=STAFF)

    gone = cache.clear(user=rita, reader=mine, site=site)

    assert gone == 1
    assert set(CachedAnswer.objects.all()) == {of_others, secret}
    assert AuditEntry.objects.get(verb="cleared kept answers").details == {"answers": 1}


@pytest.mark.parametrize("where", ["made", "repeated"])
def test_a_vote_that_it_did_not_help_takes_it_away(site: Site, where: str) -> None:
    kept = kept_answer(site)
    hit = given_again(kept)
    untouched = kept_answer(site, "Where are you?")

    cache.doubt(kept.turn if where == "made" else hit.turn)

    assert list(CachedAnswer.objects.all()) == [untouched]


def test_a_site_that_gets_another_collection_begins_anew(site: Site) -> None:
    kept_answer(site)

    collections.link(collection=collection("more"), site=site)

    assert not CachedAnswer.objects.exists()


@pytest.mark.parametrize(
    ("title", "stays"),
    [("How long does a refund take now?", False), ("Opening hours", True)],
)
def test_a_new_text_about_the_same_has_the_question_answered_anew(
    site: Site, title: str, stays: bool
) -> None:
    question = "How long does a refund take?"
    embedder = HashingEmbedder()
    kept_answer(site, question, vector=embedder.embed([question])[0].tolist())
    AtomVersion.objects.update(indexed_at=timezone.now())
    publish(draft("new", title, "Text.", into=manual_collection()))

    index_batch(embedder=embedder)

    assert CachedAnswer.objects.exists() is stays


def test_changing_one_text_leaves_what_was_made_of_others(site: Site) -> None:
    kept = kept_answer(site)
    other = kept_answer(site, "Where are you?")

    cache.forget_atom(Atom.objects.get(slug=kept.about))

    assert list(CachedAnswer.objects.all()) == [other]


def test_the_sweep_takes_what_is_too_old(site: Site, settings) -> None:
    settings.CACHE_HOURS = 2
    kept = kept_answer(site)
    CachedAnswer.objects.filter(pk=kept.pk).update(
        made_at=timezone.now() - timedelta(hours=3)
    )
    fresh = kept_answer(site, "Where are you?")

    assert cache.sweep(timezone.now()) == 1
    assert list(CachedAnswer.objects.all()) == [fresh]


def test_the_sweep_takes_what_is_not_live(site: Site) -> None:
    kept = kept_answer(site)
    unpublish(Atom.objects.get(slug=kept.about).latest_version)

    assert cache.sweep(timezone.now()) == 1


def test_of_too_many_those_go_that_were_longest_not_given(site: Site, settings) -> None:
    settings.CACHE_ENTRIES = 2
    made = [kept_answer(site, f"Question {n}?") for n in range(3)]
    given_again(made[0])
    elsewhere = kept_answer(Site.objects.create(key="other", name="Other"))

    assert cache.sweep(timezone.now()) == 1
    assert set(CachedAnswer.objects.all()) == {made[0], made[2], elsewhere}


def test_the_sweep_forgets_old_uses(site: Site, settings) -> None:
    settings.USAGE_DAYS = 1
    hit = given_again(kept_answer(site))
    CacheHit.objects.filter(pk=hit.pk).update(at=timezone.now() - timedelta(days=2))

    cache.sweep(timezone.now())

    assert not CacheHit.objects.exists()


def test_nothing_is_doubted_by_a_vote_on_something_else(site: Site) -> None:
    kept_answer(site)

    cache.doubt(uuid4())

    assert CachedAnswer.objects.exists()

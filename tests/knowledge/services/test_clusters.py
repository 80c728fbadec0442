"""Sorting questions into gaps: as they come, once, and without moving what staff decided."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Site, User
from knowledge.llm.embedder import EmbeddingFailed
from knowledge.models import AskedQuestion, Gap, GapOccurrence
from knowledge.services import clusters, gaps
from knowledge.services.clusters import sort_in
from knowledge.services.traces import record_vote
from tests.knowledge.asking import EMBEDDER, asked, sort
from tests.knowledge.shelf import HashingEmbedder, on_its_own

pytestmark = pytest.mark.django_db

RESET = "how do I reset my password"
RESET_2 = "how do I reset the password"
EXPORT = "where can invoices be exported"


def titles_and_sizes() -> dict[str, int]:
    return {gap.title: gap.occurrences.count() for gap in Gap.objects.all()}


def test_questions_of_one_meaning_are_one_gap(site: Site) -> None:
    for text in (RESET, EXPORT, RESET_2, RESET):
        asked(site, text)

    assert sort() == 4

    assert titles_and_sizes() == {RESET: 3, EXPORT: 1}
    assert sort() == 0


def test_a_later_question_goes_to_the_gap_that_is_there(site: Site) -> None:
    asked(site, RESET, days_ago=3)
    sort()
    before = Gap.objects.get()

    asked(site, RESET_2)
    sort()

    after = Gap.objects.get()
    assert after.pk == before.pk
    assert after.first_at == before.first_at
    assert after.last_at > before.last_at


def test_the_same_question_at_two_sites_is_two_gaps(site: Site) -> None:
    other = Site.objects.create(key="other", name="Other")
    asked(site, RESET)
    asked(other, RESET)

    sort()

    assert set(Gap.objects.values_list("site", flat=True)) == {site.pk, other.pk}


@pytest.mark.parametrize(
    ("outcome", "reason"),
    [("abstained", "unknown"), ("escalated", "handed_over"), ("answered", None)],
)
def test_what_got_an_answer_is_no_gap(
    site: Site, outcome: str, reason: str | None
) -> None:
    asked(site, RESET, outcome=outcome)

    found = GapOccurrence.objects.first()

    assert (found and found.reason) == reason


def test_an_unhelpful_answer_is_a_gap_until_it_helps_after_all(site: Site) -> None:
    question = asked(site, RESET, outcome="answered")

    record_vote(turn=question.turn, helpful=False)
    record_vote(turn=question.turn, helpful=False)
    sort()

    assert GapOccurrence.objects.get().reason == "unhelpful"
    assert Gap.objects.count() == 1

    record_vote(turn=question.turn, helpful=True)

    assert not GapOccurrence.objects.exists()
    assert not Gap.objects.exists()


def test_a_vote_on_an_honest_no_keeps_its_gap(site: Site) -> None:
    question = asked(site, RESET)

    record_vote(turn=question.turn, helpful=False)
    record_vote(turn=question.turn, helpful=True)

    assert GapOccurrence.objects.get().reason == "unknown"


def test_a_question_asked_while_the_embedder_was_away_is_embedded_later(
    site: Site,
) -> None:
    asked(site, RESET, embedder=None)

    assert sort() == 1

    assert AskedQuestion.objects.get().model == EMBEDDER.model


def test_while_the_embedder_is_away_nothing_is_lost(site: Site) -> None:
    asked(site, RESET, embedder=None)
    away = HashingEmbedder()
    away.away = True

    with pytest.raises(EmbeddingFailed):
        sort_in(embedder=away)

    assert sort() == 1


def test_another_embedder_takes_the_gaps_over(site: Site) -> None:
    asked(site, RESET)
    asked(site, EXPORT)
    sort()
    keys = set(Gap.objects.values_list("pk", flat=True))
    new = HashingEmbedder("newer", dimension=512)

    asked(site, RESET_2, embedder=new)
    while not sort_in(embedder=new, most=1):
        pass

    assert titles_and_sizes() == {RESET: 2, EXPORT: 1}
    assert {len(gap.center) for gap in Gap.objects.all()} == {512}
    assert set(Gap.objects.values_list("pk", flat=True)) == keys


def test_two_gaps_become_one_when_questions_show_that_they_are(site: Site) -> None:
    asked(site, "password reset mail missing")
    asked(site, "reset link never arrived today")
    sort()
    assert Gap.objects.count() == 2

    for _ in range(3):
        asked(site, "password reset mail missing reset link never arrived today")
    sort()

    assert Gap.objects.count() == 1
    assert GapOccurrence.objects.filter(gap=Gap.objects.get()).count() == 5


def test_what_somebody_decided_on_is_not_merged_away(site: Site, erin: User) -> None:
    asked(site, "password reset mail missing")
    asked(site, "reset link never arrived today")
    sort()
    for gap in Gap.objects.all():
        gaps.dismiss(gap=gap, user=erin, reason="spam")

    for _ in range(5):
        asked(site, "password reset mail missing reset link never arrived today")
    sort()

    assert Gap.objects.filter(state="dismissed").count() == 2


def test_a_decided_gap_takes_a_larger_open_one_in(site: Site, erin: User) -> None:
    asked(site, "password reset mail missing")
    sort()
    decided = Gap.objects.get()
    gaps.dismiss(gap=decided, user=erin, reason="")
    for _ in range(2):
        asked(site, "reset link never arrived today")
    sort()
    assert Gap.objects.count() == 2

    for _ in range(4):
        asked(site, "password reset mail missing reset link never arrived today")
    sort()

    assert Gap.objects.get().pk == decided.pk
    assert decided.occurrences.count() == 7


def test_a_closed_gap_that_is_asked_again_in_vain_is_open_again(
    site: Site, erin: User
) -> None:
    asked(site, RESET)
    sort()
    gaps.close(gap=Gap.objects.get(), user=erin, reason="")

    asked(site, RESET)
    sort()

    assert Gap.objects.get().state == "open"


def test_a_dismissed_gap_stays_dismissed(site: Site, erin: User) -> None:
    asked(site, RESET)
    sort()
    gaps.dismiss(gap=Gap.objects.get(), user=erin, reason="off topic")

    asked(site, RESET)
    sort()

    gap = Gap.objects.get()
    assert (gap.state, gap.occurrences.count()) == ("dismissed", 2)


def test_questions_from_before_a_closing_do_not_open_it(site: Site, erin: User) -> None:
    asked(site, RESET, days_ago=1)
    sort()
    gaps.close(gap=Gap.objects.get(), user=erin, reason="")

    asked(site, RESET, days_ago=0.5)
    Gap.objects.update(decided_at=timezone.now() - timedelta(hours=1))
    sort()

    assert Gap.objects.get().state == "closed"


def test_only_the_newest_questions_are_grouped_anew(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clusters, "WINDOW", 3)
    for _ in range(3):
        asked(site, RESET)
    sort()
    for _ in range(3):
        asked(site, EXPORT)

    sort()

    assert titles_and_sizes() == {RESET: 3, EXPORT: 3}


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_make_each_gap_once(site: Site) -> None:
    for _ in range(20):
        asked(site, RESET)
        asked(site, EXPORT)

    with ThreadPoolExecutor(2) as pool:
        done = [pool.submit(on_its_own, sort) for _ in range(2)]

    assert sum(each.result() for each in done) == 40
    assert titles_and_sizes() == {RESET: 20, EXPORT: 20}

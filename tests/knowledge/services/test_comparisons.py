"""Holding interviews against their guides: asked for once, made by a worker, the newest counts."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import AuditEntry, User
from knowledge import tasks
from knowledge.interviews.guide import read_guide
from knowledge.models import Collection, Comparison, Interview, InterviewGuide
from knowledge.services import comparisons, extractions, guides, interviews
from knowledge.services.interviews import About
from tests.knowledge.interviews.making import pump_talk

pytestmark = pytest.mark.django_db
GUIDE = "# Pumps\n\n- What do you do when it shows E12?\n- Who pays?\n"


@pytest.fixture
def guide(manual: Collection) -> InterviewGuide:
    return guides.take_in(guide=read_guide(GUIDE), collection=manual, user=None)


@pytest.fixture
def talk(manual: Collection, guide: InterviewGuide) -> Interview:
    talk = pump_talk(manual)
    Interview.objects.update(guide=guide)
    talk.refresh_from_db()
    return talk


def test_a_worker_finds_the_turns_of_each_question(talk: Interview, erin: User) -> None:
    comparisons.begin(interview=talk, user=erin)

    tasks.compare()

    made = talk.comparisons.made().get()
    told, untold = made.found
    assert (told["text"], told["turns"], told["answer"]) == (
        "What do you do when it shows E12?",
        [5, 6],
        [6],
    )
    assert untold["turns"] == []
    assert AuditEntry.objects.filter(verb="compared with guide", user=erin).exists()


def test_one_that_waits_is_enough_and_a_newer_one_takes_its_place(
    talk: Interview, erin: User
) -> None:
    first = comparisons.begin(interview=talk, user=erin)
    again = comparisons.begin(interview=talk, user=erin)
    tasks.compare()
    newer = comparisons.begin(interview=talk, user=erin)
    tasks.compare()

    assert first == again
    assert list(talk.comparisons.all()) == [newer]


def test_what_changes_while_a_worker_reads_is_compared_once_more(
    talk: Interview, erin: User
) -> None:
    comparisons.begin(interview=talk, user=erin)
    read_now = comparisons.claim()

    assert comparisons.begin(interview=talk, user=erin) != read_now


def test_a_look_through_an_interview_compares_it_too(talk: Interview) -> None:
    extractions.begin(interview=talk, user=None, engine="rules")

    tasks.extract()

    assert [found["answer"] for found in talk.comparisons.made().get().found] == [
        [6],
        [],
    ]


def test_a_look_takes_away_none_that_was_asked_for_meanwhile(
    talk: Interview, erin: User
) -> None:
    asked = comparisons.begin(interview=talk, user=erin)
    extractions.begin(interview=talk, user=None, engine="rules")
    tasks.extract()
    kept = list(talk.comparisons.all())
    tasks.compare()

    assert asked in kept and len(kept) == 2
    assert list(talk.comparisons.made()) == [asked]


def test_a_guide_that_is_attached_later_is_compared_in_the_background(
    manual: Collection, guide: InterviewGuide, erin: User
) -> None:
    talk = pump_talk(manual)
    about = About(title="Pumps", guide=guide)

    for _ in range(2):
        interviews.describe(interview=talk, about=about, user=erin)
    waiting = talk.comparisons.under_way().count()
    tasks.compare()

    assert waiting == 1
    assert talk.comparisons.made().exists()


def test_nothing_is_begun_without_a_guide_or_before_roles_are_right(
    talk: Interview, erin: User
) -> None:
    Interview.objects.update(state=Interview.State.NEW)
    too_early = comparisons.begin(interview=talk, user=erin)
    Interview.objects.update(state=Interview.State.READY, guide=None)

    assert too_early is None
    assert comparisons.begin(interview=talk, user=erin) is None
    assert not Comparison.objects.exists()


def test_one_that_breaks_off_says_so(
    talk: Interview, erin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(interview: Interview) -> None:
        raise RuntimeError(interview)

    comparisons.begin(interview=talk, user=erin)
    with monkeypatch.context() as patch:
        patch.setattr("knowledge.looking_through.source_of", broken)
        tasks.compare()

    assert "broke off" in talk.comparisons.get().failure
    assert not talk.comparisons.made().exists()


def test_one_whose_worker_died_is_taken_up_again(talk: Interview, erin: User) -> None:
    begun = comparisons.begin(interview=talk, user=erin)
    comparisons.claim()
    held = comparisons.claim()
    Comparison.objects.update(leased_until=timezone.now() - timedelta(seconds=1))

    assert held is None
    assert comparisons.claim() == begun


def test_a_guide_without_questions_keeps_nobody_from_looking(
    talk: Interview, guide: InterviewGuide
) -> None:
    guide.questions.all().delete()
    extractions.begin(interview=talk, user=None, engine="rules")

    tasks.extract()

    assert talk.extractions.get().failure == ""
    assert talk.candidates.exists()

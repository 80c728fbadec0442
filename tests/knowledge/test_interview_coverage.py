"""What an interview covered of its guide, and what reading it took."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from knowledge import tasks
from knowledge.format import parse
from knowledge.interview_coverage import Cover, closed_by, coverage_of, rows_of, work_on
from knowledge.interviews.guide import read_guide
from knowledge.models import Candidate, Collection, Interview
from knowledge.services import candidates, comparisons, extractions, guides
from knowledge.services.candidates import Reading
from tests.knowledge.interviews.making import pump_talk

pytestmark = pytest.mark.django_db
GUIDE = """# Pumps

## Starting

- How do you prime the pump?

## Faults

- What do you do when it shows E12?
- Which spare parts are kept on the shelf in the cellar?
"""


@pytest.fixture
def talk(manual: Collection) -> Interview:
    talk = pump_talk(manual)
    guide = guides.take_in(guide=read_guide(GUIDE), collection=manual, user=None)
    Interview.objects.filter(pk=talk.pk).update(guide=guide)
    talk.refresh_from_db()
    extractions.begin(interview=talk, user=None, engine="rules")
    tasks.extract()
    return talk


def accept(talk: Interview, kind: str, user: User) -> Candidate:
    found = talk.candidates.get(type=kind)
    reading = Reading(user, found.revision)
    candidates.accept(candidate=found, parsed=parse(found.text), reading=reading)
    return found


def covers(talk: Interview) -> list[Cover]:
    return [each.cover for each in coverage_of(talk)]


def test_a_question_is_answered_once_something_written_of_it_is_accepted(
    talk: Interview, erin: User
) -> None:
    before = covers(talk)

    error = accept(talk, "error", erin)

    assert before == [Cover.PARTLY, Cover.PARTLY, Cover.NOT]
    assert covers(talk) == [Cover.PARTLY, Cover.ANSWERED, Cover.NOT]
    told = coverage_of(talk)[1]
    assert 6 in told.turns
    assert error in told.candidates


def test_each_question_leads_to_the_exchange_that_answers_it_best(
    manual: Collection,
) -> None:
    said = (
        "Ina: What do you do with the pump when it is loud?\n"
        "Otto: When it is loud it needs oil, and I add some of it.\n"
        "Ina: How do you prime the pump?\n"
        "Otto: To prime the pump you close the outlet valve and pour water in.\n"
    )
    talk = pump_talk(manual, said)
    text = "# Pumps\n\n- How do you prime the pump?\n"
    guide = guides.take_in(guide=read_guide(text), collection=manual, user=None)
    Interview.objects.update(guide=guide)
    talk.refresh_from_db()
    extractions.begin(interview=talk, user=None, engine="rules")
    tasks.extract()

    (told,) = coverage_of(talk)

    assert told.best == 3


def test_what_an_earlier_release_found_leads_to_its_first_turn(talk: Interview) -> None:
    comparison = talk.comparisons.get()
    for each in comparison.found:
        each.pop("best")
    comparison.save()

    assert [each.best for each in coverage_of(talk)] == [1, 5, 0]


def test_nothing_is_known_before_somebody_looked(manual: Collection) -> None:
    talk = pump_talk(manual)
    guide = guides.take_in(guide=read_guide(GUIDE), collection=manual, user=None)
    Interview.objects.update(guide=guide)
    talk.refresh_from_db()

    assert covers(talk) == [Cover.UNKNOWN] * 3


def test_a_question_that_is_changed_or_added_later_is_unknown(talk: Interview) -> None:
    assert talk.guide is not None
    first, _, last = talk.guide.questions.all()
    first.text = "Who built the pump?"
    first.save()
    last.delete()
    talk.guide.questions.create(text="Who pays?", ordinal=9)

    assert covers(talk) == [Cover.UNKNOWN, Cover.PARTLY, Cover.UNKNOWN]


def test_with_others_who_ask_and_know_all_is_unknown_until_it_is_compared(
    talk: Interview, erin: User
) -> None:
    talk.speakers.filter(name="Otto").update(role="other")
    changed = covers(talk)

    comparisons.begin(interview=talk, user=erin)
    tasks.compare()

    assert changed == [Cover.UNKNOWN] * 3
    # Nobody answers any more.
    assert covers(talk) == [Cover.NOT] * 3


def test_the_report_reads_and_does_not_think(
    talk: Interview, erin: User, django_assert_max_num_queries: Any
) -> None:
    accept(talk, "error", erin)
    talk.turns.update(text="Nothing of all that was said.")

    with django_assert_max_num_queries(8):
        assert covers(talk) == [Cover.PARTLY, Cover.ANSWERED, Cover.NOT]


def test_without_a_guide_there_is_nothing_to_cover(manual: Collection) -> None:
    assert coverage_of(pump_talk(manual)) == []


def test_what_was_turned_down_answers_nothing(talk: Interview, erin: User) -> None:
    found = talk.candidates.get(type="error")
    candidates.reject(candidate=found, reason="No.", reading=Reading(erin, 1))

    assert covers(talk)[1] == Cover.PARTLY


def test_the_table_has_a_line_for_each_question(talk: Interview, erin: User) -> None:
    accept(talk, "error", erin)

    head, *lines = rows_of(coverage_of(talk))

    assert head[:3] == ["section", "question", "covered"]
    assert [line[:3] for line in lines] == [
        ["Starting", "How do you prime the pump?", "partly"],
        ["Faults", "What do you do when it shows E12?", "answered"],
        ["Faults", "Which spare parts are kept on the shelf in the cellar?", "not"],
    ]
    assert "E12" in lines[1][5]


def test_only_gaps_that_questions_came_from_can_be_closed(talk: Interview) -> None:
    assert closed_by(coverage_of(talk)) == []


def test_the_work_counts_words_and_the_time_between_decisions_of_a_sitting(
    talk: Interview, erin: User
) -> None:
    accept(talk, "error", erin)
    accept(talk, "pitfall", erin)
    accept(talk, "procedure", erin)
    began = timezone.now() - timedelta(days=1)
    for kind, minutes in (("error", 0), ("pitfall", 2), ("procedure", 600)):
        moment = began + timedelta(minutes=minutes)
        Candidate.objects.filter(type=kind).update(decided_at=moment)

    work = work_on(talk)

    # Two sittings, of two minutes and of none: each of the three took two.
    assert work.reading == timedelta(minutes=6)
    assert (work.decided, work.waiting) == (3, talk.candidates.count() - 3)
    assert work.said == 90
    assert work.written > 0
    assert work.words_a_minute == round(work.written / 6)


def test_one_decision_says_nothing_about_time(talk: Interview, erin: User) -> None:
    accept(talk, "error", erin)

    assert work_on(talk).reading is None
    assert work_on(talk).words_a_minute is None

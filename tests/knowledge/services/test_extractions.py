"""Looking an interview through: once at a time, piece by piece, stopped and gone on with."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import AuditEntry, User
from knowledge import tasks
from knowledge.extracting import source_of
from knowledge.interviews import by_rules
from knowledge.interviews.candidates import identified
from knowledge.interviews.support import Sentence
from knowledge.looking_through import text_of
from knowledge.models import (
    Candidate,
    Collection,
    Extraction,
    Interview,
    ReplacedCandidate,
)
from knowledge.services import candidates, extractions
from knowledge.services.candidates import Reading, Text
from tests.knowledge.interviews.making import PUMP, pump_talk

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk(manual: Collection) -> Interview:
    return pump_talk(manual)


def begun(talk: Interview, user: User | None = None) -> Extraction:
    return extractions.begin(interview=talk, user=user, engine="rules")


def texts_of(talk: Interview) -> list[Text]:
    found = by_rules.Rules().found(source_of(talk).talk)
    return [text_of(each) for each in identified(found)]


def kept(extraction: Extraction, texts: list[Text], first: int = 0) -> bool:
    return extractions.keep_some(
        extraction=extraction,
        texts=texts,
        first=first,
        after=first + len(texts),
        total=99,
    )


def titles(talk: Interview) -> list[str]:
    return [each.title for each in talk.candidates.order_by("ordinal")]


def test_a_worker_writes_what_was_told_with_the_turns_that_say_it(
    talk: Interview, erin: User
) -> None:
    begun(talk, erin)

    tasks.extract()

    extraction = talk.extractions.get()
    error = talk.candidates.get(type="error")
    assert extraction.finished_at
    assert extraction.done == extraction.total == talk.candidates.count() >= 4
    told = error.sentences.filter(text__startswith="Tighten").first()
    assert told and told.turns == [6]
    assert error.collection == talk.collection
    assert AuditEntry.objects.filter(verb="looked through", user=erin).exists()


def test_nothing_is_looked_through_before_somebody_says_who_knows(
    talk: Interview,
) -> None:
    Interview.objects.update(state=Interview.State.NEW)

    with pytest.raises(extractions.NotReady):
        begun(talk)


def test_one_look_that_is_under_way_is_enough(talk: Interview) -> None:
    assert begun(talk) == begun(talk)


def test_a_look_that_is_stopped_keeps_what_it_found_and_goes_on_from_there(
    talk: Interview, erin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(by_rules, "AT_ONCE", 1)
    extraction = begun(talk)
    texts = texts_of(talk)
    kept(extraction, texts[:2])
    extractions.stop(extraction=extraction, user=erin)

    goes_on = kept(extraction, texts[2:3], first=2)
    goes_further = kept(extraction, texts[3:4], first=2)
    tasks.extract()

    assert (goes_on, goes_further) == (False, False)
    assert talk.candidates.count() == 3
    extractions.let_go(extraction)
    extractions.go_on(extraction=extraction, user=erin)
    tasks.extract()
    assert titles(talk) == [text.parsed.title for text in texts]


def test_two_workers_at_the_same_look_write_nothing_twice(talk: Interview) -> None:
    extraction = begun(talk)
    texts = texts_of(talk)

    first, second = kept(extraction, texts), kept(extraction, texts)

    assert (first, second) == (True, False)
    assert talk.candidates.count() == len(texts)


def test_a_second_look_replaces_what_nobody_touched_and_keeps_the_rest(
    talk: Interview, erin: User
) -> None:
    begun(talk)
    tasks.extract()
    turned_down, *_ = talk.candidates.all()
    reading = Reading(erin, turned_down.revision)
    candidates.reject(candidate=turned_down, reason="Known.", reading=reading)
    before = titles(talk)

    begun(talk)
    tasks.extract()

    assert sorted(titles(talk)) == sorted(before)
    assert talk.candidates.get(state="rejected") == turned_down


def test_where_candidates_gave_way_is_kept_and_what_was_decided_stays(
    talk: Interview, erin: User
) -> None:
    begun(talk)
    tasks.extract()
    first, *others = talk.candidates.all()
    reading = Reading(erin, first.revision)
    candidates.reject(candidate=first, reason="Known.", reading=reading)

    begun(talk)

    assert list(talk.candidates.all()) == [first]
    assert ReplacedCandidate.objects.count() == len(others)


def test_a_look_that_breaks_off_says_so_and_can_go_on(
    talk: Interview, erin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(interview: Interview) -> None:
        raise RuntimeError(interview)

    begun(talk)
    with monkeypatch.context() as patch:
        patch.setattr("knowledge.looking_through.source_of", broken)
        tasks.extract()

    failed = talk.extractions.get()
    assert "broke off" in failed.failure
    extractions.go_on(extraction=failed, user=erin)
    tasks.extract()
    assert talk.extractions.get().failure == ""
    assert talk.candidates.exists()


def test_two_texts_of_one_title_are_both_kept_where_different_things_were_said(
    talk: Interview,
) -> None:
    extraction = begun(talk)
    one, *_ = texts_of(talk)
    elsewhere = replace(one, sentences=[Sentence("Tighten the flange.", (6,))])
    repeated = replace(
        one, sentences=[replace(each, turns=(99,)) for each in one.sentences]
    )

    kept(extraction, [one, elsewhere, repeated])
    kept(extraction, [one, elsewhere], first=3)

    assert [each.title for each in talk.candidates.all()] == [one.parsed.title] * 2


def test_a_look_whose_worker_died_is_taken_up_by_the_sweep(talk: Interview) -> None:
    extraction = begun(talk)
    Extraction.objects.update(leased_until=timezone.now() - timedelta(hours=1))

    assert extractions.claim() == extraction


def test_a_model_is_asked_by_one_look_at_a_time_and_rules_go_on(
    talk: Interview, manual: Collection
) -> None:
    other = pump_talk(manual, f"{PUMP}Ina: And then?\n")
    third = pump_talk(manual, f"{PUMP}Ina: And what then?\n")
    for interview, engine in ((talk, "model"), (other, "model"), (third, "rules")):
        extractions.begin(interview=interview, user=None, engine=engine)

    claimed = [extractions.claim() for _ in range(3)]

    assert [each and each.interview for each in claimed] == [talk, third, None]


def test_what_leans_on_a_turn_can_be_listed(talk: Interview) -> None:
    begun(talk)
    tasks.extract()

    leaning = Candidate.objects.leaning_on(talk, 4)

    assert {each.type for each in leaning} == {"pitfall", "faq"}

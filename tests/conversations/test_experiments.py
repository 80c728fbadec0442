"""Variants compared on live chats: who gets which, and how it begins and ends."""

from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone

from accounts.models import AuditEntry, Site, User
from conversations import settling
from conversations.comparison.rates import Tally
from conversations.comparison.split import arm_of
from conversations.models import Conversation, Enrolment, Experiment
from conversations.results import lately
from conversations.services import customers, experiments, feedback
from knowledge.models import SiteVariant
from knowledge.policies import policy_of
from knowledge.services import variants
from knowledge.services.variants import NothingBefore
from tests.conversations.answering import TRACE, abstained, answered
from tests.conversations.compared import ask, chat, harmed, planned, running, variant

pytestmark = pytest.mark.django_db


def choose(site: Site, chosen: object, user: User) -> SiteVariant:
    current = SiteVariant.objects.current(site)
    return experiments.choose(
        site=site,
        variant=chosen,  # type: ignore[arg-type]
        seen=current.pk if current else None,
        user=user,
    )


# Who gets which ------------------------------------------------------------------------------


def test_without_a_choice_a_site_answers_as_is_built_in(site: Site) -> None:
    _, work = ask(site)

    assert work.variant is None


def test_a_site_answers_with_what_was_chosen_last(site: Site, dora: User) -> None:
    kind, short = variant("Kind"), variant("Short")
    choose(site, kind, dora)
    choose(site, short, dora)

    _, work = ask(site)

    assert work.variant == short
    assert policy_of(site).variant == short.pk


def test_a_conversation_keeps_its_arm_whatever_it_asks(site: Site) -> None:
    kind = variant()
    experiment = running(site, kind)

    for _ in range(8):
        who, work = ask(site)
        arm = arm_of(experiment.pk, work.public_id, 50)
        # The next message supersedes the question: it is taken up a second time.
        conversation = Conversation.objects.get(public_id=work.public_id)
        conversation.turns.update(status="done", finished_at=timezone.now())
        _, again = ask(site, who)

        assert work.variant == again.variant == (kind if arm == "challenger" else None)
        assert Enrolment.objects.get(conversation=conversation).challenger == (
            arm == "challenger"
        )


def test_a_conversation_from_before_stays_as_it_was(site: Site) -> None:
    who, work = ask(site)
    Conversation.objects.get(public_id=work.public_id).turns.update(status="done")
    running(site, variant(), share=99)

    _, again = ask(site, who)

    assert again.variant is None
    assert not Enrolment.objects.exists()


def test_another_site_takes_no_part(site: Site) -> None:
    other = Site.objects.create(key="other", name="Other")
    running(site, variant(), share=99)

    _, work = ask(other)

    assert work.variant is None


def test_after_the_end_everybody_gets_the_sites_own(site: Site, dora: User) -> None:
    experiment = running(site, variant(), share=99)
    experiments.stop(experiment=experiment, user=dora)

    assert {ask(site)[1].variant for _ in range(5)} == {None}


# Beginning and ending --------------------------------------------------------------------------


def test_a_plan_says_how_many_chats_it_takes(site: Site) -> None:
    experiment = planned(site, variant())

    assert experiment.state == "planned"
    assert experiment.planned_size == 775


def test_what_the_site_has_already_is_not_compared(site: Site) -> None:
    with pytest.raises(experiments.SameVariant):
        planned(site, None)


def test_one_experiment_runs_at_a_site(site: Site, dora: User) -> None:
    second = planned(site, variant("Short"))
    running(site, variant("Kind"))

    with pytest.raises(experiments.Busy):
        experiments.start(experiment=second, user=dora)
    with pytest.raises(IntegrityError):
        Experiment.objects.filter(pk=second.pk).update(started_at=timezone.now())


def test_a_plan_against_what_the_site_had_is_not_started(
    site: Site, dora: User
) -> None:
    experiment = planned(site, variant("Kind"))
    choose(site, variant("Short"), dora)

    with pytest.raises(experiments.Outdated):
        experiments.start(experiment=experiment, user=dora)


def test_what_has_ended_neither_starts_nor_stops_again(site: Site, dora: User) -> None:
    experiment = running(site, variant())
    experiments.stop(experiment=experiment, user=dora)

    for deed in (experiments.start, experiments.stop, experiments.discard):
        with pytest.raises(experiments.NotNow):
            deed(experiment=experiment, user=dora)


def test_choosing_for_a_site_ends_what_is_compared_there(
    site: Site, dora: User
) -> None:
    experiment = running(site, variant("Kind"))

    choose(site, variant("Short"), dora)

    experiment.refresh_from_db()
    assert (experiment.state, experiment.ending) == ("ended", "person")


def test_one_goes_back_to_what_was_before(site: Site, dora: User) -> None:
    kind = variant("Kind")
    choose(site, kind, dora)
    newest = choose(site, variant("Short"), dora)

    back = experiments.roll_back(site=site, seen=newest.pk, user=dora)

    assert back.variant == kind
    entry = AuditEntry.objects.get(verb="variant chosen", details__before="Short v1")
    assert entry.details["variant"] == "Kind v1"


def test_before_the_first_choice_stands_what_is_built_in(
    site: Site, dora: User
) -> None:
    first = choose(site, variant("Kind"), dora)

    assert experiments.roll_back(site=site, seen=first.pk, user=dora).variant is None


def test_where_nothing_was_chosen_there_is_no_way_back(site: Site, dora: User) -> None:
    with pytest.raises(NothingBefore):
        experiments.roll_back(site=site, seen=0, user=dora)


def test_whoever_saw_an_older_choice_is_told(site: Site, dora: User) -> None:
    seen = choose(site, variant("Kind"), dora)
    choose(site, variant("Short"), dora)

    with pytest.raises(variants.Changed):
        experiments.roll_back(site=site, seen=seen.pk, user=dora)
    assert str(SiteVariant.objects.variant_of(site)) == "Short v1"


# What became of them ---------------------------------------------------------------------------


def settled(site: Site) -> Enrolment:
    settling.look(timezone.now() + timedelta(hours=25))
    return Enrolment.objects.get()


def test_an_answered_chat_is_solved(site: Site) -> None:
    running(site, variant())
    chat(site)

    row = settled(site)

    assert (row.solved, row.helpful) == (True, None)
    assert (row.escalated, row.unhelpful, row.abstained, row.dropped) == (False,) * 4


def test_a_chat_that_went_to_a_person_is_not(site: Site) -> None:
    running(site, variant())
    who, _ = chat(site)
    customers.ask_person(identity=who, cid=uuid4())

    row = settled(site)

    assert (row.solved, row.escalated) == (False, True)


def test_nor_is_one_in_which_the_bot_knew_nothing_in_the_end(site: Site) -> None:
    running(site, variant())
    chat(site, abstained())

    row = settled(site)

    assert (row.solved, row.abstained, row.escalated) == (False, True, False)


@pytest.mark.parametrize("helpful", [True, False])
def test_a_vote_says_whether_it_helped(site: Site, helpful: bool) -> None:
    running(site, variant())
    who, conversation = chat(site)
    event = conversation.events.filter(kind="message", payload__author="bot").get()
    feedback.give_feedback(identity=who, seq=event.pub_seq, helpful=helpful, reason="")

    row = settled(site)

    assert (row.helpful, row.unhelpful, row.solved) == (helpful, not helpful, helpful)


def test_a_sentence_that_was_checked_away_is_counted(site: Site) -> None:
    running(site, variant())
    attempts = [{"dropped": []}, {"dropped": [{"text": "For free.", "why": "facts"}]}]
    trace = replace(TRACE, record={"attempts": attempts})
    chat(site, replace(answered("By card."), trace=trace))

    assert settled(site).dropped


def test_what_happens_after_its_time_does_not_count(site: Site) -> None:
    running(site, variant())
    who, _ = chat(site)
    Enrolment.objects.update(at=timezone.now() - timedelta(hours=25))
    customers.ask_person(identity=who, cid=uuid4())

    row = settled(site)

    assert (row.escalated, row.solved) == (False, False)


def test_it_is_kept_once_and_not_before_its_time(site: Site) -> None:
    running(site, variant())
    who, _ = chat(site)
    settling.look(timezone.now() + timedelta(minutes=50))
    assert Enrolment.objects.get().guarded_at is None

    settling.look(timezone.now() + timedelta(minutes=70))
    customers.ask_person(identity=who, cid=uuid4())
    settling.look(timezone.now() + timedelta(minutes=70))

    row = Enrolment.objects.get()
    assert (row.escalated, row.settled_at) == (False, None)


def test_an_erased_conversation_is_counted_nowhere(site: Site) -> None:
    running(site, variant())
    chat(site)
    Conversation.objects.all().delete()

    row = settled(site)

    assert row.settled_at is not None
    assert (row.solved, row.escalated) == (None, None)


# How it ends by itself -------------------------------------------------------------------------


def test_the_guard_stops_a_challenger_that_does_harm(site: Site) -> None:
    experiment = running(site, variant())
    harmed(experiment, control=(5, 95), challenger=(25, 75))

    settling.look(timezone.now())

    experiment.refresh_from_db()
    assert (experiment.ending, experiment.ended_by) == ("guard", None)
    assert experiment.found["evidence"] >= 20
    assert experiment.found["challenger"] == {"hits": 25, "n": 100}
    entry = AuditEntry.objects.get(verb="experiment ended: guard")
    assert (entry.user, entry.details["challenger"]) == (None, {"hits": 25, "n": 100})
    assert ask(site)[1].variant is None


def test_a_little_more_harm_is_no_reason(site: Site) -> None:
    experiment = running(site, variant())
    harmed(experiment, control=(10, 90), challenger=(14, 86))

    settling.look(timezone.now())

    experiment.refresh_from_db()
    assert experiment.state == "running"


def test_with_all_that_was_planned_it_ends_with_what_was_found(site: Site) -> None:
    experiment = running(site, variant())
    goal = [(False, n % 10 < 5) for n in range(388)]
    goal += [(True, n % 10 < 7) for n in range(387)]
    # What came later than planned is not counted.
    goal += [(True, False)] * 100
    Enrolment.objects.bulk_create(
        Enrolment(experiment=experiment, challenger=arm, solved=solved)
        for arm, solved in goal
    )

    settling.look(timezone.now())

    experiment.refresh_from_db()
    assert experiment.ending == "plan"
    assert experiment.found["challenger"] == {"hits": 273, "n": 387}
    assert experiment.found["difference"]["p"] < 0.001


def test_it_ends_once_although_two_workers_look(site: Site) -> None:
    experiment = running(site, variant())
    harmed(experiment, control=(0, 10), challenger=(30, 0))

    settling.judge(experiment)
    settling.judge(experiment)

    assert AuditEntry.objects.filter(verb__startswith="experiment ended").count() == 1


def test_todays_rate_is_that_of_the_last_month(site: Site) -> None:
    now = timezone.now()
    solved, unknown, old = chat(site), chat(site, abstained()), chat(site)
    for (_, conversation), days in zip((solved, unknown, old), (3, 4, 60), strict=True):
        at = now - timedelta(days=days)
        Conversation.objects.filter(pk=conversation.pk).update(created_at=at)
        conversation.turns.update(finished_at=at + timedelta(minutes=1))
    chat(site)

    assert lately(site, "solved", now) == Tally(1, 2)
    assert lately(site, "helpful", now) == Tally(0, 0)


@pytest.mark.django_db(transaction=True)
def test_of_two_experiments_started_at_once_one_runs(site: Site) -> None:
    plans = [planned(site, variant(name)) for name in ("Kind", "Short")]
    user = User.objects.get(username="maker")
    told: list[str] = []
    together = Barrier(2)

    def start(experiment: Experiment) -> None:
        together.wait()
        try:
            experiments.start(experiment=experiment, user=user)
            told.append("runs")
        except experiments.Busy:
            told.append("busy")
        finally:
            connection.close()

    threads = [Thread(target=start, args=[each]) for each in plans]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(told) == ["busy", "runs"]
    assert Experiment.objects.running().count() == 1

"""What triage keeps of conversations, and what people's corrections do."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.identity import Identity
from accounts.models import AuditEntry, Site, User
from conversations import pools, tasks, triaging
from conversations.models import (
    Conversation,
    EscalationRule,
    Event,
    ReadMark,
    Triage,
    TriageCorrection,
)
from conversations.services import agents
from conversations.services import triage as services
from conversations.services.appending import Refused
from conversations.states import State
from knowledge.triage.judging import Judgement
from knowledge.triage.labels import Category, Labels, Priority, Sentiment
from knowledge.triage.talks import judge_talk
from tests.conversations.triaged import (
    CHARGED,
    HOW_TO,
    begin,
    bot_says,
    looked_at,
)

pytestmark = pytest.mark.django_db
LLAMA = "the llama in the courtyard looks sad today"
CARE = Labels(Category.PROBLEM, Priority.URGENT, Sentiment.NEGATIVE, True, "en")


def test_a_message_waits_for_triage_until_it_was_looked_at(site: Site) -> None:
    conversation = begin(site, CHARGED)
    assert conversation.triage_since is not None

    triaging.look(conversation.pk)

    conversation.refresh_from_db()
    assert conversation.triage_since is None


def test_a_hint_that_comes_after_a_look_finds_nothing_to_do(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation = begin(site, CHARGED)
    looks: list[int] = []
    monkeypatch.setattr(triaging, "look", looks.append)

    tasks.triage(str(conversation.pk))
    Conversation.objects.filter(pk=conversation.pk).update(triage_since=None)
    tasks.triage(str(conversation.pk))

    assert looks == [conversation.pk]


def asked_again(site: Site, triage: Triage) -> Triage:
    """The customer of a conversation that was looked at writes once more, and a worker comes."""
    customer = triage.conversation.customer
    begin(site, CHARGED, who=Identity(site.pk, customer.key, verified=False))
    tasks.triage(str(triage.conversation_id))
    triage.refresh_from_db()
    return triage


def test_what_the_bot_answers_rests_until_the_sweep_asks(site: Site) -> None:
    triage = asked_again(site, looked_at(site, HOW_TO))
    assert triage.category == "howto"

    Triage.objects.update(judged_at=timezone.now() - triaging.PAUSE)
    tasks.triage(str(triage.conversation_id))

    triage.refresh_from_db()
    assert triage.category == "billing"
    assert triaging.PAUSE < triaging.PATIENCE


def test_what_a_rule_or_a_person_may_act_upon_does_not_rest(site: Site) -> None:
    triage = looked_at(site, HOW_TO)
    rule = EscalationRule.objects.create(name="Money")
    assert asked_again(site, triage).category == "billing"

    rule.delete()
    other = looked_at(site, HOW_TO)
    Conversation.objects.filter(pk=other.conversation_id).update(status=State.QUEUED)
    assert asked_again(site, other).category == "billing"


def test_what_a_conversation_is_about_is_kept(site: Site) -> None:
    triage = looked_at(site, "hi", CHARGED)

    assert (triage.category, triage.priority) == ("billing", "high")
    assert (triage.needs_person, triage.language) == (True, "en")
    assert triage.by == Triage.By.CUES
    assert triage.summary == "You charged me twice for March."
    assert 0.5 < triage.risk <= 1


def test_a_question_of_use_needs_nobody(site: Site) -> None:
    triage = looked_at(site, HOW_TO)

    assert triage.category == "howto"
    assert not triage.needs_person


def test_looking_twice_changes_nothing(site: Site) -> None:
    triage = looked_at(site, CHARGED)
    head = triage.conversation.last_seq

    triaging.look(triage.conversation_id)

    triage.conversation.refresh_from_db()
    assert Triage.objects.count() == 1
    assert triage.conversation.last_seq == head


def test_what_was_said_meanwhile_keeps_its_place_in_the_queue(site: Site) -> None:
    conversation = begin(site, HOW_TO)
    seen = conversation.last_seq
    bot_says(conversation, "Choose Export.", "Export")
    found = services.Found(
        seq=seen, judgement=_judged(HOW_TO, site), summary="", atoms=(), messages=1
    )

    services.keep(conversation=conversation.pk, found=found, model_there=False)

    conversation.refresh_from_db()
    assert conversation.triage_since is not None


def _judged(text: str, site: Site) -> Judgement:
    return judge_talk([text], pools.pool_of(site), pools.embed, otherwise="en")


def test_the_mood_follows_the_last_messages(site: Site) -> None:
    triage = looked_at(site, HOW_TO)
    assert triage.sentiment == "neutral"
    who = triage.conversation.customer

    identity = Identity(site_id=site.pk, key=who.key)
    again = looked_at(
        site,
        "That is not there.",
        "This is ridiculous, your help is useless!",
        who=identity,
    )

    assert again.conversation_id == triage.conversation_id
    assert again.category == "howto"
    assert again.sentiment == "negative"


def test_staff_are_told_once_and_customers_never(site: Site) -> None:
    triage = looked_at(site, CHARGED)

    told = triage.conversation.events.filter(kind=Event.Kind.TRIAGE)

    assert [event.pub_seq for event in told] == [None]
    assert told.get().payload["category"] == "billing"


def test_triage_makes_nothing_unread(site: Site, alice: User) -> None:
    conversation = begin(site, CHARGED)
    agents.mark_read(
        user=alice, conversation=conversation.public_id, seq=conversation.last_seq
    )

    triaging.look(conversation.pk)

    conversation.refresh_from_db()
    assert ReadMark.objects.get(user=alice).seq == conversation.last_seq


def test_a_correction_is_kept_with_what_the_desk_had_said(
    site: Site, alice: User
) -> None:
    triage = looked_at(site, LLAMA)
    before = triage.labels

    services.correct(
        user=alice, conversation=triage.conversation.public_id, labels=CARE
    )

    kept = TriageCorrection.objects.get()
    assert kept.labels == CARE
    assert kept.text == LLAMA
    assert kept.before["category"] == before.category
    assert AuditEntry.objects.get(verb="corrected triage").user == alice


def test_like_messages_of_the_site_follow_a_correction(site: Site, alice: User) -> None:
    first = looked_at(site, LLAMA)
    services.correct(user=alice, conversation=first.conversation.public_id, labels=CARE)

    second = looked_at(site, "The llama in the courtyard looks so sad today.")

    assert (second.category, second.priority) == ("problem", "urgent")
    assert second.needs_person


def test_other_sites_do_not_follow_it(site: Site, alice: User) -> None:
    other = Site.objects.create(key="other", name="Other")
    first = looked_at(site, LLAMA)
    services.correct(user=alice, conversation=first.conversation.public_id, labels=CARE)

    second = looked_at(other, LLAMA)

    assert second.priority != "urgent"


def test_what_a_person_said_stands_when_more_is_said(site: Site, alice: User) -> None:
    first = looked_at(site, LLAMA)
    conversation = first.conversation
    services.correct(user=alice, conversation=conversation.public_id, labels=CARE)
    bot_says(conversation, "I do not know.", actions=["person"])

    triaging.look(conversation.pk)

    first.refresh_from_db()
    assert first.labels == CARE
    assert first.by == Triage.By.PERSON


def test_who_may_not_answer_may_not_correct(site: Site, charlie: User) -> None:
    triage = looked_at(site, CHARGED)
    charlie.groups.clear()

    with pytest.raises(Refused, match="not_found"):
        services.correct(
            user=charlie, conversation=triage.conversation.public_id, labels=CARE
        )


def test_before_triage_looked_there_is_nothing_to_correct(
    site: Site, alice: User
) -> None:
    conversation = begin(site, CHARGED)

    with pytest.raises(Refused, match="closed"):
        services.correct(user=alice, conversation=conversation.public_id, labels=CARE)


def test_without_an_embedder_letters_decide(site: Site, settings) -> None:
    settings.EMBEDDER = "ollama"
    settings.OLLAMA_URL = "http://127.0.0.1:9"

    triage = looked_at(site, CHARGED)

    assert triage.category == "billing"
    assert triage.atoms == []


def test_the_sweep_finds_what_nobody_came_for(site: Site) -> None:
    conversation = begin(site, CHARGED)
    assert triaging.sweep() == 0
    past = timezone.now() - timedelta(minutes=1)
    Conversation.objects.filter(pk=conversation.pk).update(triage_since=past)

    assert triaging.sweep() == 1

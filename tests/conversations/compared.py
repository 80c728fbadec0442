"""Variants and experiments for tests, and chats that take part in them."""

from collections.abc import Sequence
from uuid import uuid4

from accounts.identity import Identity, new_visitor, visitor_identity
from accounts.models import Site, User
from conversations.models import Conversation, Enrolment, Experiment, Turn
from conversations.services import customers, endings, experiments, turns
from conversations.services.experiments import Plan
from conversations.services.turns import Work
from knowledge.answering.outcomes import Outcome
from knowledge.models import Variant
from knowledge.services import variants
from knowledge.services.variants import Settings
from tests.conversations.answering import answered

WORDS = "You are {bot} of {site}.\n{rules}\nBe kind."


def variant(name: str = "Kind", **says: object) -> Variant:
    user = User.objects.get_or_create(username="maker")[0]
    settings = Settings(**{"instructions": WORDS, **says})
    return variants.add_version(
        name=name, says=settings, before=None, reason="", user=user
    )


def planned(site: Site, challenger: Variant | None, **more: object) -> Experiment:
    user = User.objects.get_or_create(username="maker")[0]
    says = Plan(
        **{
            "name": "Kinder words",
            "challenger": challenger,
            "share": 50,
            "goal": "solved",
            "guard": "escalated",
            "baseline": 0.6,
            "effect": 0.1,
        }
        | more
    )
    return experiments.plan(site=site, says=says, user=user)


def running(site: Site, challenger: Variant | None, **more: object) -> Experiment:
    experiment = planned(site, challenger, **more)
    experiments.start(experiment=experiment, user=User.objects.get(username="maker"))
    experiment.refresh_from_db()
    return experiment


def ask(site: Site, who: Identity | None = None) -> tuple[Identity, Work]:
    """Somebody asks, and a worker takes it."""
    who = who or visitor_identity(site, new_visitor(site))
    sent = customers.send(identity=who, cid=uuid4(), text="How do I pay?")
    turn = Turn.objects.get(
        conversation__public_id=sent.conversation, status=Turn.Status.QUEUED
    )
    work = turns.claim(turn.pk)
    assert isinstance(work, Work)
    return who, work


def chat(site: Site, outcome: Outcome | None = None) -> tuple[Identity, Conversation]:
    """Somebody asks, and gets an answer or what is given."""
    who, work = ask(site)
    endings.finish(work.turn, outcome or answered("By card."))
    return who, Conversation.objects.get(public_id=work.public_id)


def harmed(
    experiment: Experiment, control: Sequence[int], challenger: Sequence[int]
) -> None:
    """Enrol (harmed, unharmed) conversations of both arms of which it is known."""
    Enrolment.objects.bulk_create(
        Enrolment(
            experiment=experiment,
            challenger=arm,
            guarded_at=experiment.started_at,
            escalated=escalated,
        )
        for arm, counts in ((False, control), (True, challenger))
        for escalated, count in zip((True, False), counts, strict=True)
        for _ in range(count)
    )

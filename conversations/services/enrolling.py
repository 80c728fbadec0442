"""What a conversation is answered with: the site's variant, or its arm of a running experiment."""

from typing import NamedTuple

from conversations.comparison.split import arm_of
from conversations.models import Conversation, Enrolment, Experiment
from knowledge.models import Variant


class Chosen(NamedTuple):
    """The variant that answers, None for what is built in, and whether that is being compared."""

    variant: Variant | None
    compared: bool


CHOSEN_AT = """
    EXISTS (
        SELECT 1 FROM conversations_experiment
        WHERE site_id = site.id AND started_at IS NOT NULL AND ended_at IS NULL
    ),
    (SELECT variant_id FROM knowledge_sitevariant WHERE site_id = site.id ORDER BY id DESC LIMIT 1)
"""
"""Whether an experiment runs at a `site`, and the key of its newest choice: columns of a statement."""


def chosen_for(
    conversation: Conversation, *, compared: bool, variant: int | None
) -> Chosen:
    """Return the variant that answers a conversation at a site of which CHOSEN_AT said this.

    Mostly there is neither an experiment nor a choice, and nothing more to ask.

    A conversation that began while an experiment ran is in it from its first answer on, and keeps
    its arm until the experiment ends; one that began before stays out of it, because it was
    answered otherwise already. Called in the transaction that claims a turn.
    """
    experiment = _running_at(conversation) if compared else None
    if experiment is None or not _began_in(conversation, experiment):
        chosen = None if variant is None else Variant.objects.get(pk=variant)
        return Chosen(chosen, False)
    arm = arm_of(experiment.pk, conversation.public_id, experiment.share)
    row = Enrolment(
        experiment=experiment,
        conversation=conversation,
        challenger=arm == "challenger",
    )
    # Known from its first answer on: the hash says the same again.
    Enrolment.objects.bulk_create([row], ignore_conflicts=True)
    return Chosen(experiment.variant_of(arm), True)


def _running_at(conversation: Conversation) -> Experiment | None:
    running = Experiment.objects.running().filter(site=conversation.site_id)
    return running.select_related("control", "challenger").first()


def _began_in(conversation: Conversation, experiment: Experiment) -> bool:
    started = experiment.started_at
    return started is not None and conversation.created_at >= started

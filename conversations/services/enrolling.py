"""What a conversation is answered with: the site's variant, or its arm of a running experiment."""

from typing import NamedTuple

from conversations.comparison.split import arm_of
from conversations.models import Conversation, Enrolment, Experiment
from knowledge.models import SiteVariant, Variant


class Chosen(NamedTuple):
    """The variant that answers, None for what is built in, and whether that is being compared."""

    variant: Variant | None
    compared: bool


def chosen_for(conversation: Conversation) -> Chosen:
    """Return the variant that answers a conversation.

    A conversation that began while an experiment ran is in it from its first answer on, and keeps
    its arm until the experiment ends; one that began before stays out of it, because it was
    answered otherwise already. Called in the transaction that claims a turn.
    """
    running = Experiment.objects.running().filter(site=conversation.site_id)
    experiment = running.select_related("control", "challenger").first()
    if experiment is None or not _began_in(conversation, experiment):
        return Chosen(SiteVariant.objects.variant_of(conversation.site), False)
    arm = arm_of(experiment.pk, conversation.public_id, experiment.share)
    row = Enrolment(
        experiment=experiment,
        conversation=conversation,
        challenger=arm == "challenger",
    )
    # Known from its first answer on: the hash says the same again.
    Enrolment.objects.bulk_create([row], ignore_conflicts=True)
    return Chosen(experiment.variant_of(arm), True)


def _began_in(conversation: Conversation, experiment: Experiment) -> bool:
    started = experiment.started_at
    return started is not None and conversation.created_at >= started

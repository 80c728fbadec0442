"""The texts that proposals become: written by the desk while nobody has touched them."""

from django.db import transaction

from knowledge.models import Candidate, Proposal
from knowledge.services.candidate_texts import Text, new, withdraw, write


@transaction.atomic
def keep(*, proposal: Proposal, text: Text | None, answers: int) -> Candidate | None:
    """Keep what was made of a proposal's answers, of which there were so many; None: nothing to propose.

    A text that waits and that only the desk has written gives way; one that somebody edited or
    read stays. Where the last one was decided on, the new one is a candidate of its own.
    """
    locked = Proposal.objects.select_for_update(no_key=True, of=("self",)).get(
        pk=proposal.pk
    )
    # Whatever came while the text was written is looked at next.
    locked.to_write = locked.answers.count() != answers
    current = _locked_candidate(locked)
    if current is None or current.state != Candidate.State.OPEN:
        current = _begun(locked, text) or current
    elif _only_ours(locked, current):
        current = _written(locked, current, text)
    locked.candidate = current
    locked.save(update_fields=["to_write", "candidate", "written"])
    return current


def _locked_candidate(proposal: Proposal) -> Candidate | None:
    if proposal.candidate_id is None:
        return None
    rows = Candidate.objects.select_for_update(no_key=True, of=("self",))
    return rows.filter(pk=proposal.candidate_id).first()


def _begun(proposal: Proposal, text: Text | None) -> Candidate | None:
    if text is None:
        return None
    ordinal = proposal.candidates.count() + 1
    made = new(text, ordinal, collection=proposal.collection, proposal=proposal)
    proposal.written = made.revision
    return made


def _written(
    proposal: Proposal, current: Candidate, text: Text | None
) -> Candidate | None:
    if text is None:
        withdraw(current)
        return None
    if current.text != text.file:
        write(current, text)
        proposal.written = current.revision
    return current


def _only_ours(proposal: Proposal, candidate: Candidate) -> bool:
    """Whether nobody has changed or read it since the desk wrote it."""
    return candidate.revision == proposal.written and candidate.first_reader_id is None

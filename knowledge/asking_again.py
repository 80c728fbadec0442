"""Asking the questions of gaps again, to see whether they are answered now."""

from knowledge.llm.embedder import Embedder
from knowledge.models import Atom, Gap, GapOccurrence
from knowledge.policies import policy_of
from knowledge.reader import CUSTOMER
from knowledge.readers import reader_of_customer
from knowledge.replaying import Remembering, Replayed, replay
from knowledge.services import gaps
from knowledge.services.gaps import Answer

MOST_QUESTIONS = 50
"""So many of a gap are asked, the newest."""


def ask_again(gap: Gap, embedder: Embedder) -> None:
    """Ask the questions of a gap as their customers would, and keep what becomes of them.

    Raises EmbeddingFailed.
    """
    asked = gap.occurrences.select_related("question").order_by("-at", "-pk")
    occurrences = list(asked[:MOST_QUESTIONS])
    texts = [occurrence.question.text for occurrence in occurrences]
    remembering = Remembering(embedder, texts)
    readers = {
        verified: reader_of_customer(gap.site, verified=verified)
        for verified in (False, True)
    }
    policy = policy_of(gap.site)
    replayed = {
        occurrence: replay(
            occurrence.question.text,
            reader=readers[occurrence.question.audience == CUSTOMER],
            embedder=remembering,
            policy=policy,
        )
        for occurrence in occurrences
    }
    slugs = {found.first.atom for found in replayed.values() if found.first}
    keys = dict(Atom.objects.filter(slug__in=slugs).values_list("slug", "pk"))
    answers = {
        occurrence.pk: Answer(
            _is_answered(occurrence, found),
            keys.get(found.first.atom) if found.answered and found.first else None,
        )
        for occurrence, found in replayed.items()
    }
    gaps.keep_check(gap=gap, answers=answers)


def _is_answered(occurrence: GapOccurrence, found: Replayed) -> bool:
    """Whether it is answered, and not from the very text that did not help before."""
    if occurrence.reason != GapOccurrence.Reason.UNHELPFUL or found.first is None:
        return found.answered
    before = occurrence.question.versions
    return found.answered and found.first.version_id not in before

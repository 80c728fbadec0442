"""Texts of candidates as they are kept: the file, and its sentences with where each was said."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.conf import settings

from knowledge.format import ParsedAtom
from knowledge.interviews.support import Sentence
from knowledge.models import Candidate, CandidateSentence, ReplacedCandidate
from knowledge.models.candidates import CandidateQuerySet


@dataclass(frozen=True)
class Text:
    """A text of a candidate with its sentences and where each was said."""

    parsed: ParsedAtom
    file: str
    sentences: Sequence[Sentence]

    def numbered(self, numbers: Sequence[int]) -> "Text":
        """Return it with the numbers of its source, where its sentences counted its own passages."""
        sentences = tuple(
            replace(each, turns=tuple(sorted({numbers[n - 1] for n in each.turns})))
            for each in self.sentences
        )
        return replace(self, sentences=sentences)


def new(text: Text, ordinal: int, **origin: object) -> Candidate:
    """Keep a text as a candidate of its own; `origin` names collection and source.

    Inside a transaction only.
    """
    candidate = Candidate(ordinal=ordinal, revision=0, **origin)
    write(candidate, text)
    return candidate


def write(candidate: Candidate, text: Text) -> None:
    """Keep another text of a candidate that the caller has locked or made."""
    candidate.title, candidate.type = text.parsed.title, text.parsed.type
    candidate.text = text.file
    candidate.revision += 1
    candidate.save()
    candidate.sentences.all().delete()
    CandidateSentence.objects.bulk_create(
        CandidateSentence(
            candidate=candidate,
            ordinal=ordinal,
            text=sentence.text,
            turns=list(sentence.turns),
            supported=sentence.supported,
        )
        for ordinal, sentence in enumerate(text.sentences)
    )


def give_way(found: CandidateQuerySet) -> None:
    """Take out candidates that nobody touched; where each was is kept, so that its address leads on.

    Inside a transaction only. Locked first: one that somebody decides about just now stays.
    """
    locked = found.untouched().select_for_update(of=("self",))
    rows = list(locked.prefetch_related("sentences"))
    ReplacedCandidate.objects.bulk_create(_replaced(row) for row in rows)
    Candidate.objects.filter(pk__in=[row.pk for row in rows]).delete()


def withdraw(candidate: Candidate) -> None:
    """Take out a candidate of chats that nothing is proposed of any more, and keep where it was.

    Inside a transaction only; without a title, as that may be words of a customer.
    """
    row = _replaced(candidate)
    row.title = ""
    ReplacedCandidate.objects.bulk_create([row])
    candidate.delete()


def forget_replaced(now: datetime) -> int:
    """Delete what is kept of candidates that went longer than USAGE_DAYS ago; return how many there were."""
    before = now - timedelta(days=settings.USAGE_DAYS)
    return ReplacedCandidate.objects.filter(replaced_at__lt=before).delete()[0]


def _replaced(candidate: Candidate) -> ReplacedCandidate:
    return ReplacedCandidate(
        number=candidate.pk,
        collection_id=candidate.collection_id,
        interview_id=candidate.interview_id,
        document_id=candidate.document_id,
        proposal_id=candidate.proposal_id,
        title=candidate.title,
        type=candidate.type,
        turns=sorted({n for each in candidate.sentences.all() for n in each.turns}),
        digest=hashlib.sha256(candidate.text.encode()).hexdigest(),
    )

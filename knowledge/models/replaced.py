"""Where candidates were that gave way to those of a newer look at their source, or were withdrawn."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from knowledge.models.atoms import Collection
from knowledge.models.candidates import Candidate, CandidateQuerySet
from knowledge.models.documents import SourceDocument
from knowledge.models.interviews import Interview
from knowledge.models.proposals import Proposal
from knowledge.reader import Reader


class ReplacedCandidateQuerySet(models.QuerySet["ReplacedCandidate"]):
    """Named reads of candidates that gave way."""

    def readable_by(self, reader: Reader) -> "ReplacedCandidateQuerySet":
        """Those that were for collections of the reader."""
        return self.filter(collection__in=reader.collections)


class ReplacedCandidate(models.Model):
    """What is kept of a candidate that nobody had touched, so that its address leads on.

    `number` was its key, and `digest` is the SHA-256 of its text, which itself is gone. One without an
    interview and a document was made of chats; without a proposal, nothing is left of these.
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    collection = models.ForeignKey(Collection, models.CASCADE, related_name="+")
    interview = models.ForeignKey(
        Interview, models.CASCADE, null=True, related_name="+"
    )
    document = models.ForeignKey(
        SourceDocument, models.CASCADE, null=True, related_name="+"
    )
    proposal = models.ForeignKey(Proposal, models.SET_NULL, null=True, related_name="+")
    title = models.CharField(_("title"), max_length=200)
    type = models.CharField(_("type"), max_length=30)
    turns = ArrayField(models.PositiveIntegerField(), default=list)
    digest = models.CharField(max_length=64)
    replaced_at = models.DateTimeField(_("replaced"), auto_now_add=True)

    objects = ReplacedCandidateQuerySet.as_manager()

    class Meta:
        verbose_name = _("replaced candidate")
        verbose_name_plural = _("replaced candidates")
        # Rights are had in the collection: `knowledge.rights`.
        default_permissions = ()

    def __str__(self) -> str:
        return self.title

    @property
    def of_chats(self) -> bool:
        """Whether it was made of what people answered in chats."""
        return self.interview_id is None and self.document_id is None

    @property
    def successor(self) -> Candidate | None:
        """The candidate of its source that has its name, else most of its passages, at least half.

        Of a proposal, the text that it has now.
        """
        if self.of_chats:
            return self.proposal.candidate if self.proposal else None
        ranked = [(self._likeness(each), each) for each in self._near()]
        found = max(ranked, key=lambda pair: (pair[0], -pair[1].pk), default=None)
        return found[1] if found and any(found[0][:2]) else None

    def _near(self) -> CandidateQuerySet:
        named = Q(title=self.title, type=self.type)
        says = Q(sentences__turns__overlap=self.turns)
        rows = Candidate.objects.filter(
            named | says, interview=self.interview_id, document=self.document_id
        )
        kept = rows.exclude(state=Candidate.State.SPLIT).distinct()
        return kept.prefetch_related("sentences")

    def _likeness(self, candidate: Candidate) -> tuple[bool, int, bool]:
        named = (candidate.title, candidate.type) == (self.title, self.type)
        turns = {turn for each in candidate.sentences.all() for turn in each.turns}
        shared = len(turns.intersection(self.turns))
        enough = shared if 2 * shared >= len(self.turns) else 0
        return named, enough, candidate.state == Candidate.State.OPEN

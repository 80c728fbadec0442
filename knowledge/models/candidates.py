"""Texts that somebody's words could become: proposed, read beside their source, taken or not.

A source is a model that is a `knowledge.passages.Source`; each kind has a column, named in `SOURCES`.
"""

from collections.abc import Sequence

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from knowledge.models.atoms import Atom, AtomType, AtomVersion, Collection
from knowledge.models.documents import SourceDocument
from knowledge.models.interviews import Interview
from knowledge.models.jobs import Job, JobQuerySet
from knowledge.models.proposals import Proposal
from knowledge.passages import Source
from knowledge.reader import Reader

SOURCES = ("interview", "proposal", "document")
"""The columns of a candidate of which exactly one names what it is made of."""


def _one_of(columns: Sequence[str]) -> models.Q:
    """Return the condition that exactly one of these columns is filled."""
    found = models.Q()
    for filled in columns:
        found |= models.Q(**{f"{each}__isnull": each != filled for each in columns})
    return found


class ExtractionQuerySet(JobQuerySet["Extraction"]):
    """Named reads of extractions."""

    def to_run(self) -> "ExtractionQuerySet":
        """Those that nobody is at work on and nobody stopped, by a model one at a time.

        A model is asked by one look at once: others would only hold workers while they wait in line.
        """
        free = super().to_run().filter(stopped_at=None)
        asking = self.model.objects.filter(
            engine=Extraction.MODEL, leased_until__gte=Now(), finished_at=None
        )
        return free.exclude(Q(engine=Extraction.MODEL) & Exists(asking))


class Extraction(Job):
    """One look through an interview for texts.

    `done` counts what is looked through, in texts or, where a model is asked, in stretches of the talk:
    who goes on begins with the next one. In `stood_in` of these the rules stood in for the model.
    """

    RULES, MODEL = "rules", "model"

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="extractions")
    engine = models.CharField(_("made by"), max_length=200)
    stopped_at = models.DateTimeField(_("stopped"), null=True)
    stood_in = models.PositiveIntegerField(default=0)

    objects = ExtractionQuerySet.as_manager()

    class Meta:
        verbose_name = _("extraction")
        verbose_name_plural = _("extractions")
        ordering = ["-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.interview}: {self.done}/{self.total}"


class CandidateQuerySet(models.QuerySet["Candidate"]):
    """Named reads of candidates."""

    def readable_by(self, reader: Reader) -> "CandidateQuerySet":
        """Those for collections of the reader."""
        return self.filter(collection__in=reader.collections)

    def waiting(self) -> "CandidateQuerySet":
        """Those that nobody has decided about."""
        return self.filter(state=Candidate.State.OPEN)

    def untouched(self) -> "CandidateQuerySet":
        """Those as they were found: nobody changed, read, split or decided about them."""
        return self.waiting().filter(revision=1, first_reader=None, split_from=None)

    def leaning_on(self, interview: Interview, turn: int) -> "CandidateQuerySet":
        """Those of which some sentence was made of this turn."""
        sentences = CandidateSentence.objects.filter(
            candidate__interview=interview, turns__contains=[turn]
        )
        return self.filter(pk__in=sentences.values("candidate"))


class Candidate(models.Model):
    """A text that a source may give, as a whole file of an atom.

    It changes while it waits; what somebody decided stays. `atom` and `version` are what it became, or
    was merged into.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Waiting")
        ACCEPTED = "accepted", _("Accepted")
        MERGED = "merged", _("Merged")
        REJECTED = "rejected", _("Rejected")
        SPLIT = "split", _("Split")

    collection = models.ForeignKey(
        Collection,
        models.CASCADE,
        related_name="+",
        verbose_name=_("collection"),
        help_text=_("Where it will go, which is where its source belongs."),
    )
    interview = models.ForeignKey(
        Interview, models.CASCADE, null=True, related_name="candidates"
    )
    proposal = models.ForeignKey(
        Proposal, models.CASCADE, null=True, related_name="candidates"
    )
    document = models.ForeignKey(
        SourceDocument, models.CASCADE, null=True, related_name="candidates"
    )
    extraction = models.ForeignKey(
        Extraction, models.SET_NULL, null=True, related_name="candidates"
    )
    split_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, related_name="parts"
    )
    ordinal = models.PositiveIntegerField(_("place"))
    title = models.CharField(_("title"), max_length=200)
    type = models.CharField(_("type"), max_length=30)
    text = models.TextField(_("text"), help_text="header and body, the file of an atom")
    said = models.TextField(
        blank=True,
        default="",
        db_default="",
        help_text="the text as a document says it, whatever became of it here",
    )
    revision = models.PositiveIntegerField(default=1)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.OPEN
    )
    first_reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True)
    reason = models.TextField(_("reason"), blank=True)
    atom = models.ForeignKey(
        Atom, models.SET_NULL, null=True, related_name="candidates"
    )
    version = models.ForeignKey(
        AtomVersion, models.SET_NULL, null=True, related_name="candidates"
    )

    objects = CandidateQuerySet.as_manager()

    class Meta:
        verbose_name = _("candidate")
        verbose_name_plural = _("candidates")
        ordering = ["interview", "ordinal", "pk"]
        # Rights are had in the collection: `knowledge.rights`.
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=_one_of(SOURCES), name="candidate_has_one_source"
            )
        ]
        indexes = [
            models.Index(fields=["interview", "state"], name="candidate_waiting")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def source(self) -> Source:
        """What it is made of: the database sees to it that there is one."""
        named = (getattr(self, each) for each in SOURCES)
        source: Source = next(each for each in named if each is not None)
        return source

    @property
    def origin(self) -> dict[str, object]:
        """What a candidate made of this one has in common with it: collection and source."""
        return {each: getattr(self, each) for each in ("collection", *SOURCES)}

    @property
    def type_shown(self) -> str:
        """Its type in words; what stands there where it is none."""
        return str(dict(AtomType.choices).get(self.type, self.type))


class CandidateSentence(models.Model):
    """A sentence of a candidate, with the numbers of the passages that it was made of.

    With none, its source does not say it.
    """

    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="sentences")
    ordinal = models.PositiveIntegerField()
    text = models.TextField()
    turns = ArrayField(
        models.PositiveIntegerField(),
        default=list,
        help_text=_("Numbers of passages; those of an interview are its turns"),
    )
    supported = models.BooleanField()

    class Meta:
        verbose_name = _("sentence")
        verbose_name_plural = _("sentences")
        ordering = ["candidate", "ordinal"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "ordinal"], name="sentence_once"
            )
        ]
        indexes = [GinIndex(fields=["turns"], name="sentence_turns")]

    def __str__(self) -> str:
        return self.text

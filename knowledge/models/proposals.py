"""What people answered in chats that were resolved, gathered by meaning into proposals for texts."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pgvector.django import CosineDistance, VectorField

from accounts.models import Site
from knowledge.grouping import ONE_FROM
from knowledge.models.atoms import Atom, Collection
from knowledge.models.numbers import within
from knowledge.passages import Passage, Runs
from knowledge.reader import Reader


class ProposalQuerySet(models.QuerySet["Proposal"]):
    """Named reads of proposals."""

    def readable_by(self, reader: Reader) -> "ProposalQuerySet":
        """Those for collections of the reader."""
        return self.filter(collection__in=reader.collections)

    def to_read(self) -> "ProposalQuerySet":
        """Those that have, or had, a text for somebody to read."""
        return self.filter(candidate__isnull=False)

    def waiting(self) -> "ProposalQuerySet":
        """Those of which a text, or a part of one that was split, waits for somebody."""
        # Candidates import this module, so their state is spelled out.
        waiting = Proposal.objects.filter(candidates__state="open")
        return self.filter(pk__in=waiting.values("pk"))

    def about(self, source: UUID) -> "ProposalQuerySet":
        """Those that a conversation is evidence of."""
        return self.filter(answers__source=source).distinct()

    def like(self, proposal: "Proposal") -> "ProposalQuerySet":
        """Those of its site whose questions mean on average what its newest one asks, the nearest first."""
        asked = proposal.answers.filter(vector__isnull=False).first()
        if asked is None:
            return self.none()
        others = self.filter(site=proposal.site_id, answers__model=asked.model)
        apart = models.Avg(CosineDistance("answers__vector", asked.vector))
        near: ProposalQuerySet = (
            others.exclude(pk=proposal.pk)
            .alias(apart=apart)
            .filter(apart__lte=1 - ONE_FROM)
            .order_by("apart")
        )
        return near

    def with_counts(self, since: datetime) -> "ProposalQuerySet":
        """Each with in how many `chats` people answered so, and how many `lately`, since a moment."""
        recent = models.Q(answers__at__gte=since)
        counted: ProposalQuerySet = self.annotate(
            chats=models.Count("answers__source", distinct=True),
            lately=models.Count("answers__source", distinct=True, filter=recent),
        )
        return counted


class Proposal(models.Model):
    """Questions of one meaning at one site that people answered; `candidate` is the text proposed last.

    `atom` is what the bot had cited to most of them: the text would be part of it. `to_write` says that
    answers came which nobody has looked at. `written` is the candidate's revision that the desk wrote last.
    """

    site = models.ForeignKey(Site, models.CASCADE)
    collection = models.ForeignKey(
        Collection,
        models.CASCADE,
        related_name="+",
        verbose_name=gettext_lazy("collection"),
    )
    title = models.TextField(gettext_lazy("question"))
    atom = models.ForeignKey(Atom, models.SET_NULL, null=True, related_name="+")
    candidate = models.ForeignKey(
        "knowledge.Candidate", models.SET_NULL, null=True, related_name="+"
    )
    written = models.PositiveIntegerField(default=0)
    to_write = models.BooleanField(default=True)
    last_at = models.DateTimeField(gettext_lazy("last answered"))

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("proposal")
        verbose_name_plural = gettext_lazy("proposals")
        ordering = ["-last_at"]
        # Rights are had in the collection: `knowledge.rights`.
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["id"],
                condition=models.Q(to_write=True),
                name="proposal_to_write",
            )
        ]

    def __str__(self) -> str:
        return " ".join(self.title.split())[:120]

    def passages(self, runs: Runs | None = None) -> Iterable[Passage]:
        """Return the lines of its chats, without names of customers."""
        rows = AnswerLine.objects.filter(answer__proposal=self, number__isnull=False)
        if runs is not None:
            rows = rows.filter(within(runs))
        names = self.names_of_chats()
        for row in rows.select_related("user").order_by("number"):
            part = names[row.answer_id] if len(names) > 1 else ""
            yield Passage(row.number or 0, row.text, row.who, row.when, part)

    def names_of_chats(self) -> dict[int, str]:
        """Return what its answers are called, by their keys: numbered in the order they came in."""
        answers = self.answers.annotate(first=models.Min("lines__number"))
        keys = answers.order_by("first", "pk").values_list("pk", flat=True)
        return {
            key: _("Chat %(number)d") % {"number": number}
            for number, key in enumerate(keys, 1)
        }

    @property
    def reason(self) -> str:
        """Why there is a version of an atom that comes from it."""
        return "From what people answered in chats"


class HumanAnswer(models.Model):
    """A question in a conversation that was resolved, answered by people; without a proposal it waits.

    `source` is the conversation's public id, `part` which question of it; there is no foreign key upward.
    `vector` was made by the embedding model `model`. `versions` are what the bot had cited.
    """

    site = models.ForeignKey(Site, models.CASCADE)
    proposal = models.ForeignKey(
        Proposal, models.SET_NULL, null=True, related_name="answers"
    )
    source = models.UUIDField()
    part = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField(gettext_lazy("resolved"))
    verified = models.BooleanField(
        help_text=gettext_lazy(
            "Whether the customer was signed in: what is told to them is not public"
        )
    )
    question = models.TextField(gettext_lazy("question"))
    vector = VectorField(null=True)
    model = models.CharField(max_length=120, blank=True, default="")
    versions = ArrayField(models.BigIntegerField(), default=list)

    class Meta:
        verbose_name = gettext_lazy("answer of a person")
        verbose_name_plural = gettext_lazy("answers of people")
        ordering = ["-at", "-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["source", "part"], name="human_answer_once")
        ]
        indexes = [
            models.Index(
                fields=["site"],
                condition=models.Q(proposal=None),
                name="human_answer_to_sort",
            )
        ]

    def __str__(self) -> str:
        return self.question[:80]


class AnswerLine(models.Model):
    """A public line of a chat as it may be quoted: who said it, when, as which event.

    `number` is its place among the passages of the proposal, given once the answer belongs to one.
    """

    answer = models.ForeignKey(HumanAnswer, models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField(null=True)
    seq = models.PositiveIntegerField(
        help_text=gettext_lazy("The event of the conversation")
    )
    by_agent = models.BooleanField()
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField()
    text = models.TextField()

    class Meta:
        verbose_name = gettext_lazy("line of a chat")
        verbose_name_plural = gettext_lazy("lines of chats")
        ordering = ["answer", "seq"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["answer", "seq"], name="answer_line_once")
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def who(self) -> str:
        """Who said it: a member of staff by name, a customer never."""
        if not self.by_agent:
            return _("Customer")
        return self.user.display_name if self.user else _("An agent")

    @property
    def when(self) -> str:
        """When it was said."""
        return date_format(timezone.localtime(self.at), "SHORT_DATETIME_FORMAT")

"""Documents that were brought in: the file, what stands in it piece by piece, and the job of reading it."""

from collections.abc import Iterable

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from knowledge.models.atoms import Collection
from knowledge.models.jobs import Job, JobQuerySet
from knowledge.models.numbers import within
from knowledge.passages import Passage, Runs
from knowledge.reader import Reader


class SourceDocumentQuerySet(JobQuerySet["SourceDocument"]):
    """Named reads of documents."""

    def readable_by(self, reader: Reader) -> "SourceDocumentQuerySet":
        """Documents of the collections that the reader may view."""
        return self.filter(collection__in=reader.collections)

    def to_run(self) -> "SourceDocumentQuerySet":
        """Those that nobody reads, nobody stopped, and whose columns are known."""
        free = super().to_run().filter(stopped_at=None)
        return free.exclude(kind=SourceDocument.Kind.CSV, columns=None)

    def without_columns(self) -> "SourceDocumentQuerySet":
        """Tables that wait until somebody says what their columns hold."""
        return self.filter(kind=SourceDocument.Kind.CSV, columns=None)


class SourceDocument(Job):
    """A file that texts are made of, and its being read: `done` counts the texts that are kept.

    `columns` says what those of a table hold, one of `documents.columns.ROLES` for each; None until
    somebody said so. `gathered` is one of `documents.gathering.WAYS`: which of its lines become one text.
    `unchanged` counts texts that are known already, and were not proposed.
    """

    class Kind(models.TextChoices):
        PDF = "pdf", "PDF"
        WORD = "docx", "Word"
        HTML = "html", "HTML"
        CSV = "csv", "CSV"

    collection = models.ForeignKey(
        Collection,
        models.CASCADE,
        related_name="documents",
        verbose_name=_("collection"),
    )
    name = models.CharField(_("file"), max_length=200)
    kind = models.CharField(_("format"), max_length=10, choices=Kind.choices)
    sha256 = models.CharField(_("hash of the file"), max_length=64)
    size = models.PositiveIntegerField(_("bytes"))
    language = models.CharField(_("language"), max_length=35, blank=True)
    columns = ArrayField(models.CharField(max_length=20, blank=True), null=True)
    gathered = models.CharField(max_length=10, blank=True, default="", db_default="")
    notes = models.JSONField(
        _("notes"),
        default=list,
        blank=True,
        help_text=_("What was left out or is wrong: line, key, sentence, severity"),
    )
    unchanged = models.PositiveIntegerField(default=0)
    stopped_at = models.DateTimeField(_("stopped"), null=True)

    objects = SourceDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["-asked_at", "-pk"]
        # Rights are had in the collection: `knowledge.rights`.
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["collection", "sha256"], name="document_once_a_collection"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def state(self) -> str:
        """What it waits for, or how reading it ended, in one word."""
        if self.needs_columns:
            return "columns"
        if self.failure:
            return "failed"
        if self.finished_at:
            return "read"
        if self.stopped_at:
            return "stopped"
        return "reading" if self.leased_until else "waiting"

    @property
    def needs_columns(self) -> bool:
        """Whether somebody has to say first what its columns hold."""
        return self.kind == self.Kind.CSV and self.columns is None

    @property
    def is_under_way(self) -> bool:
        """Whether a worker reads it, or will."""
        return self.state in {"waiting", "reading"}

    def passages(self, runs: Runs | None = None) -> Iterable[Passage]:
        """Return its blocks or cells, each with where it stands."""
        rows = self.pieces.order_by("number")
        if runs is not None:
            rows = rows.filter(within(runs))
        for row in rows.iterator(chunk_size=2_000):
            yield row.passage

    @property
    def reason(self) -> str:
        """Why there is a version of an atom that comes from it."""
        return f"From the document “{self}”"


class DocumentFile(models.Model):
    """The bytes of a document as they came; apart, as no list needs them."""

    document = models.OneToOneField(
        SourceDocument, models.CASCADE, primary_key=True, related_name="original"
    )
    data = models.BinaryField(_("bytes"))

    class Meta:
        default_permissions = ()


class DocumentPassage(models.Model):
    """A block of a page or a cell of a table as markdown, under its heading."""

    document = models.ForeignKey(SourceDocument, models.CASCADE, related_name="pieces")
    number = models.PositiveIntegerField(_("number"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    heading = models.TextField(_("heading"), blank=True)
    text = models.TextField(_("text"))

    class Meta:
        verbose_name = _("passage of a document")
        verbose_name_plural = _("passages of documents")
        ordering = ["document", "number"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["document", "number"], name="passage_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.text[:60]}"

    @property
    def passage(self) -> Passage:
        """What a candidate's page shows of it."""
        return Passage(
            self.number,
            self.text,
            where=self.place,
            part=self.heading,
            is_markdown=True,
        )

"""The search index: generations of vectors, units, and word postings.

A unit or posting counts only through the join to its version being live (retrieval does it).
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from pgvector.django import VectorField

from knowledge.models.atoms import AtomVersion, Audience, Collection


class Generation(models.Model):
    """All vectors made by one embedding model; one generation is live."""

    model = models.CharField(_("embedding model"), max_length=120)
    dimension = models.PositiveIntegerField(_("dimension"))
    live = models.BooleanField(_("live"), default=False)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)

    class Meta:
        verbose_name = _("index generation")
        verbose_name_plural = _("index generations")
        constraints = [
            models.UniqueConstraint(
                fields=["model", "dimension"], name="generation_model"
            ),
            models.UniqueConstraint(
                fields=["live"],
                condition=models.Q(live=True),
                name="generation_one_live",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.model} ({self.dimension})"

    def holds_vectors_of(self, model: str, dimension: int) -> bool:
        """Whether vectors of this model can be compared with the ones in here."""
        return (self.model, self.dimension) == (model, dimension)


class Unit(models.Model):
    """A piece of one version with its vector: a title, a window, a phrasing, or a whole pair."""

    class Kind(models.TextChoices):
        TITLE = "title", _("title")
        WINDOW = "window", _("text")
        PHRASING = "phrasing", _("phrasing")
        PAIR = "pair", _("question and answer")

    generation = models.ForeignKey(Generation, models.CASCADE, related_name="units")
    version = models.ForeignKey(AtomVersion, models.CASCADE, related_name="units")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    ordinal = models.PositiveIntegerField()
    section = models.CharField(max_length=300, blank=True)
    text = models.TextField()
    quote = models.TextField(blank=True)
    pair = models.PositiveSmallIntegerField(null=True)
    vector = VectorField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "generation", "kind", "ordinal"], name="unit_place"
            )
        ]


class Middle(models.Model):
    """The middle of the vectors of one part of a version: its own text, or the pair of that number.

    Kept is its length, 1 where all vectors are the same and less the more they differ: with it the
    nearness of the middle to a question follows from that of the units (`retrieval.centres`).
    """

    generation = models.ForeignKey(
        Generation, models.CASCADE, related_name="+", db_index=False
    )
    version = models.ForeignKey(
        AtomVersion, models.CASCADE, related_name="+", db_index=False
    )
    pair = models.PositiveSmallIntegerField(null=True)
    length = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "generation", "pair"],
                include=["length"],
                name="middle_part",
                nulls_distinct=False,
            )
        ]


class Attempt(models.Model):
    """That indexing a version was begun; another try waits until `not_before`.

    While it runs this is its lease; after a failure, the growing pause before the next try.
    """

    version = models.OneToOneField(
        AtomVersion, models.CASCADE, primary_key=True, related_name="attempt"
    )
    count = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField()


class Shelf(models.Model):
    """The texts of a collection for one audience, and how many they were when last counted.

    What a reader may read is whole shelves. Counts are kept where the index is large, and are
    null elsewhere: there each search counts for itself.
    """

    collection = models.ForeignKey(Collection, models.CASCADE, related_name="shelves")
    audience = models.CharField(max_length=10, choices=Audience.choices)
    texts = models.PositiveIntegerField(null=True)
    length = models.PositiveBigIntegerField(null=True)
    units = models.PositiveIntegerField(null=True)
    counted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["collection", "audience"], name="shelf_place"
            )
        ]


class LexemeCount(models.Model):
    """How many texts of a shelf have a lexeme, where that is kept."""

    shelf = models.ForeignKey(
        Shelf, models.CASCADE, related_name="lexemes", db_index=False
    )
    lexeme = models.TextField()
    texts = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["lexeme", "shelf"], include=["texts"], name="lexeme_count"
            )
        ]


class Document(models.Model):
    """The length of one version in words of the index, for BM25."""

    version = models.OneToOneField(
        AtomVersion, models.CASCADE, primary_key=True, related_name="document"
    )
    length = models.PositiveIntegerField()


class Posting(models.Model):
    """How often a lexeme stands in a version, which stands on a shelf.

    `weight` is the lexeme's part of BM25 in a text of the usual length, without its idf: texts
    with more of it lead the lexeme's list, and a search of a large index reads no further.
    """

    version = models.ForeignKey(AtomVersion, models.CASCADE, related_name="postings")
    shelf = models.ForeignKey(
        Shelf, models.CASCADE, related_name="postings", db_index=False
    )
    lexeme = models.TextField()
    frequency = models.PositiveIntegerField()
    weight = models.FloatField()

    class Meta:
        constraints = [
            # With the frequency in it, counting words never has to visit the table.
            models.UniqueConstraint(
                fields=["lexeme", "version"],
                include=["frequency"],
                name="posting_lexeme",
            )
        ]
        indexes = [
            models.Index(
                fields=["lexeme", "shelf", "-weight"],
                include=["version"],
                name="posting_leads",
            )
        ]


class Literal(models.Model):
    """A name that a version spells: an error code, a setting, a masked error line."""

    version = models.ForeignKey(AtomVersion, models.CASCADE, related_name="literals")
    key = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "version"], name="literal_key")
        ]

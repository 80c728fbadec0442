"""Golden questions: what has to become of a question, whatever is edited."""

from django.conf import settings
from django.db import models
from django.db.models.functions import MD5
from django.utils.translation import gettext_lazy as _
from pgvector.django import VectorField

from accounts.models import Site
from knowledge.models.atoms import Atom
from knowledge.models.traces import sites_seen_by
from knowledge.reader import Reader

LONGEST = 1000
"""Characters of a question, and of what was asked before it."""


class GoldenQuerySet(models.QuerySet["GoldenQuestion"]):
    """Named reads of golden questions."""

    def readable_by(self, reader: Reader) -> "GoldenQuerySet":
        """Those whose atoms the reader may all view; without atoms, those of the sites they see."""
        named = GoldenQuestion.atoms.through.objects.filter(
            goldenquestion=models.OuterRef("pk")
        )
        hidden = named.exclude(atom__collection__in=reader.collections)
        shown = models.Exists(named) & ~models.Exists(hidden)
        return self.filter(
            shown | (~models.Exists(named) & models.Q(site__in=sites_seen_by(reader)))
        )

    def asked_at(self, site: Site) -> "GoldenQuerySet":
        """Those of a site, and those of no site whose atoms the site answers from."""
        drawn = Atom.objects.filter(collection__sites=site).values("pk")
        anywhere = models.Q(site=None, atoms__in=drawn)
        return self.filter(models.Q(site=site) | anywhere).distinct()


class GoldenQuestion(models.Model):
    """A question with what must become of it. Without a site it is asked at all that have its atoms.

    `vector` was made of `text` by the embedding model `model`, when somebody needed it.
    """

    class Expected(models.TextChoices):
        ANSWER = "answer", _("An answer from one of its atoms")
        SILENCE = "silence", _("No answer: it must not be answered")
        ASK_BACK = "ask_back", _("A question back")
        PERSON = "person", _("A person")
        SMALL_TALK = "small_talk", _("Small talk, nothing looked up")

    site = models.ForeignKey(
        Site,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="golden",
        verbose_name=_("site"),
        help_text=_("Empty: every site that answers from its atoms."),
    )
    text = models.TextField(_("question"))
    before = models.TextField(
        _("asked before"),
        blank=True,
        default="",
        help_text=_("What the customer asked just before, for a follow-up."),
    )
    verified = models.BooleanField(
        _("asked by somebody who is signed in"),
        default=False,
        help_text=_("Then texts for customers count as well."),
    )
    expects = models.CharField(
        _("what is right"),
        max_length=12,
        choices=Expected.choices,
        default=Expected.ANSWER,
    )
    atoms = models.ManyToManyField(
        Atom, related_name="golden", blank=True, verbose_name=_("atoms")
    )
    vector = VectorField(null=True)
    model = models.CharField(max_length=120, blank=True, default="")
    source = models.UUIDField(null=True)
    """The conversation that it comes from; there is no foreign key upward."""
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    added_at = models.DateTimeField(_("added"), auto_now_add=True)

    objects = GoldenQuerySet.as_manager()

    class Meta:
        verbose_name = _("golden question")
        verbose_name_plural = _("golden questions")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            # Of the texts their digests: an index entry has no room for a long text.
            models.UniqueConstraint(
                models.F("site"),
                MD5("text"),
                MD5("before"),
                models.F("verified"),
                name="golden_once_at_a_site",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return self.text[:80]

"""Collections, atoms, their immutable versions, and the FAQ pairs in them."""

from datetime import date

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from accounts.models import Site
from knowledge.reader import AUDIENCES, Reader


class Collection(models.Model):
    """A set of atoms that sites draw on and that people are given rights to."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    slug = models.SlugField(_("short name"), max_length=80, unique=True)
    sites = models.ManyToManyField(
        Site, verbose_name=_("sites"), related_name="collections", blank=True
    )
    restricted = models.BooleanField(
        _("restricted"),
        default=False,
        help_text=_("Staff reach it only by rights given here, not by a role alone."),
    )
    fresh_days = models.PositiveSmallIntegerField(
        _("days until a second look"),
        default=180,
        help_text=_(
            "After so many days a text that answers is due to be looked at again, unless "
            "its header says a day."
        ),
    )
    review_required = models.BooleanField(
        _("reviewed by somebody else"),
        default=False,
        help_text=_(
            "Only what somebody who did not write it has approved can be published."
        ),
    )
    distinct_required = models.BooleanField(
        _("distinct texts only"),
        default=False,
        help_text=_(
            "Nothing that nearly repeats or contradicts another text can be published, "
            "until somebody says that both are right."
        ),
    )
    read_twice = models.BooleanField(
        _("two readers"),
        default=False,
        help_text=_(
            "What an interview gives becomes a draft only after two people have read it."
        ),
    )

    class Meta:
        verbose_name = _("collection")
        verbose_name_plural = _("collections")
        ordering = ["name"]
        default_permissions = ("view", "add")
        permissions = [
            ("write_collection", _("Can write atoms")),
            ("review_collection", _("Can approve and send back atoms")),
            ("publish_collection", _("Can publish and unpublish atoms")),
            ("manage_collection", _("Can change the collection and delete atoms")),
        ]

    def __str__(self) -> str:
        return self.name


class AtomType(models.TextChoices):
    """The nine kinds of text; each has its sections and its shape of answer."""

    ERROR = "error", _("Error")
    PROCEDURE = "procedure", _("Procedure")
    PLAYBOOK = "playbook", _("Playbook")
    INTERFACE_INPUT = "interface_input", _("Interface input")
    TROUBLESHOOTING = "troubleshooting", _("Troubleshooting")
    CONFIG_TEMPLATE = "config_template", _("Configuration template")
    PITFALL = "pitfall", _("Pitfall")
    FAQ = "faq", _("FAQ pair")
    ARTICLE = "article", _("Article")


class Audience(models.TextChoices):
    """Who may read an atom."""

    PUBLIC = "public", _("Public")
    CUSTOMER = "customer", _("Verified customers")
    INTERNAL = "internal", _("Staff only")


class AtomQuerySet(models.QuerySet["Atom"]):
    """Named reads of atoms."""

    def readable_by(self, reader: Reader) -> "AtomQuerySet":
        """Atoms of the reader's collections whose live (or else newest) text they may read."""
        within = self.filter(collection__in=reader.collections)
        if reader.audiences >= set(AUDIENCES):
            # Staff read them all: no look at a hundred thousand versions is needed for that.
            return within
        return within.filter(
            models.Q(live_version__audience__in=reader.audiences)
            | models.Q(live_version=None, latest_version__audience__in=reader.audiences)
        )

    def live(self) -> "AtomQuerySet":
        """Atoms that may answer now."""
        return self.exclude(live_version=None)

    def to_index(self) -> "AtomQuerySet":
        """Atoms whose live text cannot be found yet."""
        # Two indexes that are read side by side: no row is touched but of those that wait.
        live = Atom.objects.live().order_by().values_list("live_version")
        return self.filter(
            live_version__in=live.difference(_searchable().values_list("pk"))
        )

    def searchable(self) -> "AtomQuerySet":
        """Atoms whose live text can be found."""
        return self.filter(live_version__in=_searchable())

    def due(self, day: date) -> "AtomQuerySet":
        """Atoms that answer and should be looked at again."""
        return self.live().filter(due_on__lte=day)

    def translations(self) -> "AtomQuerySet":
        """Atoms that say another one in another language."""
        return self.exclude(translation_of="")

    def with_source(self) -> "AtomQuerySet":
        """The same, each translation with the version of its source that answers, as `source_version`."""
        source = Atom.objects.filter(slug=models.OuterRef("translation_of"))
        return self.annotate(
            source_version=models.Subquery(source.values("live_version__number")[:1])
        )

    def outdated(self) -> "AtomQuerySet":
        """Translations of a text that was changed since, or of nobody knows which version of it."""
        unknown = models.Q(translated_version=None, source_version__isnull=False)
        older = models.Q(source_version__gt=models.F("translated_version"))
        return self.translations().with_source().filter(unknown | older)


class Atom(models.Model):
    """One thing worth knowing. Its text lives in versions; one of them may be live.

    `latest_version` is null only inside the transaction that makes the atom. What lists show,
    order and filter of it stands in the atom as well: `services.versions` writes both.
    """

    slug = models.CharField(_("id"), max_length=120, unique=True)
    collection = models.ForeignKey(
        Collection, models.PROTECT, related_name="atoms", verbose_name=_("collection")
    )
    live_version = models.OneToOneField(
        "AtomVersion",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="live_atom",
        verbose_name=_("live version"),
    )
    latest_version = models.OneToOneField(
        "AtomVersion",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="latest_atom",
        verbose_name=_("latest version"),
    )
    title = models.CharField(_("title"), max_length=300, default="")
    type = models.CharField(
        _("type"), max_length=20, choices=AtomType.choices, default=AtomType.ARTICLE
    )
    audience = models.CharField(
        _("audience"), max_length=10, choices=Audience.choices, default=Audience.PUBLIC
    )
    tags = ArrayField(
        models.CharField(max_length=60), default=list, verbose_name=_("tags")
    )
    words = models.PositiveIntegerField(_("words"), default=0)
    translation_of = models.CharField(
        _("translation of"), max_length=120, default="", blank=True
    )
    translated_version = models.PositiveIntegerField(
        _("translated version"), null=True, blank=True
    )
    publish_at = models.DateTimeField(_("to be published"), null=True, blank=True)
    publish_version = models.ForeignKey(
        "AtomVersion",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("version to be published"),
    )
    expires_at = models.DateTimeField(_("answers until"), null=True, blank=True)
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True)
    due_on = models.DateField(_("due for a second look"), null=True, blank=True)
    verified_at = models.DateTimeField(_("found right"), null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("found right by"),
    )
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = AtomQuerySet.as_manager()

    class Meta:
        verbose_name = _("atom")
        verbose_name_plural = _("atoms")
        ordering = ["slug"]
        # Rights are had in the collection: `knowledge.rights`.
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(archived_at=None) | models.Q(live_version=None),
                name="atom_archived_is_silent",
            )
        ]
        indexes = [
            models.Index(
                fields=["publish_at"],
                condition=models.Q(publish_at__isnull=False),
                name="atom_to_publish",
            ),
            models.Index(
                fields=["expires_at"],
                condition=models.Q(expires_at__isnull=False),
                name="atom_to_end",
            ),
            models.Index(
                fields=["due_on"],
                condition=models.Q(due_on__isnull=False),
                name="atom_due",
            ),
            models.Index(
                fields=["translation_of"],
                condition=~models.Q(translation_of=""),
                name="atom_translation",
            ),
            models.Index(fields=["updated_at", "id"], name="atom_changed"),
            models.Index(fields=["title", "id"], name="atom_title"),
            # Without the key: PostgreSQL would look for keys in them and take its time.
            models.Index(fields=["type"], name="atom_type"),
            models.Index(fields=["words"], name="atom_words"),
            # Every list counts its atoms; this counts them without a look at their rows.
            models.Index(
                fields=["collection"],
                condition=models.Q(archived_at=None),
                name="atom_not_archived",
            ),
            GinIndex(fields=["tags"], name="atom_tags"),
        ]

    def __str__(self) -> str:
        return self.title or self.slug

    @property
    def state(self) -> str:
        """archived, draft, published, or published with a newer draft ("changed")."""
        if self.archived_at is not None:
            return "archived"
        if self.live_version_id is None:
            return "draft"
        return (
            "published" if self.live_version_id == self.latest_version_id else "changed"
        )

    def is_behind(self, source_version: int | None) -> bool:
        """Whether it translates an older text than this version of its source, or nobody knows which."""
        if not self.translation_of or source_version is None:
            return False
        return (self.translated_version or 0) < source_version


def _searchable() -> "models.QuerySet[AtomVersion]":
    """Texts that the index holds: live ones, as the sweep takes out the others."""
    return AtomVersion.objects.filter(indexed_at__isnull=False).order_by()


class AtomVersionQuerySet(models.QuerySet["AtomVersion"]):
    """Named reads of versions."""

    def to_index(self) -> "AtomVersionQuerySet":
        """The index queue: live texts that are not searchable yet, interactive ones first."""
        return self.filter(indexed_at=None, live_atom__isnull=False).order_by(
            "bulk", "pk"
        )


class AtomVersion(models.Model):
    """One immutable text of an atom. Only `indexed_at` ever changes."""

    atom = models.ForeignKey(Atom, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    title = models.CharField(_("title"), max_length=300)
    type = models.CharField(_("type"), max_length=20, choices=AtomType.choices)
    audience = models.CharField(_("audience"), max_length=10, choices=Audience.choices)
    language = models.CharField(_("language"), max_length=10, default="en")
    summary = models.CharField(_("summary"), max_length=500, blank=True)
    tags = ArrayField(
        models.CharField(max_length=60),
        default=list,
        blank=True,
        verbose_name=_("tags"),
    )
    header = models.TextField(
        _("header"), help_text=_("YAML, in the author's order, without the --- lines")
    )
    body = models.TextField(_("text"), blank=True)
    words = models.PositiveIntegerField(_("words"), default=0)
    review_by = models.DateField(_("review by"), null=True, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        verbose_name=_("saved by"),
    )
    reason = models.CharField(_("why"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("saved"), auto_now_add=True)
    bulk = models.BooleanField(default=False)
    indexed_at = models.DateTimeField(_("searchable since"), null=True, blank=True)

    objects = AtomVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ["-number"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["atom", "number"], name="version_number"),
            models.CheckConstraint(
                condition=models.Q(audience__in=AUDIENCES), name="version_audience"
            ),
        ]
        indexes = [
            models.Index(
                fields=["bulk", "id"],
                condition=models.Q(indexed_at=None),
                name="version_to_index",
            ),
            models.Index(
                fields=["id"],
                condition=models.Q(indexed_at__isnull=False),
                name="version_searchable",
            ),
            models.Index(Upper("title"), name="version_title"),
        ]

    def __str__(self) -> str:
        return f"{self.title} (v{self.number})"


class FaqPair(models.Model):
    """A question, also asked as other phrasings, with its answer; part of one version."""

    version = models.ForeignKey(AtomVersion, models.CASCADE, related_name="pairs")
    ordinal = models.PositiveSmallIntegerField()
    phrasings = ArrayField(models.TextField(), verbose_name=_("also asked as"))
    answer = models.TextField(_("answer"))

    class Meta:
        verbose_name = _("FAQ pair")
        verbose_name_plural = _("FAQ pairs")
        ordering = ["version", "ordinal"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["version", "ordinal"], name="pair_ordinal")
        ]

    def __str__(self) -> str:
        return self.phrasings[0]

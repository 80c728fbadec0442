"""Interviews with experts: the file as it came, who speaks, and what was said turn by turn."""

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from knowledge.interviews.assembling import LONGEST_NAME
from knowledge.interviews.roles import EXPERT, INTERVIEWER, OTHER
from knowledge.interviews.times import clock
from knowledge.interviews.turns import Turn
from knowledge.models.atoms import Collection
from knowledge.models.guides import InterviewGuide
from knowledge.models.numbers import within
from knowledge.passages import Passage, Runs
from knowledge.reader import Reader


class InterviewQuerySet(models.QuerySet["Interview"]):
    """Named reads of interviews."""

    def readable_by(self, reader: Reader) -> "InterviewQuerySet":
        """Interviews of the collections that the reader may view."""
        return self.filter(collection__in=reader.collections)


class Interview(models.Model):
    """A transcript that was taken in; what comes of it goes into the collection."""

    class Format(models.TextChoices):
        TEXT = "text", _("Text")
        MARKDOWN = "markdown", _("Markdown")
        WEBVTT = "webvtt", "WebVTT"
        SRT = "srt", "SRT"
        JSON = "json", "JSON"
        DOCX = "docx", "Word"

    class State(models.TextChoices):
        NEW = "new", _("Speakers to look at")
        READY = "ready", _("Ready")

    title = models.CharField(_("title"), max_length=200)
    collection = models.ForeignKey(
        Collection,
        models.CASCADE,
        related_name="interviews",
        verbose_name=_("collection"),
    )
    guide = models.ForeignKey(
        InterviewGuide,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="interviews",
        verbose_name=_("interview guide"),
    )
    language = models.CharField(_("language"), max_length=35, blank=True)
    held_on = models.DateField(_("held on"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.NEW
    )
    format = models.CharField(_("format"), max_length=10, choices=Format.choices)
    source = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(_("hash of the file"), max_length=64)
    size = models.PositiveIntegerField(_("bytes"))
    notes = models.JSONField(
        _("notes"),
        default=list,
        blank=True,
        help_text=_("What was odd in the file: pairs of a line and a sentence"),
    )
    imported_at = models.DateTimeField(_("imported"), auto_now_add=True)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("imported by"),
    )

    objects = InterviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("interview")
        verbose_name_plural = _("interviews")
        ordering = ["-imported_at", "-pk"]
        # Rights are had in the collection: `knowledge.rights`.
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["collection", "sha256"], name="interview_once_a_collection"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def passages(self, runs: Runs | None = None) -> Iterable[Passage]:
        """Return its turns, under the names that its speakers have now."""
        rows = self.turns.select_related("speaker").order_by("number")
        if runs is not None:
            rows = rows.filter(within(runs))
        for row in rows.iterator(chunk_size=2_000):
            where = "" if row.start is None else clock(row.start)
            yield Passage(row.number, row.text, str(row.speaker), where)

    @property
    def reason(self) -> str:
        """Why there is a version of an atom that comes from it."""
        return f"From the interview “{self}”"


class InterviewFile(models.Model):
    """The bytes of an interview as they came; apart, as no list needs them."""

    interview = models.OneToOneField(
        Interview, models.CASCADE, primary_key=True, related_name="original"
    )
    data = models.BinaryField(_("bytes"))

    class Meta:
        default_permissions = ()


class Speaker(models.Model):
    """Somebody who speaks in an interview; the name is empty while nobody is named."""

    class Role(models.TextChoices):
        INTERVIEWER = INTERVIEWER, _("Interviewer")
        EXPERT = EXPERT, _("Expert")
        OTHER = OTHER, _("Other")

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="speakers")
    name = models.CharField(_("name"), max_length=LONGEST_NAME, blank=True)
    role = models.CharField(_("role"), max_length=12, choices=Role.choices)

    class Meta:
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["interview", "name"], name="speaker_name")
        ]

    def __str__(self) -> str:
        return self.name or str(_("Nobody named"))


class SpokenTurn(models.Model):
    """What was said at a stretch. `label` is the name that the file gives, whoever it is now.

    `start` and `end` are seconds from the beginning, where the file tells; `line` is the file's.
    """

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="turns")
    number = models.PositiveIntegerField(_("number"))
    speaker = models.ForeignKey(Speaker, models.CASCADE, related_name="turns")
    label = models.CharField(
        _("named in the file"), max_length=LONGEST_NAME, blank=True
    )
    text = models.TextField(_("text"))
    line = models.PositiveIntegerField(_("line"))
    start = models.FloatField(_("start"), null=True, blank=True)
    end = models.FloatField(_("end"), null=True, blank=True)

    class Meta:
        verbose_name = _("turn of an interview")
        verbose_name_plural = _("turns of interviews")
        ordering = ["interview", "number"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["interview", "number"], name="turn_number")
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.text[:60]}"

    @property
    def turn(self) -> Turn:
        """What thinking about it takes: said by whoever the speaker is now."""
        return Turn(
            self.number, self.speaker.name, self.text, self.line, self.start, self.end
        )

"""Conversations, their append-only events, and the turns in which answers are made."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts import clock
from accounts.identity import Identity
from accounts.models import Customer, Site, Team
from conversations.states import OPEN, Control, State, shown_to_customer


class ConversationQuerySet(models.QuerySet["Conversation"]):
    """Named reads of conversations; `visible_to` decides for every staff path."""

    def visible_to(self, user: object) -> "ConversationQuerySet":
        """Conversations that this member of staff may see: their teams' and those of no team."""
        if not getattr(user, "is_active", False) or not user.has_perm(  # type: ignore[attr-defined]
            "conversations.view_conversation"
        ):
            return self.none()
        if user.has_perm("conversations.lead_conversation"):  # type: ignore[attr-defined]
            return self
        return self.filter(
            models.Q(team=None) | models.Q(team__members=user) | models.Q(assignee=user)
        ).distinct()

    def of_customer(self, who: Identity) -> "ConversationQuerySet":
        """A customer's own conversations, newest first; the only way to a customer's events."""
        return self.filter(customer__site=who.site_id, customer__key=who.key).order_by(
            "-pk"
        )

    def open(self) -> "ConversationQuerySet":
        """Conversations that are not over."""
        return self.filter(status__in=OPEN)


class Conversation(models.Model):
    """One talk with one customer. Its counters are the truth of the protocol."""

    class Status(models.TextChoices):
        BOT = State.BOT.value, _("Bot answers")
        QUEUED = State.QUEUED.value, _("Waiting for a person")
        HUMAN = State.HUMAN.value, _("With a person")
        SNOOZED = State.SNOOZED.value, _("Snoozed")
        RESOLVED = State.RESOLVED.value, _("Resolved")
        ARCHIVED = State.ARCHIVED.value, _("Archived")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    site = models.ForeignKey(Site, models.PROTECT, related_name="conversations")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="conversations")
    status = models.CharField(
        _("state"), max_length=10, choices=Status.choices, default=Status.BOT
    )
    control = models.CharField(
        max_length=5, choices=[(c.value, c.value) for c in Control], default=Control.BOT
    )
    control_epoch = models.PositiveIntegerField(default=1)
    version = models.PositiveIntegerField(default=1)
    incarnation = models.PositiveIntegerField(default=1)
    resolutions = models.PositiveIntegerField(default=0)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="conversations",
    )
    team = models.ForeignKey(Team, models.SET_NULL, null=True, blank=True)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    last_seq = models.PositiveIntegerField(default=0)
    last_pub_seq = models.PositiveIntegerField(default=0)
    waiting_since = models.DateTimeField(_("waiting since"), null=True, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    unanswered_since = models.DateTimeField(
        null=True,
        blank=True,
        help_text=_("Oldest customer message that nobody has answered"),
    )
    failures = models.PositiveSmallIntegerField(
        default=0, help_text=_("Abstentions and failed turns in a row")
    )
    triage_since = models.DateTimeField(
        null=True,
        blank=True,
        help_text=_("Since when something was said that triage has not looked at"),
    )
    last_message_at = models.DateTimeField(_("last message"), null=True, blank=True)
    last_message_text = models.CharField(max_length=200, blank=True)
    last_message_author = models.CharField(max_length=10, blank=True)
    customer_read_seq = models.PositiveIntegerField(default=0)
    follows = models.ForeignKey("self", models.SET_NULL, null=True, blank=True)
    created_at = models.DateTimeField(_("started"), auto_now_add=True)

    objects = ConversationQuerySet.as_manager()

    class Meta:
        verbose_name = _("conversation")
        verbose_name_plural = _("conversations")
        ordering = ["-pk"]
        permissions = [
            ("reply_conversation", _("Can take over and reply")),
            ("lead_conversation", _("Can see and steer every conversation")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "customer"],
                condition=models.Q(status__in=[s.value for s in OPEN]),
                name="one_open_conversation",
            )
        ]
        indexes = [
            models.Index(
                fields=["status", "team", "waiting_since"], name="conversation_queue"
            ),
            models.Index(
                fields=["assignee", "status", "last_message_at"],
                name="conversation_mine",
            ),
            models.Index(
                fields=["unanswered_since"],
                condition=models.Q(status="bot", unanswered_since__isnull=False),
                name="conversation_overdue",
            ),
            models.Index(
                fields=["triage_since"],
                condition=models.Q(triage_since__isnull=False),
                name="conversation_triage",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """The number that people quote."""
        return f"HD-{1000 + self.pk}"

    @property
    def log(self) -> str:
        """Names this list of events; it changes when a list is replaced (erasure, restore)."""
        return f"{self.public_id}.{self.incarnation}"

    @property
    def customer_state(self) -> str:
        """The customer's word for where this stands."""
        return shown_to_customer(State(self.status))


class Event(models.Model):
    """One thing that happened, numbered without a hole; never changed, never deleted."""

    class Kind(models.TextChoices):
        MESSAGE = "message", _("message")
        PARTIAL = "partial", _("interrupted answer")
        STATE = "state", _("state")
        ASSIGNED = "assigned", _("assigned")
        NOTICE = "notice", _("notice")
        CSAT = "csat", _("rating")
        NOTE = "note", _("note")
        TAKEOVER = "takeover", _("takeover")
        TRIAGE = "triage", _("triage")

    conversation = models.ForeignKey(
        Conversation, models.CASCADE, related_name="events"
    )
    seq = models.PositiveIntegerField()
    pub_seq = models.PositiveIntegerField(null=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    actor = models.CharField(
        max_length=50, help_text="customer:1, user:1, turn:uuid, system"
    )
    client_id = models.UUIDField(null=True)
    payload = models.JSONField(default=dict)
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["conversation", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["conversation", "seq"], name="event_seq"),
            models.UniqueConstraint(
                fields=["conversation", "pub_seq"], name="event_pub_seq"
            ),
            models.UniqueConstraint(
                fields=["actor", "client_id"], name="event_client_id"
            ),
        ]


class Note(models.Model):
    """A private remark among staff; its event carries only this row's id."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    text = models.TextField()
    at = models.DateTimeField(auto_now_add=True)


class Turn(models.Model):
    """One attempt to answer. A queued row is its own queue entry; a new attempt is a new row."""

    class Status(models.TextChoices):
        QUEUED = "queued", _("queued")
        STREAMING = "streaming", _("streaming")
        DONE = "done", _("done")
        CANCELLED = "cancelled", _("cancelled")
        FAILED = "failed", _("failed")
        SUPERSEDED = "superseded", _("superseded")

    LIVE = (Status.QUEUED, Status.STREAMING)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="turns")
    trigger = models.PositiveIntegerField(
        help_text="seq of the last customer message it covers"
    )
    epoch = models.PositiveIntegerField()
    status = models.CharField(
        max_length=10, choices=Status.choices, default=Status.QUEUED
    )
    attempt = models.PositiveSmallIntegerField(default=1)
    start_after = models.DateTimeField(
        null=True, help_text="the end of a burst of messages"
    )
    burst_since = models.DateTimeField(null=True)
    spoke_at = models.DateTimeField(
        null=True, help_text="when its first delta went out"
    )
    lease_until = models.DateTimeField(null=True)
    text = models.TextField(
        blank=True, help_text="checked text so far, about a second old"
    )
    outcome = models.CharField(max_length=20, blank=True)
    reason = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["conversation"],
                condition=models.Q(status__in=["queued", "streaming"]),
                name="one_live_turn",
            )
        ]
        indexes = [
            models.Index(
                fields=["status", "lease_until"],
                condition=models.Q(status__in=["queued", "streaming"]),
                name="turn_live",
            )
        ]

    def is_lost(self, now: datetime) -> bool:
        """Whether a worker had it and let its lease run out."""
        return (
            self.status == self.Status.STREAMING
            and self.lease_until is not None
            and self.lease_until < now
        )


class Feedback(models.Model):
    """A customer's word on one answer; a second one replaces the first."""

    event = models.OneToOneField(Event, models.CASCADE, related_name="feedback")
    helpful = models.BooleanField()
    reason = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(auto_now=True)


class ReadMark(models.Model):
    """Up to which event a member of staff has read a conversation."""

    conversation = models.ForeignKey(
        Conversation, models.CASCADE, related_name="read_marks"
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
    seq = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "user"], name="read_mark")
        ]

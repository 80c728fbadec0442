"""Lists of errors and inputs that a product has, and which atom tells about each."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from knowledge.inventories.values import (
    CSV,
    ERRORS,
    INPUTS,
    JSON_SCHEMA,
    LOGS,
    LONGEST_KEY,
    LONGEST_LABEL,
    OPENAPI,
    Item,
)
from knowledge.models.atoms import Atom, Collection
from knowledge.reader import Reader


class InventoryQuerySet(models.QuerySet["Inventory"]):
    """Named reads of inventories."""

    def readable_by(self, reader: Reader) -> "InventoryQuerySet":
        """Inventories of the collections that the reader may view."""
        return self.filter(collection__in=reader.collections)


class Inventory(models.Model):
    """All errors or all inputs of something, as its newest file lists them."""

    class Kind(models.TextChoices):
        ERRORS = ERRORS, _("Errors")
        INPUTS = INPUTS, _("Interface inputs")

    class Format(models.TextChoices):
        CSV = CSV, _("CSV")
        JSON_SCHEMA = JSON_SCHEMA, _("JSON Schema")
        OPENAPI = OPENAPI, _("OpenAPI 3")
        LOGS = LOGS, _("Log lines")

    collection = models.ForeignKey(
        Collection,
        models.CASCADE,
        related_name="inventories",
        verbose_name=_("collection"),
    )
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    format = models.CharField(_("format"), max_length=12, choices=Format.choices)
    source = models.CharField(_("file"), max_length=200)
    imported_at = models.DateTimeField(_("imported"))
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("imported by"),
    )

    objects = InventoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("inventory")
        verbose_name_plural = _("inventories")
        ordering = ["name", "pk"]
        # Rights are had in the collection: `knowledge.rights`.
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["collection", "name"], name="inventory_name"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_log(self) -> bool:
        """Whether its entries are masked log lines rather than names."""
        return self.format == self.Format.LOGS


class InventoryEntry(models.Model):
    """One error or input; an atom was linked to it, or somebody said that it needs none.

    An entry that the newest file has no more stays, with the time since when.
    """

    inventory = models.ForeignKey(Inventory, models.CASCADE, related_name="entries")
    key = models.CharField(_("key"), max_length=LONGEST_KEY)
    label = models.CharField(_("label"), max_length=LONGEST_LABEL, blank=True)
    description = models.TextField(_("description"), blank=True)
    details = models.JSONField(
        _("details"),
        default=dict,
        blank=True,
        help_text=_("Type, unit, range, default, method, path, level and the like"),
    )
    position = models.PositiveIntegerField(_("position"))
    gone_at = models.DateTimeField(_("gone since"), null=True, blank=True)
    atom = models.ForeignKey(
        Atom,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="inventory_entries",
        verbose_name=_("atom"),
    )
    linked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    linked_at = models.DateTimeField(_("linked"), null=True, blank=True)
    dismissed_at = models.DateTimeField(_("not needed since"), null=True, blank=True)
    dismissed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    reason = models.CharField(_("why it is not needed"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("entry of an inventory")
        verbose_name_plural = _("entries of inventories")
        ordering = ["inventory", "position", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["inventory", "key"], name="entry_key"),
            models.CheckConstraint(
                condition=models.Q(dismissed_at=None) | ~models.Q(reason=""),
                name="entry_dismissed_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def item(self) -> Item:
        """What the file says about it."""
        return Item(self.key, self.label, self.description, self.details)

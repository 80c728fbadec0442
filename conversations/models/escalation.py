"""Rules by which conversations go to people, and what they would have done in the past."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Site, Team
from conversations import rules
from knowledge.models.jobs import Job, JobQuerySet


class EscalationRuleQuerySet(models.QuerySet["EscalationRule"]):
    """Named reads of rules."""

    def asked_at(self, site: int) -> Self:
        """Rules that are on and for this site, in their order, with their conditions."""
        mine = models.Q(site=None) | models.Q(site=site)
        return self.filter(mine, active=True).prefetch_related("conditions")


class EscalationRule(models.Model):
    """Hands a conversation that the bot holds to people when all of its conditions hold."""

    name = models.CharField(
        _("name"), max_length=80, help_text=_("Agents read it where it has escalated.")
    )
    active = models.BooleanField(_("on"), default=True)
    position = models.PositiveIntegerField(
        _("place"), default=10, help_text=_("The first rule that holds decides.")
    )
    site = models.ForeignKey(
        Site,
        models.CASCADE,
        null=True,
        blank=True,
        verbose_name=_("site"),
        help_text=_("Empty for every site."),
    )
    team = models.ForeignKey(
        Team,
        models.SET_NULL,
        null=True,
        blank=True,
        verbose_name=_("for the team"),
        help_text=_("Empty leaves the conversation's team as it is."),
    )

    objects = EscalationRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("escalation rule")
        verbose_name_plural = _("escalation rules")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name

    def asked(self) -> list[rules.Condition]:
        """What it asks, in order."""
        return [condition.asked() for condition in self.conditions.all()]


class RuleCondition(models.Model):
    """One comparison of a rule."""

    class Attribute(models.TextChoices):
        CATEGORY = "category", _("Category")
        PRIORITY = "priority", _("Priority")
        SENTIMENT = "sentiment", _("Sentiment")
        LANGUAGE = "language", _("Language")
        NEEDS_PERSON = "needs_person", _("Needs a person (triage)")
        RISK = "risk", _("Risk, 0 to 100")
        INTENT = "intent", _("Intent of the last question")
        OUTCOME = "outcome", _("How the last answer ended")
        EVIDENCE = "evidence", _("Evidence of the last answer, 0 to 100")
        FAILURES = "failures", _("Failures in a row")
        MESSAGES = "messages", _("Messages of the customer")
        HOUR = "hour", _("Hour of the day")
        WEEKDAY = "weekday", _("Day of the week")
        VERIFIED = "verified", _("Customer is verified")
        SAYS = "says", _("Words of the customer")
        CUSTOMER = "customer", _("Attribute of the customer")

    class Operator(models.TextChoices):
        IS = "is", _("is one of")
        IS_NOT = "is_not", _("is none of")
        AT_LEAST = "at_least", _("is at least")
        AT_MOST = "at_most", _("is at most")
        HAS = "has", _("have one of")

    rule = models.ForeignKey(EscalationRule, models.CASCADE, related_name="conditions")
    attribute = models.CharField(
        _("asks about"), max_length=20, choices=Attribute.choices
    )
    key = models.CharField(_("name of the attribute"), max_length=40, blank=True)
    operator = models.CharField(
        _("compares"), max_length=10, choices=Operator.choices, default=Operator.IS
    )
    values = models.CharField(
        _("with"), max_length=300, help_text=_("Several with commas between them.")
    )

    class Meta:
        verbose_name = _("condition")
        verbose_name_plural = _("conditions")
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self) -> str:
        name = self.key or self.get_attribute_display()
        of_one = {self.Operator.IS: _("is"), self.Operator.IS_NOT: _("is not")}
        compares = self.get_operator_display()
        if "," not in self.values:
            compares = str(of_one.get(self.Operator(self.operator), compares))
        return f"{name} {compares} {self.values}"

    def asked(self) -> rules.Condition:
        """The condition as rules know it."""
        return condition_of(self.attribute, self.operator, self.values, self.key)


def condition_of(
    attribute: str, operator: str, values: str, key: str
) -> rules.Condition:
    """Return a condition as it was typed: values stand between commas, in any case."""
    words = (value.strip() for value in values.split(","))
    chosen = attribute not in (
        RuleCondition.Attribute.SAYS,
        RuleCondition.Attribute.CUSTOMER,
    )
    return rules.Condition(
        attribute=attribute,
        operator=operator,  # type: ignore[arg-type]
        values=tuple(word.casefold() if chosen else word for word in words if word),
        key=key.strip(),
    )


class RuleTrialQuerySet(JobQuerySet["RuleTrial"]):
    """Named reads of trials."""


class RuleTrial(Job):
    """What a rule would have done to past conversations."""

    rule = models.ForeignKey(EscalationRule, models.CASCADE, related_name="trials")
    days = models.PositiveSmallIntegerField(_("days"), default=30)
    asked = models.JSONField(
        default=list, help_text=_("The conditions as they were then")
    )
    looked_at = models.PositiveIntegerField(default=0)
    result = models.JSONField(default=list)

    objects = RuleTrialQuerySet.as_manager()

    class Meta:
        verbose_name = _("trial of a rule")
        verbose_name_plural = _("trials of rules")
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["id"],
                condition=models.Q(finished_at=None),
                name="trial_to_run",
            )
        ]
        ordering = ["-pk"]

"""Rules as supervisors edit them: every mistake is told at its own field, with what would be right."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet, ModelForm
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conversations.models import EscalationRule, RuleCondition
from conversations.models.escalation import condition_of
from conversations.rules import Problem, problems_of

MOST_CONDITIONS = 10
MOST_DAYS = 365


class RuleForm(ModelForm):  # type: ignore[type-arg]
    """The head of a rule."""

    class Meta:
        model = EscalationRule
        fields = ("name", "active", "position", "site", "team")


class ConditionForm(ModelForm):  # type: ignore[type-arg]
    """One comparison."""

    class Meta:
        model = RuleCondition
        fields = ("attribute", "key", "operator", "values")

    def clean(self) -> dict[str, Any]:
        """Refuse what could never be asked."""
        said: dict[str, Any] = super().clean() or {}
        if not {"attribute", "operator"} <= set(said):
            return said
        condition = condition_of(
            said["attribute"],
            said["operator"],
            said.get("values") or "",
            said.get("key") or "",
        )
        for problem in problems_of(condition):
            # A field that is empty has already said so.
            if problem.where not in self.errors:
                self.add_error(problem.where, ValidationError(words_of(problem)))
        return said


class ConditionFormSet(BaseInlineFormSet):  # type: ignore[type-arg]
    """The conditions of a rule: each once."""

    def clean(self) -> None:
        """Refuse a condition that stands there twice."""
        super().clean()
        seen = set()
        for form in self.forms:
            said = getattr(form, "cleaned_data", None) or {}
            if said.get("DELETE") or not said.get("attribute"):
                continue
            one = (
                said["attribute"],
                said.get("key"),
                said.get("operator"),
                said.get("values"),
            )
            if one in seen:
                form.add_error(None, _("This condition stands here twice."))
            seen.add(one)


class TrialForm(forms.Form):
    """How far back a rule is tried."""

    days = forms.IntegerField(
        label=gettext_lazy("Days"), min_value=1, max_value=MOST_DAYS, initial=30
    )


def words_of(problem: Problem) -> str:
    """Return what is wrong and what would be right."""
    allowed = ", ".join(problem.allowed)
    match problem.code:
        case "operator":
            names = dict(RuleCondition.Operator.choices)
            right = ", ".join(f"“{names[each]}”" for each in problem.allowed)
            return _("This attribute cannot be compared so: choose %(right)s.") % {
                "right": right
            }
        case "choice":
            told = {"value": problem.value, "allowed": allowed}
            return _("“%(value)s” is none of its values: %(allowed)s.") % told
        case "number":
            return _("“%(value)s” is not one number.") % {"value": problem.value}
        case "range":
            told = {
                "value": problem.value,
                "from": problem.allowed[0],
                "to": problem.allowed[1],
            }
            return _("%(value)s is not between %(from)s and %(to)s.") % told
        case "key":
            return _(
                "Name the attribute, such as plan, for an attribute of the customer, and for nothing else."
            )
        case "many":
            return _("At most %(n)s values.") % {"n": problem.value}
        case "empty":
            return _("Say what to compare with.")
        case _:
            return _("“%(value)s” is not known.") % {"value": problem.value}

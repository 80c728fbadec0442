"""Escalation rules in the admin: what they ask, in which order, and what they would have done."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline
from unfold.decorators import display

from accounts.audited import AuditedAdmin
from conversations.escalation import trial_page
from conversations.escalation.forms import (
    MOST_CONDITIONS,
    ConditionForm,
    ConditionFormSet,
    RuleForm,
)
from conversations.escalation.starters import starter, starters
from conversations.models import EscalationRule, RuleCondition
from conversations.rules import ATTRIBUTES, Attribute


class ConditionInline(TabularInline):
    """All of them must hold."""

    model = RuleCondition
    form = ConditionForm
    formset = ConditionFormSet
    extra = 1
    max_num = MOST_CONDITIONS
    verbose_name_plural = _("conditions, of which all must hold")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Conditions are part of their rule."""
        return request.user.has_perm("conversations.view_escalationrule")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The same people who write the rule."""
        return request.user.has_perm("conversations.change_escalationrule")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The same people."""
        return self.has_change_permission(request) or request.user.has_perm(
            "conversations.add_escalationrule"
        )

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The same people."""
        return self.has_change_permission(request)

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        """As many empty rows as the starter fills, else one on a new rule."""
        chosen = starter(request.GET.get("starter", ""))
        if obj is None and chosen is not None:
            return len(chosen.conditions)
        return 0 if obj is not None else 1

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Fill the rows of a new rule from its starter; refuse one row too many."""
        formset = super().get_formset(request, obj, validate_max=True, **kwargs)
        chosen = starter(request.GET.get("starter", ""))
        if obj is not None or chosen is None or request.method != "GET":
            return formset
        rows = [
            {"attribute": attribute, "operator": operator, "values": values}
            for attribute, operator, values in chosen.conditions
        ]

        class Filled(formset):  # type: ignore[misc,valid-type]
            def __init__(self, *args: Any, **options: Any) -> None:
                super().__init__(*args, **(options | {"initial": rows}))

        return Filled


@admin.register(EscalationRule)
class EscalationRuleAdmin(AuditedAdmin):
    """Rules that hand conversations to people."""

    form = RuleForm
    inlines = (ConditionInline,)
    list_display = ("name", "asks", "position", "active", "for_site", "team")
    list_editable = ("position", "active")
    list_filter = ("active", "site")
    list_select_related = ("site", "team")
    list_per_page = 50
    ordering = ("position", "pk")
    search_fields = ("name",)
    fields = ("name", "active", "position", "site", "team")
    change_form_before_template = (
        "admin/conversations/escalationrule/change_form_before.html"
    )
    change_form_after_template = (
        "admin/conversations/escalationrule/change_form_after.html"
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[EscalationRule]:
        """With the conditions, for the list."""
        rules: QuerySet[EscalationRule] = super().get_queryset(request)
        return rules.prefetch_related("conditions").annotate(
            asked_of=Count("conditions")
        )

    def get_changelist_formset(self, request: HttpRequest, **kwargs: Any) -> Any:
        """Call the fields of the list by their columns, for those who hear it."""
        formset = super().get_changelist_formset(request, **kwargs)
        for field in formset.form.base_fields.values():
            field.widget.attrs["aria-label"] = capfirst(field.label)
        return formset

    @display(description=_("asks"))
    def asks(self, rule: EscalationRule) -> str | SafeString:
        """Its conditions in words; a rule without any stands out."""
        said = "; ".join(str(condition) for condition in rule.conditions.all())
        if said:
            return said
        return format_html(
            "<strong>⚠ {}</strong>", _("everything: it has no condition")
        )

    @display(description=_("site"), ordering="site__name")
    def for_site(self, rule: EscalationRule) -> str:
        """Where it is asked."""
        return rule.site.name if rule.site else str(_("every site"))

    def get_urls(self) -> list[URLPattern]:
        """The usual addresses, and the trial of a rule."""
        trial = path(
            "<int:rule>/trial/",
            self.admin_site.admin_view(self.trial_view),
            name="conversations_escalationrule_trial",
        )
        return [trial, *super().get_urls()]

    def trial_view(self, request: HttpRequest, rule: int) -> HttpResponse:
        """Show what a rule would have done, and begin a trial."""
        return trial_page.trial_of(self, request, rule)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Offer rules to begin with."""
        more = {"starters": starters(), "may_add": self.has_add_permission(request)}
        return super().changelist_view(request, (extra_context or {}) | more)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: Any = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> Any:
        """Beside the form stands what may be asked."""
        more = {"attributes": _attributes(), "rule_pk": object_id}
        return super().changeform_view(
            request, object_id, form_url, (extra_context or {}) | more
        )

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Name a new rule as its starter, behind the others, and leave it off."""
        last = EscalationRule.objects.order_by("-position").first()
        found: dict[str, Any] = {"position": (last.position if last else 0) + 10}
        chosen = starter(request.GET.get("starter", ""))
        return found | ({"name": chosen.name, "active": False} if chosen else {})

    def formfield_for_dbfield(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Offer no new site or team from here: both have pages of their own."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name in {"site", "team"}:
            for name in ("add", "change", "delete", "view"):
                setattr(field.widget, f"can_{name}_related", False)
        return field

    def save_related(
        self, request: HttpRequest, form: Any, formsets: Any, change: bool
    ) -> None:
        """Say so when a rule has no condition: it hands over everything."""
        super().save_related(request, form, formsets, change)
        rule = form.instance
        if not rule.conditions.exists():
            url = reverse("admin:conversations_escalationrule_change", args=[rule.pk])
            words = _(
                "“%(name)s” has no condition: while it is on, every conversation goes to a person at once."
            )
            link = format_html(
                ' <a class="underline" href="{}">{}</a>', url, _("Add one")
            )
            messages.warning(
                request, format_html("{}{}", words % {"name": rule.name}, link)
            )


def _attributes() -> list[tuple[str, str]]:
    """What may be asked about, each with its values."""
    names = dict(RuleCondition.Attribute.choices)
    return [(str(names[key]), _values(a)) for key, a in ATTRIBUTES.items()]


def _values(attribute: Attribute) -> str:
    match attribute.kind:
        case "number":
            bounds = {"least": f"{attribute.least:g}", "most": f"{attribute.most:g}"}
            return str(_("a number from %(least)s to %(most)s") % bounds)
        case "words":
            return str(_("words or phrases, in any case and without accents"))
        case "claim":
            told = _("what the site's identity token says; the site names what is kept")
            return str(told)
        case _:
            return ", ".join(attribute.choices)

"""The admin of people and sites. Staff and customers are registered where sockets are known."""

from collections.abc import Mapping
from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as BaseUserAdmin
from django.db.models import Count, ManyToManyField, QuerySet
from django.forms import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from accounts import api_key_pages
from accounts.audited import AuditedAdmin, ReadOnlyAdmin
from accounts.forms import SecretForm, SiteForm
from accounts.models import ApiKey, AuditEntry, IdentitySecret, Site, Team

MOST_SECRETS = 2
# Few enough to be ticked off; two boxes with arrows are wider than a small screen.
TICKS: Mapping[type[Any], Mapping[str, Any]] = {
    ManyToManyField: {"widget": UnfoldAdminCheckboxSelectMultipleWidget}
}


class UserAdmin(BaseUserAdmin, AuditedAdmin):  # type: ignore[type-arg]
    """Members of staff. Only a superuser makes or touches a superuser."""

    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    list_display = (
        "username", "first_name", "last_name", "email", "is_active", "is_staff",
    )  # fmt: skip
    list_filter = ("is_active", "is_staff", "groups", "teams")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": ("first_name", "last_name", "email")}),
        # Rights come with groups alone: who may what is answered in one place.
        (_("Rights"), {"fields": ("is_active", "is_staff", "is_superuser", "groups")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "classes": ("wide",),
                "fields": ("username", "usable_password", "password1", "password2"),
            },
        ),
    )
    readonly_fields = ("last_login", "date_joined")
    filter_horizontal = ()
    formfield_overrides = TICKS

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Rights beyond the groups are a superuser's to give."""
        fields = tuple(super().get_readonly_fields(request, obj))
        return fields if request.user.is_superuser else (*fields, "is_superuser")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A superuser is changed by superusers only."""
        if obj is not None and obj.is_superuser and not request.user.is_superuser:
            return False
        return bool(super().has_change_permission(request, obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A superuser is deleted by superusers only."""
        if obj is not None and obj.is_superuser and not request.user.is_superuser:
            return False
        return bool(super().has_delete_permission(request, obj))


@admin.register(Team)
class TeamAdmin(AuditedAdmin):
    """Teams and who is in them."""

    list_display = ("name", "size")
    search_fields = ("name",)
    formfield_overrides = TICKS

    def get_queryset(self, request: HttpRequest) -> QuerySet[Team]:
        """Count the members in the same query."""
        teams: QuerySet[Team] = super().get_queryset(request)
        return teams.annotate(people=Count("members"))

    @admin.display(description=_("members"), ordering="people")
    def size(self, team: Team) -> int:
        """How many agents share this queue."""
        return team.people  # type: ignore[attr-defined, no-any-return]


class SecretInline(TabularInline):
    """The secrets of a site: the one in use, and the one that replaces it."""

    model = IdentitySecret
    form = SecretForm
    extra = 0
    max_num = MOST_SECRETS

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may change a site looks after its secrets."""
        return request.user.has_perm("accounts.change_site")

    has_change_permission = has_delete_permission = has_view_permission

    def has_add_permission(self, request: HttpRequest, obj: Any) -> bool:
        """The same people."""
        return self.has_view_permission(request, obj)

    def get_formset(
        self, request: HttpRequest, obj: Any = None, **kwargs: Any
    ) -> "type[BaseInlineFormSet[Any, Any, Any]]":
        """Refuse a third one even where the page offered no place for it."""
        formset: type[BaseInlineFormSet[Any, Any, Any]] = super().get_formset(
            request, obj, validate_max=True, **kwargs
        )
        return formset


@admin.register(Site)
class SiteAdmin(AuditedAdmin):
    """Where the widget stands."""

    change_list_template = "admin/accounts/sites.html"
    form = SiteForm
    inlines = (SecretInline,)
    list_display = ("name", "key", "active", "bot_enabled")
    list_filter = ("active", "bot_enabled")
    search_fields = ("name", "key")
    fieldsets = (
        (
            None,
            {"fields": ("name", "key", "previous_keys", "active", "allowed_origins")},
        ),
        (
            _("Bot"),
            {
                "fields": (
                    "bot_enabled",
                    "bot_name",
                    "answer_floor",
                    "repeats_answers",
                    "learns_from_chats",
                    "monthly_budget",
                )
            },
        ),
        (
            _("Golden questions"),
            {
                "fields": (
                    "golden_recall_floor",
                    "golden_right_floor",
                    "golden_blocks",
                    "golden_override",
                )
            },
        ),
        (_("Widget"), {"fields": ("greeting", "suggestions", "accent", "language")}),
        (_("Customers"), {"fields": ("identity_attributes",)}),
    )

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A site keeps its conversations; switch it off instead."""
        return False


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    """Who did what; to read only."""

    list_display = ("at", "user", "verb", "target")
    list_filter = ("verb",)
    list_select_related = ("user",)
    search_fields = ("target",)


@admin.register(ApiKey)
class ApiKeyAdmin(ReadOnlyAdmin):
    """Everybody's own keys, on one page: see them, make one, revoke one."""

    def get_urls(self) -> list[URLPattern]:
        """The list alone: a key has no page, and never shows its text again."""
        view = self.admin_site.admin_view(self.changelist_view)
        return [path("", view, name="accounts_apikey_changelist")]

    def changelist_view(
        self, request: HttpRequest, extra_context: Any = None
    ) -> HttpResponse:
        """Show the keys of whoever is signed in; by POST, make or revoke one."""
        return api_key_pages.keys(self, request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Everybody has their own."""
        return True

    def has_module_permission(self, request: HttpRequest) -> bool:
        """The same."""
        return True

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever deletes an account deletes its keys with it; they have no page for that."""
        return bool(request.user.is_superuser)

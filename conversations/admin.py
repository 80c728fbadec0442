"""The admin of conversations, and of the people whose sockets a change here must close."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.decorators import action

from accounts import customers
from accounts.admin import UserAdmin
from accounts.audited import ReadOnlyAdmin
from accounts.models import Customer, User
from conversations.escalation.admin import EscalationRuleAdmin
from conversations.experiments.admin import ExperimentAdmin
from conversations.models import Conversation
from conversations.services.revoking import recheck_sockets_of, shut_out

__all__ = ["EscalationRuleAdmin", "ExperimentAdmin"]

_FIRST_REFERENCE = 1000


@admin.register(Conversation)
class ConversationAdmin(ReadOnlyAdmin):
    """Every conversation that this member of staff may see; work is done in the inbox."""

    list_display = (
        "inbox_link", "short_subject", "customer", "site", "status", "holder",
        "last_message_at",
    )  # fmt: skip
    list_fullwidth = True
    list_display_links = None
    list_filter = ("status", "site")
    list_select_related = ("customer", "site", "assignee")
    search_fields = ("subject",)
    search_help_text = _("Reference or words of the subject")
    ordering = ("-pk",)
    fields = (
        "inbox_link", "subject", "status", "customer", "site", "team", "assignee",
        "created_at", "last_message_at", "waiting_since", "resolved_at", "follows",
    )  # fmt: skip
    readonly_fields = ("inbox_link",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Conversation]:
        """Only what the inbox would show too."""
        visible: QuerySet[Conversation] = Conversation.objects.visible_to(request.user)
        return visible.order_by(*self.ordering)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Conversation], search_term: str
    ) -> tuple[QuerySet[Conversation], bool]:
        """A number finds its conversation; words are looked for in subjects."""
        number = search_term.strip().upper().removeprefix("HD-")
        if number.isascii() and number.isdigit() and len(number) < 10:
            pk = int(number) - _FIRST_REFERENCE
            return queryset.filter(Q(pk=pk) | Q(subject__icontains=search_term)), False
        found: tuple[QuerySet[Conversation], bool] = super().get_search_results(
            request, queryset, search_term
        )
        return found

    @admin.display(description=_("reference"), ordering="pk")
    def inbox_link(self, conversation: Conversation) -> str:
        """The reference, leading to the inbox."""
        url = reverse("inbox-conversation", args=[conversation.public_id])
        link = '<a class="font-semibold text-primary-600 dark:text-primary-500" href="{}">{}</a>'
        return format_html(link, url, conversation.reference)

    @admin.display(description=_("subject"), ordering="subject")
    def short_subject(self, conversation: Conversation) -> str:
        """What it is about, in one line."""
        return Truncator(conversation.subject).chars(70)

    @admin.display(description=_("with"), ordering="assignee__first_name")
    def holder(self, conversation: Conversation) -> str:
        """Who has it."""
        return conversation.assignee.display_name if conversation.assignee else ""


@admin.register(Customer)
class CustomerAdmin(ReadOnlyAdmin):
    """Who asks; they can be shut out and let in again."""

    list_display = ("__str__", "email", "verified", "site", "created_at", "revoked_at")
    list_filter = ("site", "verified", ("revoked_at", admin.EmptyFieldListFilter))
    list_select_related = ("site",)
    search_fields = ("name", "email")
    ordering = ("-pk",)
    fields = (
        "name",
        "email",
        "verified",
        "attributes",
        "site",
        "language",
        "created_at",
        "revoked_at",
        "public_id",
    )
    actions = ("shut_out_selected", "let_in_selected")

    def has_shut_out_permission(self, request: HttpRequest) -> bool:
        """Whoever leads conversations decides who may take part in them."""
        return request.user.has_perm(
            "conversations.lead_conversation"
        ) or request.user.has_perm("accounts.change_customer")

    @action(description=_("Shut out"), permissions=["shut_out"])
    def shut_out_selected(
        self, request: HttpRequest, queryset: QuerySet[Customer]
    ) -> None:
        """Refuse these customers from now on and close their chats' sockets."""
        chosen = list(queryset.filter(revoked_at=None))
        for customer in chosen:
            shut_out(customer=customer, user=_staff(request))
        said = ngettext(
            "%(n)s customer was shut out.",
            "%(n)s customers were shut out.",
            len(chosen),
        )
        self.message_user(request, said % {"n": len(chosen)}, messages.SUCCESS)

    @action(description=_("Let in again"), permissions=["shut_out"])
    def let_in_selected(
        self, request: HttpRequest, queryset: QuerySet[Customer]
    ) -> None:
        """Take that back."""
        chosen = list(queryset.exclude(revoked_at=None))
        for customer in chosen:
            customers.readmit(customer=customer, user=_staff(request))
        said = ngettext(
            "%(n)s customer was let in again.",
            "%(n)s customers were let in again.",
            len(chosen),
        )
        self.message_user(request, said % {"n": len(chosen)}, messages.SUCCESS)


@admin.register(User)
class StaffAdmin(UserAdmin):
    """Members of staff; whoever loses a right loses the open sockets with it."""

    def save_related(
        self, request: HttpRequest, form: "ModelForm[Any]", formsets: Any, change: bool
    ) -> None:
        """After the groups are stored too, let this person's sockets be checked again."""
        super().save_related(request, form, formsets, change)
        if change:
            recheck_sockets_of(form.instance)

    def user_change_password(
        self,
        request: HttpRequest,
        id: str,  # noqa: A002 the keyword of its address
        form_url: str = "",
    ) -> Any:
        """A new password ends the sessions of the old one."""
        response = super().user_change_password(request, id, form_url)
        user = self.get_object(request, id)
        if request.method == "POST" and isinstance(user, User):
            recheck_sockets_of(user)
        return response


def _staff(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 the admin let them in
    return request.user

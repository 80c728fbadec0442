"""Admin pages whose every change also stands in the audit log."""

from typing import Any

from django.contrib.admin.models import LogEntry
from django.db.models import Model
from django.http import HttpRequest
from unfold.admin import ModelAdmin
from unfold.paginator import InfinitePaginator

from accounts import audit
from accounts.models import User


class AuditedAdmin(ModelAdmin):  # type: ignore[misc]
    """Records who added, changed or deleted what, in the transaction that does it."""

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> LogEntry:
        """Record a new object."""
        _record(request, "added", obj)
        return super().log_addition(request, obj, message)  # type: ignore[no-any-return]

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> LogEntry:
        """Record which fields were changed; never their values, some are secrets."""
        _record(request, "changed", obj, changed=message)
        return super().log_change(request, obj, message)  # type: ignore[no-any-return]

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        """Record each object about to be deleted."""
        for obj in queryset:
            _record(request, "deleted", obj)
        return super().log_deletions(request, queryset)


class ReadOnlyAdmin(ModelAdmin):  # type: ignore[misc]
    """Pages to read: lists that never count everything, and nothing to change."""

    paginator = InfinitePaginator
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Rows come from the desk itself."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody edits them."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes them here."""
        return False


def _record(request: HttpRequest, verb: str, obj: Model, **details: object) -> None:
    user = request.user if isinstance(request.user, User) else None
    name = f"{obj._meta.verbose_name} {obj}"
    audit.record(user=user, verb=verb, target=name, details=details)

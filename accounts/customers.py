"""Shutting customers out and letting them in again."""

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import Customer, User


@transaction.atomic
def revoke(*, customer: Customer, user: User) -> None:
    """Refuse a customer from now on; nothing happens when that was so already."""
    changed = Customer.objects.filter(pk=customer.pk, revoked_at=None).update(
        revoked_at=timezone.now()
    )
    if changed:
        audit.record(user=user, verb="shut out", target=_named(customer))


@transaction.atomic
def readmit(*, customer: Customer, user: User) -> None:
    """Let a customer in again who was shut out."""
    changed = (
        Customer.objects.filter(pk=customer.pk)
        .exclude(revoked_at=None)
        .update(revoked_at=None)
    )
    if changed:
        audit.record(user=user, verb="let in again", target=_named(customer))


def _named(customer: Customer) -> str:
    return f"customer {customer.public_id}"

"""The audit log: who did what to which object."""

from collections.abc import Mapping

from accounts.models import AuditEntry, User


def record(
    *,
    user: User | None,
    verb: str,
    target: str,
    details: Mapping[str, object] | None = None,
) -> None:
    """Note a deed; called in its transaction, so that neither is kept without the other.

    `target` names the object for people, such as "atom export-invoices"; without a user it
    was the desk itself or somebody at its command line.
    """
    AuditEntry.objects.create(
        user=user, verb=verb, target=target[:200], details=dict(details or {})
    )

"""Taking the right to be here away from somebody, on open sockets at once."""

from django.db import transaction

from accounts import customers
from accounts.identity import customer_group
from accounts.models import Customer, User
from conversations import doorbell

REVOKED = {"type": "revoked"}


@transaction.atomic
def shut_out(*, customer: Customer, user: User) -> None:
    """Revoke a customer and, after COMMIT, close the sockets that are open."""
    customers.revoke(customer=customer, user=user)
    group = customer_group(customer.site_id, customer.key)
    doorbell.after_commit_tell(group, REVOKED)


def recheck_sockets_of(user: User) -> None:
    """After COMMIT, close this user's sockets; where a session is still valid, they return."""
    doorbell.after_commit_tell(doorbell.user_group(user.pk), REVOKED)

"""Whose chat something is: the customer who writes, and the conversation that it goes into."""

from datetime import timedelta

from django.utils import timezone

from accounts.identity import Identity
from accounts.models import Customer, Site
from conversations.models import Conversation
from conversations.services.appending import Refused
from conversations.states import State

REOPEN_WITHIN = timedelta(days=7)


def current_conversation(identity: Identity) -> Conversation | None:
    """Return the conversation whose events this customer's clients show, if there is one."""
    return (
        Conversation.objects.of_customer(identity)
        .exclude(status=State.ARCHIVED)
        .first()
    )


def current_or_refuse(identity: Identity) -> Conversation:
    """Return the same; raises Refused (not_found) where there is none."""
    conversation = current_conversation(identity)
    if conversation is None:
        raise Refused("not_found")
    return conversation


def locked_customer(identity: Identity) -> Customer:
    """Return who writes, made at their first message and locked until the transaction ends.

    Raises Refused (forbidden) for somebody who may not write here any more.
    """
    theirs = (
        Customer.objects.select_for_update(no_key=True, of=("self",))
        .select_related("site")
        .filter(site=identity.site_id, key=identity.key)
    )
    customer = theirs.first()
    if customer is None:
        _add_customer(identity)
        customer = theirs.get()
    # The site is as it was before the wait for the lock: as late as a message just before.
    if not customer.site.active or customer.revoked_at is not None:
        raise Refused("forbidden")
    _keep_attributes(customer, identity)
    return customer


def conversation_to_write_in(
    identity: Identity, customer: Customer
) -> tuple[Conversation, bool]:
    """Return a locked conversation, and whether it replaces the list that clients show."""
    theirs = Conversation.objects.of_customer(identity)
    conversation = theirs.select_for_update(no_key=True, of=("self",)).first()
    if conversation is None:
        return _new_conversation(customer, follows=None), False
    # They are there already; to read them once more takes longer than all else of it.
    conversation.customer, conversation.site = customer, customer.site
    if conversation.status == State.RESOLVED and _recent(conversation):
        return conversation, False
    if conversation.status in (State.RESOLVED, State.ARCHIVED):
        return _new_conversation(customer, follows=conversation), True
    return conversation, False


def _keep_attributes(customer: Customer, identity: Identity) -> None:
    """What the site's token says now replaces what an earlier one said."""
    if identity.verified and customer.attributes != dict(identity.attributes):
        customer.attributes = dict(identity.attributes)
        customer.save(update_fields=["attributes"])


def _add_customer(identity: Identity) -> None:
    site = Site.objects.filter(pk=identity.site_id, active=True).first()
    if site is None:
        raise Refused("forbidden")
    Customer.objects.get_or_create(
        site=site,
        key=identity.key,
        defaults={
            "verified": identity.verified,
            "name": identity.name,
            "email": identity.email,
            "attributes": dict(identity.attributes),
        },
    )


def _new_conversation(
    customer: Customer, *, follows: Conversation | None
) -> Conversation:
    # Nobody else can have it yet: a row just made needs no lock.
    return Conversation.objects.create(
        site=customer.site, customer=customer, follows=follows
    )


def _recent(conversation: Conversation) -> bool:
    return (
        conversation.resolved_at is not None
        and timezone.now() - conversation.resolved_at < REOPEN_WITHIN
    )

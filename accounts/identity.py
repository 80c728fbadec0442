"""How a customer is known: visitor secrets, tickets for the chat, and a site's own word."""

import hashlib
import secrets
import time
from dataclasses import dataclass
from typing import Any

import jwt
from django.core import signing

from accounts.models import Customer, Site

TICKET_SECONDS = 15 * 60
LONGEST_IDENTITY_SECONDS = 10 * 60
LEEWAY_SECONDS = 60
LONGEST_ATTRIBUTE = 100
OWN_CLAIMS = frozenset(
    {"iss", "sub", "aud", "exp", "nbf", "iat", "jti", "name", "email"}
)
"""What the token says for other purposes; no attribute of a customer."""


class BadIdentity(Exception):
    """A token that does not prove what it says."""


@dataclass(frozen=True)
class Identity:
    """A customer as a token describes them, whether or not a row exists yet."""

    site_id: int
    key: str
    verified: bool = False
    name: str = ""
    email: str = ""
    attributes: tuple[tuple[str, str], ...] = ()
    """What the site says of them, by the names that it allows, in their order."""

    @property
    def group(self) -> str:
        """The channel group of this customer's sockets."""
        return customer_group(self.site_id, self.key)


def customer_group(site_id: int, key: str) -> str:
    """Return the channel group of the customer with this key at this site."""
    digest = hashlib.sha256(f"{site_id}:{key}".encode()).hexdigest()
    return f"customer.{digest[:40]}"


def new_visitor(site: Site) -> str:
    """Return a long-lived secret for an anonymous customer; signed, so it needs no row."""
    return _visitor_signer(site).sign(secrets.token_urlsafe(24))


def visitor_identity(site: Site, visitor: str) -> Identity:
    """Return who holds a visitor secret; BadIdentity when it is forged, revoked or erased."""
    try:
        secret = _visitor_signer(site).unsign(visitor)
    except signing.BadSignature:
        raise BadIdentity from None
    key = "v:" + hashlib.sha256(secret.encode()).hexdigest()
    identity = Identity(site_id=site.pk, key=key)
    if is_revoked(identity):
        raise BadIdentity
    return identity


def is_revoked(identity: Identity) -> bool:
    """Whether this customer was shut out or erased."""
    return Customer.objects.filter(
        site=identity.site_id, key=identity.key, revoked_at__isnull=False
    ).exists()


def vouched_identity(site: Site, token: str) -> Identity:
    """Return who the site's own server says this is; BadIdentity unless a known key signed it."""
    claims = _claims(site, token)
    if claims["exp"] - time.time() > LONGEST_IDENTITY_SECONDS + LEEWAY_SECONDS:
        raise BadIdentity
    subject = str(claims["sub"])
    if not 0 < len(subject) <= 250:
        raise BadIdentity
    return Identity(
        site_id=site.pk,
        key=f"s:{subject}",
        verified=True,
        name=str(claims.get("name", ""))[:120],
        email=str(claims.get("email", ""))[:254],
        attributes=_attributes(site, claims),
    )


def issue_ticket(identity: Identity) -> str:
    """Return a token that opens the chat for fifteen minutes."""
    return signing.TimestampSigner(salt="chat-ticket").sign_object(
        [
            identity.site_id,
            identity.key,
            identity.verified,
            identity.name,
            identity.email,
            identity.attributes,
        ]
    )


def read_ticket(token: str) -> Identity:
    """Return whom a ticket was issued to; BadIdentity when forged or expired."""
    try:
        # Tickets from before an upgrade, of fifteen minutes at most, have no attributes.
        site_id, key, verified, name, email, *more = signing.TimestampSigner(
            salt="chat-ticket"
        ).unsign_object(token, max_age=TICKET_SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        raise BadIdentity from None
    attributes = tuple((str(k), str(v)) for k, v in more[0]) if more else ()
    return Identity(
        site_id=site_id,
        key=key,
        verified=verified,
        name=name,
        email=email,
        attributes=attributes,
    )


def _attributes(site: Site, claims: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return the claims that the site allows, as texts; lists and objects are left out."""
    return tuple(
        (name, str(claims[name])[:LONGEST_ATTRIBUTE])
        for name in site.identity_attributes
        if name not in OWN_CLAIMS
        and isinstance(claims.get(name), (str, int, float, bool))
    )


def _visitor_signer(site: Site) -> signing.Signer:
    return signing.Signer(salt=f"visitor:{site.pk}")


def _claims(site: Site, token: str) -> dict[str, Any]:
    try:
        kid = str(jwt.get_unverified_header(token).get("kid", ""))
        secret = site.identity_secrets.filter(kid=kid).first()
        if secret is None:
            raise BadIdentity
        claims: dict[str, Any] = jwt.decode(
            token,
            secret.secret,
            algorithms=["HS256"],
            audience=[site.key, *site.previous_keys],
            leeway=LEEWAY_SECONDS,
            options={"require": ["exp", "sub", "aud"]},
        )
    except jwt.PyJWTError:
        raise BadIdentity from None
    return claims

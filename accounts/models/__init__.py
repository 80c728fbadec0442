"""People, sites, keys of programs, and the audit log."""

from accounts.models.api_keys import ApiKey, new_token
from accounts.models.people import AuditEntry, Customer, Team, User
from accounts.models.sites import IdentitySecret, Site, SiteQuerySet

__all__ = [
    "ApiKey",
    "AuditEntry",
    "Customer",
    "IdentitySecret",
    "Site",
    "SiteQuerySet",
    "Team",
    "User",
    "new_token",
]

"""Who of the staff stands behind an admin session."""

from collections.abc import Iterable
from types import SimpleNamespace
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore

from accounts.models import User
from conversations.models import Conversation


def user_of_session(session_key: str) -> User | None:
    """Return the agent whose admin session this is, if it is still valid and may see chats."""
    if not session_key:
        return None
    # django.contrib.auth asks a request for nothing but its session.
    user = get_user(SimpleNamespace(session=SessionStore(session_key)))  # type: ignore[arg-type]
    allowed = (
        isinstance(user, User)
        and user.is_active
        and user.is_staff
        and user.has_perm("conversations.view_conversation")
    )
    return user if allowed else None  # type: ignore[return-value]


def session_cookie() -> str:
    """The name of the cookie that carries an admin session."""
    return settings.SESSION_COOKIE_NAME


def seen_among(user: User, public_ids: Iterable[UUID]) -> set[UUID]:
    """Return those of some conversations that somebody may see."""
    mine = Conversation.objects.visible_to(user)
    found = mine.filter(public_id__in=list(public_ids))
    return set(found.values_list("public_id", flat=True))

"""Who of the staff stands behind an admin session."""

from types import SimpleNamespace

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore

from accounts.models import User


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

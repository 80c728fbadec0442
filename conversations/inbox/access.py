"""Who is let into the inbox, and which conversations they see."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from accounts.models import User
from conversations.inbox.panes import Pane, pane_of

View = Callable[..., HttpResponse]


def for_agents(view: View) -> View:
    """Let staff in who may see conversations; others sign in, or are refused."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm("conversations.view_conversation"):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return admin.site.admin_view(checked)


def agent_of(request: HttpRequest) -> User:
    """Return who of the staff asks."""
    assert isinstance(request.user, User)  # noqa: S101 the admin let them in
    return request.user


def pane_for(request: HttpRequest, conversation: UUID) -> Pane:
    """Return what surrounds a conversation; 404 when they may not see it."""
    found = pane_of(agent_of(request), conversation)
    if found is None:
        raise Http404
    return found

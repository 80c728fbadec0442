"""Who is asking, and what they may do with atoms."""

from dataclasses import dataclass
from typing import cast

from django.http import HttpRequest

from accounts.models import User


@dataclass(frozen=True)
class Rights:
    """What somebody's roles allow; which collections they reach is the reader's matter."""

    write: bool
    publish: bool
    delete: bool


def staff(request: HttpRequest) -> User:
    """Return who is signed in: nobody else reaches a page of the admin."""
    return cast("User", request.user)


def rights_of(request: HttpRequest, *, new: bool = False) -> Rights:
    """Return what the person of this request may do."""
    user = staff(request)
    return Rights(
        write=user.has_perm("knowledge.add_atom" if new else "knowledge.change_atom"),
        publish=user.has_perm("knowledge.publish_atom"),
        delete=user.has_perm("knowledge.delete_atom"),
    )

"""Rights that people and groups have on one collection, beside those of their roles."""

from collections.abc import Collection as Some
from collections.abc import Mapping
from typing import TypeAlias

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Q
from guardian.models import GroupObjectPermission, UserObjectPermission
from guardian.shortcuts import assign_perm, remove_perm

from accounts import audit
from accounts.models import User
from knowledge.models import Collection
from knowledge.rights import Right

Subject: TypeAlias = User | Group


def grants_on(collection: Collection) -> dict[Subject, frozenset[Right]]:
    """Return who was given which rights on a collection, groups first, by name."""
    of_groups = GroupObjectPermission.objects.select_related("group", "permission")
    of_users = UserObjectPermission.objects.select_related("user", "permission")
    found: dict[Subject, set[Right]] = {}
    for row in of_groups.filter(_on(collection)).order_by("group__name"):
        found.setdefault(row.group, set()).add(Right(row.permission.codename))
    for row in of_users.filter(_on(collection)).order_by("user__username"):
        found.setdefault(row.user, set()).add(Right(row.permission.codename))
    return {subject: frozenset(rights) for subject, rights in found.items()}


@transaction.atomic
def set_grants(
    *,
    collection: Collection,
    wanted: Mapping[Subject, Some[Right]],
    user: User,
) -> int:
    """Give each of those named exactly these rights on a collection, and touch nobody else.

    Whoever has any right may also view; with none they are taken off. Returns how many
    people and groups were changed; each of them stands in the audit log.
    """
    locked = Collection.objects.select_for_update().get(pk=collection.pk)
    before = grants_on(locked)
    changed = 0
    for subject, rights in wanted.items():
        old = before.get(subject, frozenset())
        new = frozenset({Right.VIEW, *rights} if rights else ())
        if new == old:
            continue
        for right in new - old:
            assign_perm(right, subject, locked)
        for right in old - new:
            remove_perm(right, subject, locked)
        changed += 1
        audit.record(
            user=user,
            verb="changed rights",
            target=f"collection {locked.slug}",
            details={
                "who": str(subject),
                "rights": sorted(right.name for right in new),
            },
        )
    return changed


def _on(collection: Collection) -> Q:
    return Q(
        object_pk=str(collection.pk),
        permission__content_type__app_label="knowledge",
        permission__codename__in=list(Right),
    )

"""Who may do what with a collection and its atoms: by a role, or given on one collection."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q, QuerySet
from guardian.models import GroupObjectPermission, UserObjectPermission

from accounts.models import User
from knowledge.models import Collection


class Right(StrEnum):
    """The five rights; each value is the name of its permission."""

    VIEW = "view_collection"
    WRITE = "write_collection"
    REVIEW = "review_collection"
    PUBLISH = "publish_collection"
    MANAGE = "manage_collection"


@dataclass(frozen=True)
class Rights:
    """What one person may do.

    `by_role` counts in every collection that is not restricted, for a superuser in all;
    `given` names further collections by their primary keys.
    """

    superuser: bool
    by_role: frozenset[Right]
    given: Mapping[Right, frozenset[int]]

    @classmethod
    def of(cls, user: User) -> "Rights":
        """Read what somebody's roles allow and what was given to them or their groups."""
        by_role = frozenset(r for r in Right if user.has_perm(f"knowledge.{r}"))
        given = {} if user.is_superuser or not user.is_active else _given(user)
        return cls(user.is_superuser and user.is_active, by_role, given)

    def within(self, collection: Collection) -> frozenset[Right]:
        """Return all that they may do in a collection."""
        roles_count = self.superuser or not collection.restricted
        return frozenset(
            right
            for right in Right
            if (roles_count and right in self.by_role)
            or collection.pk in self.given.get(right, ())
        )

    def somewhere(self, right: Right) -> bool:
        """Whether they have a right in any collection, or will have it in those to come."""
        return right in self.by_role or right in self.given

    def collections(self, right: Right) -> QuerySet[Collection]:
        """Return the collections in which they have a right."""
        if self.superuser:
            return Collection.objects.all()
        reached = Q(pk__in=self.given.get(right, ()))
        if right in self.by_role:
            reached |= Q(restricted=False)
        return Collection.objects.filter(reached)


def _given(user: User) -> dict[Right, frozenset[int]]:
    found: dict[Right, set[int]] = defaultdict(set)
    own = UserObjectPermission.objects.filter(user=user)
    of_groups = GroupObjectPermission.objects.filter(group__user=user)
    for rows in (own, of_groups):
        named = rows.filter(
            permission__content_type__app_label="knowledge",
            permission__codename__in=list(Right),
        ).values_list("permission__codename", "object_pk")
        for name, key in named:
            found[Right(name)].add(int(key))
    return {right: frozenset(keys) for right, keys in found.items()}

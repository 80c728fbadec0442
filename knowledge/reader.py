"""Who is reading: the one value that every read of atoms is filtered by."""

from dataclasses import dataclass

PUBLIC, CUSTOMER, INTERNAL = "public", "customer", "internal"
AUDIENCES = (PUBLIC, CUSTOMER, INTERNAL)


@dataclass(frozen=True)
class Reader:
    """What somebody may read: atoms of these audiences in these collections (primary keys)."""

    audiences: frozenset[str]
    collections: frozenset[int]

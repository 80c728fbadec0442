"""What the addresses about knowledge share: the rights of a key's owner, and pages of a list."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from rest_framework.request import Request

from accounts.api import ApiView, Problem
from knowledge.models import Collection
from knowledge.reader import Reader
from knowledge.readers import reader_with
from knowledge.rights import Right, Rights

Row = TypeVar("Row", bound=Model)
ON_A_PAGE, MOST_ON_A_PAGE = 50, 200
LARGEST = 2**63 - 1


class KnowledgeView(ApiView):
    """An address about knowledge: what its caller may see and do is what the key's owner may."""

    rights: Rights
    reader: Reader

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Read the rights once; the same ones that the admin goes by."""
        super().initial(request, *args, **kwargs)
        self.rights = Rights.of(self.owner)
        self.reader = reader_with(self.rights)

    def need(self, right: Right, collection: Collection) -> None:
        """Raise Problem without a right in a collection that they see."""
        if right not in self.rights.within(collection):
            message = f"You may not write in the collection “{collection.slug}”."
            raise Problem(403, "forbidden", message)


def page_of(
    rows: QuerySet[Row], query: Mapping[str, str]
) -> tuple[list[Row], str | None]:
    """Return the rows of one page, the newest first, and the cursor of the next page.

    A cursor is the key of the last row: what is added or erased meanwhile moves nothing.
    """
    limit = whole(query, "limit", most=MOST_ON_A_PAGE) or ON_A_PAGE
    after = whole(query, "cursor")
    if after is not None:
        rows = rows.filter(pk__lt=after)
    found = list(rows.order_by("-pk")[: limit + 1])
    more = len(found) > limit
    return found[:limit], str(found[limit - 1].pk) if more else None


def whole(query: Mapping[str, str], name: str, *, most: int = LARGEST) -> int | None:
    """Return a whole number of the address, None without it; raises Problem for anything else."""
    sent = query.get(name)
    if sent is None:
        return None
    if not (sent.isascii() and sent.isdigit() and len(sent) < 20):
        raise wrong(name, "must be a whole number.")
    if not 0 < int(sent) <= most:
        raise wrong(name, f"must be from 1 to {most}.")
    return int(sent)


def one_of(query: Mapping[str, str], name: str, known: list[str]) -> str | None:
    """Return a word of the address, None without it; raises Problem for one that is not known."""
    sent = query.get(name)
    if sent is not None and sent not in known:
        raise wrong(name, f"must be one of {', '.join(known)}.")
    return sent


def wrong(name: str, why: str) -> Problem:
    """Return the answer to a value that can't be taken."""
    message = f"“{name}” {why}"
    return Problem(422, "invalid", message, fields={name: [why]})


def only_known(query: Mapping[str, str], known: set[str]) -> None:
    """Raise Problem for a word in the address that means nothing: a misspelt filter would show all."""
    for name in query:
        if name not in known:
            raise wrong(name, f"is not known here: use {', '.join(sorted(known))}.")

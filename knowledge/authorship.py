"""Who wrote most of some texts: whom to ask about what they do not say."""

import re
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from knowledge.format.header import HANDLER
from knowledge.models import Atom, AtomVersion
from knowledge.reader import Reader

LATELY = timedelta(days=365)
MOST_TEXTS = 200
MOST_AUTHORS = 5
_LINE = re.compile(r"^author:.*$", re.MULTILINE)


@dataclass(frozen=True)
class Author:
    """Somebody who wrote `wrote` of `among` texts, the last of them at `last`."""

    name: str
    wrote: int
    among: int
    last: datetime


def authors_of(atoms: Collection[int], reader: Reader) -> list[Author]:
    """Return who wrote most of the live texts of these atoms in the last year, first who wrote most.

    It is the author of the header; without one, whoever saved the text. Where nothing is of the last
    year, all counts. Of very many texts the latest are looked at.
    """
    live = Atom.objects.readable_by(reader).live().filter(pk__in=atoms)
    versions = AtomVersion.objects.filter(pk__in=live.values("live_version"))
    latest = list(
        versions.select_related("author")
        .order_by("-created_at")
        .defer("body")[:MOST_TEXTS]
    )
    since = timezone.now() - LATELY
    lately = [each for each in latest if each.created_at >= since] or latest
    wrote: dict[str, list[datetime]] = defaultdict(list)
    for version in lately:
        if name := _author_of(version):
            wrote[name].append(version.created_at)
    found = [
        Author(name, len(saved), len(lately), max(saved))
        for name, saved in wrote.items()
    ]
    found.sort(key=lambda author: (author.wrote, author.last), reverse=True)
    return found[:MOST_AUTHORS]


def _author_of(version: AtomVersion) -> str:
    # Only its line is read as YAML: whole headers of many texts would take a second.
    line = _LINE.search(version.header)
    entries, _problems = HANDLER.compose(line[0] if line else "")
    named = entries[0].value.value if entries else None
    if isinstance(named, str) and named.strip():
        return " ".join(named.split())
    return version.author.display_name if version.author is not None else ""

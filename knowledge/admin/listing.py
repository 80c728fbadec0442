"""How the list of atoms finds, orders and cuts its pages, a hundred thousand atoms or ten."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, Func, IntegerField, QuerySet, Value
from django.http import HttpRequest

from knowledge.admin.access import reader_of
from knowledge.llm.configured_embedder import embedder
from knowledge.models import Atom
from knowledge.retrieval import wording
from knowledge.retrieval.meaning import near_in_meaning
from knowledge.retrieval.wording import Sought
from knowledge.services import generations

FEW = 25
"""With fewer hits by words than fill a page, those near in meaning follow them."""


class LatePaginator(Paginator):  # type: ignore[type-arg]
    """Finds the keys of a page first and reads only its rows whole.

    The keys are looked for from the nearer end, so that the last page comes as soon as the first.
    """

    def page(self, number: Any) -> "Page[Any]":
        """Return the rows of one page as a list."""
        found = super().page(number)
        whole: Any = self.object_list
        start = (found.number - 1) * self.per_page
        keys = self._keys(whole, start, min(start + self.per_page, self.count))
        place = {key: n for n, key in enumerate(keys)}
        rows = whole.filter(pk__in=keys).order_by()
        found.object_list = sorted(rows, key=lambda row: place[row.pk])
        return found

    def _keys(self, atoms: QuerySet[Any], start: int, end: int) -> list[int]:
        """Return the keys from one place up to another, counted from 0."""
        keys = atoms.values_list("pk", flat=True)
        if start < self.count // 2:
            return list(keys[start:end])
        backwards = keys.reverse()[self.count - end : self.count - start]
        return list(backwards)[::-1]


class Search:
    """One search of a request: what was found by words, what by meaning, and where."""

    def __init__(self, request: HttpRequest, atoms: QuerySet[Atom], term: str) -> None:
        self.sought: Sought = wording.sought(term)
        self.by_words = wording.found(atoms, self.sought)
        self.by_meaning: list[int] = []
        self.words_alone = False
        few = len(self.by_words) < FEW
        # Meaning knows no "not": it would bring back what somebody left out.
        if few and self.sought.words and not self.sought.leaves_out:
            self._look_for_meaning(request, atoms)

    @property
    def keys(self) -> list[int]:
        """All that was found, best first."""
        return [*self.by_words, *self.by_meaning]

    @property
    def is_cut(self) -> bool:
        """Whether more atoms have the words than are listed."""
        return len(self.by_words) >= wording.MOST_FOUND

    @property
    def is_common(self) -> bool:
        """Whether no word of it is looked for, as nearly every text has them all."""
        has_words = any(character.isalnum() for character in self.sought.words)
        return has_words and not self.sought.query

    def explain(self, rows: Sequence[Any]) -> None:
        """Give each row the place where it has the words, or that it is near in meaning."""
        found = wording.snippets([row.pk for row in rows], self.sought)
        for row in rows:
            row.snippet = found.get(row.pk)
            row.by_meaning = row.pk in self.by_meaning

    def _look_for_meaning(self, request: HttpRequest, atoms: QuerySet[Atom]) -> None:
        versions = near_in_meaning(self.sought.words, reader_of(request), _embedder)
        if versions is None:
            self.words_alone = True
            return
        near = dict(
            atoms.filter(live_version__in=versions)
            .exclude(pk__in=self.by_words)
            .order_by()
            .values_list("live_version", "pk")
        )
        self.by_meaning = [near[v] for v in versions if v in near]


def best_first(atoms: QuerySet[Atom], keys: Sequence[int]) -> QuerySet[Atom]:
    """Return these atoms in this order."""
    place = Func(
        Value(list(keys)),
        F("pk"),
        function="array_position",
        template="%(function)s(%(expressions)s)",
        output_field=IntegerField(),
    )
    return wording.among(atoms, keys).order_by(place)


def _embedder() -> Any:
    return generations.asked(embedder())

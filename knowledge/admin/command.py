"""Atoms in the admin's command search (Ctrl+K): the best by their words."""

from django.http import HttpRequest
from django.urls import reverse
from unfold.dataclasses import SearchResult

from knowledge.admin.access import may, reader_of
from knowledge.admin.listing import best_first
from knowledge.admin.stages import stage_word, with_reviews
from knowledge.models import Atom
from knowledge.retrieval import wording
from knowledge.rights import Right

MOST = 20


def found(request: HttpRequest, term: str) -> list[SearchResult]:
    """Return atoms that the person may read and that have the words, archived ones left out."""
    if not may(request, Right.VIEW):
        return []
    atoms = Atom.objects.readable_by(reader_of(request)).filter(archived_at=None)
    keys = wording.found(atoms, wording.sought(term))[:MOST]
    return [
        SearchResult(
            title=str(atom),
            description=str(stage_word(atom)),
            link=reverse("admin:knowledge_atom_change", args=[atom.pk]),
            icon="scatter_plot",
        )
        for atom in best_first(with_reviews(atoms), keys)
    ]

"""The tables of knowledge."""

from knowledge.models.atoms import Atom, AtomVersion, Collection, FaqPair
from knowledge.models.index import Attempt, Document, Generation, Posting, Unit
from knowledge.models.traces import AskedQuestion, Evidence
from knowledge.models.workflow import Review, ReviewComment

__all__ = [
    "AskedQuestion",
    "Atom",
    "AtomVersion",
    "Attempt",
    "Collection",
    "Document",
    "Evidence",
    "FaqPair",
    "Generation",
    "Posting",
    "Review",
    "ReviewComment",
    "Unit",
]

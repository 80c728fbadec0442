"""The tables of knowledge."""

from knowledge.models.atoms import Atom, AtomVersion, Collection, FaqPair
from knowledge.models.checkouts import AgreedFile, Checkout
from knowledge.models.index import Attempt, Document, Generation, Posting, Unit
from knowledge.models.likeness import BothRight
from knowledge.models.traces import AskedQuestion, Evidence
from knowledge.models.workflow import Review, ReviewComment

__all__ = [
    "AgreedFile",
    "AskedQuestion",
    "Atom",
    "AtomVersion",
    "Attempt",
    "BothRight",
    "Checkout",
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

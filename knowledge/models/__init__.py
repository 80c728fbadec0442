"""The tables of knowledge."""

from knowledge.models.atoms import Atom, AtomVersion, Collection, FaqPair
from knowledge.models.checkouts import AgreedFile, Checkout
from knowledge.models.errands import Errand, LeftAsItIs
from knowledge.models.finding import Wording
from knowledge.models.index import Attempt, Document, Generation, Posting, Unit
from knowledge.models.traces import AskedQuestion, Evidence
from knowledge.models.workflow import Review, ReviewComment

__all__ = [
    "AgreedFile",
    "AskedQuestion",
    "Atom",
    "AtomVersion",
    "Attempt",
    "Checkout",
    "Collection",
    "Document",
    "Errand",
    "Evidence",
    "FaqPair",
    "Generation",
    "LeftAsItIs",
    "Posting",
    "Review",
    "ReviewComment",
    "Unit",
    "Wording",
]

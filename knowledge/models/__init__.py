"""The tables of knowledge."""

from knowledge.models.atoms import Atom, AtomVersion, Collection, FaqPair
from knowledge.models.checkouts import AgreedFile, Checkout
from knowledge.models.errands import Errand, LeftAsItIs
from knowledge.models.finding import Wording
from knowledge.models.gaps import Gap, GapOccurrence
from knowledge.models.guides import GuideQuestion, InterviewGuide
from knowledge.models.impact import GoldenQuestion, ImpactRun
from knowledge.models.index import Attempt, Document, Generation, Posting, Unit
from knowledge.models.inventories import Inventory, InventoryEntry
from knowledge.models.likeness import BothRight
from knowledge.models.pictures import Picture
from knowledge.models.traces import AskedQuestion, Evidence
from knowledge.models.unsaved import UnsavedEdit
from knowledge.models.watching import WatchedFolder
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
    "Errand",
    "Evidence",
    "FaqPair",
    "Gap",
    "GapOccurrence",
    "Generation",
    "GoldenQuestion",
    "GuideQuestion",
    "ImpactRun",
    "InterviewGuide",
    "Inventory",
    "InventoryEntry",
    "LeftAsItIs",
    "Picture",
    "Posting",
    "Review",
    "ReviewComment",
    "Unit",
    "UnsavedEdit",
    "WatchedFolder",
    "Wording",
]

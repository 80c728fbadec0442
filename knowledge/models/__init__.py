"""The tables of knowledge."""

from knowledge.models.atoms import Atom, AtomVersion, Collection, FaqPair
from knowledge.models.cache import CachedAnswer, CacheHit
from knowledge.models.candidates import Candidate, CandidateSentence, Extraction
from knowledge.models.checkouts import AgreedFile, Checkout
from knowledge.models.comparisons import Comparison
from knowledge.models.documents import (
    DocumentFile,
    DocumentPassage,
    SourceDocument,
)
from knowledge.models.errands import Errand, LeftAsItIs
from knowledge.models.evaluations import EvaluationResult, EvaluationRun
from knowledge.models.finding import Wording
from knowledge.models.gaps import Gap, GapOccurrence
from knowledge.models.golden import GoldenQuestion
from knowledge.models.guides import GuideQuestion, InterviewGuide
from knowledge.models.impact import ImpactRun
from knowledge.models.imports import ImportRun
from knowledge.models.index import (
    Attempt,
    Document,
    Generation,
    LexemeCount,
    Literal,
    Middle,
    Posting,
    Shelf,
    Unit,
)
from knowledge.models.interviews import (
    Interview,
    InterviewFile,
    Speaker,
    SpokenTurn,
)
from knowledge.models.inventories import Inventory, InventoryEntry
from knowledge.models.likeness import BothRight
from knowledge.models.phrasings import PhrasingDecision
from knowledge.models.pictures import Picture
from knowledge.models.proposals import AnswerLine, HumanAnswer, Proposal
from knowledge.models.publishing import PublishingRun
from knowledge.models.replaced import ReplacedCandidate
from knowledge.models.traces import AskedQuestion, Evidence
from knowledge.models.unsaved import UnsavedEdit
from knowledge.models.usage import BudgetAlarm, ModelCall, ModelPrice
from knowledge.models.variants import SiteVariant, Variant
from knowledge.models.watching import WatchedFolder
from knowledge.models.workflow import Review, ReviewComment

__all__ = [
    "AgreedFile",
    "AnswerLine",
    "AskedQuestion",
    "Atom",
    "AtomVersion",
    "Attempt",
    "BothRight",
    "BudgetAlarm",
    "CacheHit",
    "CachedAnswer",
    "Candidate",
    "CandidateSentence",
    "Checkout",
    "Collection",
    "Comparison",
    "Document",
    "DocumentFile",
    "DocumentPassage",
    "Errand",
    "EvaluationResult",
    "EvaluationRun",
    "Evidence",
    "Extraction",
    "FaqPair",
    "Gap",
    "GapOccurrence",
    "Generation",
    "GoldenQuestion",
    "GuideQuestion",
    "HumanAnswer",
    "ImpactRun",
    "ImportRun",
    "Interview",
    "InterviewFile",
    "InterviewGuide",
    "Inventory",
    "InventoryEntry",
    "LeftAsItIs",
    "LexemeCount",
    "Literal",
    "Middle",
    "ModelCall",
    "ModelPrice",
    "PhrasingDecision",
    "Picture",
    "Posting",
    "Proposal",
    "PublishingRun",
    "ReplacedCandidate",
    "Review",
    "ReviewComment",
    "Shelf",
    "SiteVariant",
    "SourceDocument",
    "Speaker",
    "SpokenTurn",
    "Unit",
    "UnsavedEdit",
    "Variant",
    "WatchedFolder",
    "Wording",
]

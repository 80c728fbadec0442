"""What it means for a deed that is done later when an atom is not as it was a moment ago."""

from knowledge.format import AtomProblems
from knowledge.models import Atom
from knowledge.services import atoms, versions
from knowledge.services.verdicts import Why

REFUSALS: dict[type[Exception], Why] = {
    Atom.DoesNotExist: Why.GONE,
    versions.Archived: Why.ARCHIVED,
    atoms.NotApproved: Why.NEEDS_APPROVAL,
    atoms.NotDistinct: Why.ALIKE,
    atoms.BelowFloor: Why.BELOW_FLOOR,
    versions.StaleEdit: Why.CHANGED,
    AtomProblems: Why.BROKEN,
}

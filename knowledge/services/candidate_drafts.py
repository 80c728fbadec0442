"""What a candidate becomes: a new draft, or a newer one of an atom that there is.

Of a document also what it said is kept, as a version below the one that somebody edited: the next file
of that name is compared with what this one said.
"""

from accounts.models import User
from knowledge.documents.proposing import source_of
from knowledge.format import ParsedAtom, parse
from knowledge.models import Atom, AtomVersion, Candidate
from knowledge.services import atoms
from knowledge.services.renewals import REASON, taken_of


def add(candidate: Candidate, parsed: ParsedAtom, user: User) -> AtomVersion:
    """Make a new atom of it; raises AtomProblems."""
    said = _said(candidate)
    if said is None or said.id != parsed.id:
        return atoms.add_atom(
            collection=candidate.collection,
            parsed=parsed,
            author=user,
            reason=_reason(candidate),
        )
    first = atoms.add_atom(
        collection=candidate.collection,
        parsed=said,
        author=user,
        reason=f"{REASON}{source_of(said)}",
    )
    return _above(first, candidate, parsed, user)


def renew(
    candidate: Candidate,
    atom: Atom,
    parsed: ParsedAtom,
    seen_version: int,
    user: User,
) -> AtomVersion:
    """Make a newer draft of an atom; raises AtomProblems and StaleEdit."""
    said = _said(candidate)
    if said is None or said.id != atom.slug or atom.pk not in taken_of([atom.pk]):
        return atoms.save_version(
            atom=atom,
            parsed=parsed,
            seen_version=seen_version,
            author=user,
            reason=_reason(candidate),
        )
    first = atoms.save_version(
        atom=atom,
        parsed=said,
        seen_version=seen_version,
        author=user,
        reason=f"{REASON}{source_of(said)}",
    )
    return _above(first, candidate, parsed, user)


def _above(
    first: AtomVersion, candidate: Candidate, parsed: ParsedAtom, user: User
) -> AtomVersion:
    """Keep what somebody made of a text above what the document said; the same gives no version."""
    return atoms.save_version(
        atom=first.atom,
        parsed=parsed,
        seen_version=first.number,
        author=user,
        reason=_reason(candidate),
    )


def _said(candidate: Candidate) -> ParsedAtom | None:
    """Return what a document said, where that is a text of its own."""
    if not candidate.said:
        return None
    said = parse(candidate.said)
    return None if said.errors else said


def _reason(candidate: Candidate) -> str:
    return candidate.source.reason

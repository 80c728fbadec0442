"""What a deed on many atoms does with one of them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from knowledge.format import AtomProblems, join, parse, with_values
from knowledge.models import Atom, AtomVersion, Errand
from knowledge.rights import Rights
from knowledge.services import atoms, care, floors, publishing_runs
from knowledge.services.before_publishing import look_at
from knowledge.services.hindrances import Hindered
from knowledge.services.refusals import REFUSALS
from knowledge.services.verdicts import Verdict, Why, judge, tags_after, to_judge

Deed = Errand.Deed


@dataclass(frozen=True)
class Look:
    """What was found when a text was looked at before it is published."""

    version: AtomVersion | None = None
    """The text that was looked at; None where nobody asks for that."""
    hindrance: Why | None = None


def look(errand: Errand, place: int, rights: Rights) -> Look:
    """Look at the text of the atom at a place, where it would be published; it may take minutes.

    Called before any lock is taken.
    """
    if errand.deed != Deed.PUBLISH:
        return Look()
    atom = to_judge([errand.atoms[place]]).first()
    if atom is None or not judge(errand, atom, rights).does:
        return Look()
    try:
        return Look(version=look_at(atom, errand.user))
    except Hindered as hindered:
        return Look(hindrance=REFUSALS[type(hindered)])


def do(errand: Errand, place: int, rights: Rights, looked: Look) -> Why | None:
    """Do it to the atom at a place, in the caller's transaction; return why not, or what is left to do."""
    atom = to_judge([errand.atoms[place]]).first()
    if atom is None:
        return Why.GONE
    verdict = judge(errand, atom, rights)
    if not verdict.does:
        return verdict.why
    if errand.deed == Deed.PUBLISH and atom.latest_version_id != errand.seen[place]:
        return Why.CHANGED
    if looked.hindrance is not None:
        return looked.hindrance
    try:
        with transaction.atomic():
            return _do(errand, atom, verdict, looked)
    except tuple(REFUSALS) as refusal:
        return REFUSALS[type(refusal)]


def _do(errand: Errand, atom: Atom, verdict: Verdict, looked: Look) -> Why | None:
    if errand.deed == Deed.PUBLISH:
        atoms.publish_looked_at(
            atom=atom, user=errand.user, seen_version=None, looked_at=looked.version
        )
        return None
    return _DEEDS[errand.deed](errand, atom, verdict)


def _edit(errand: Errand, atom: Atom, verdict: Verdict) -> Why | None:
    """Save a version in whose header one line differs, and publish it where that was asked."""
    latest = atom.versions.latest("number")
    version = atoms.save_version(
        atom=atom,
        parsed=parse(join(_header(errand, latest), latest.body)),
        seen_version=latest.number,
        author=errand.user,
        reason=errand.reason,
    )
    if verdict.why is Why.LIVE:
        return _publish_edit(errand, atom, version)
    return Why.DRAFT if verdict.why is Why.DRAFT and errand.publish else None


def _publish_edit(errand: Errand, atom: Atom, version: AtomVersion) -> Why | None:
    """Publish it at once; where golden questions are asked first, a worker of its own does."""
    if floors.are_asked(atom):
        publishing_runs.ask(version=version, user=errand.user)
        return Why.ASKED
    atoms.publish(atom=atom, user=errand.user, seen_version=version.number)
    return None


def _header(errand: Errand, latest: AtomVersion) -> str:
    """Return the header with the line written anew, comments and all else as they were."""
    try:
        if errand.deed == Deed.SET_TYPE:
            return with_values(latest.header, {"type": errand.type})
        tags = tags_after(errand, latest.tags)
        return with_values(latest.header, {"tags": tags or None})
    except ValueError:
        # A merge can leave a header that is no YAML until somebody decided.
        raise AtomProblems(()) from None


def _move(errand: Errand, atom: Atom, verdict: Verdict) -> None:
    if errand.collection is not None:
        care.move(atom=atom, collection=errand.collection, user=errand.user)


def _unpublish(errand: Errand, atom: Atom, verdict: Verdict) -> None:
    atoms.unpublish(atom=atom, user=errand.user)


def _archive(errand: Errand, atom: Atom, verdict: Verdict) -> None:
    care.archive(atom=atom, user=errand.user)


def _bring_back(errand: Errand, atom: Atom, verdict: Verdict) -> None:
    care.bring_back(atom=atom, user=errand.user)


_DEEDS: dict[str, Callable[[Errand, Atom, Verdict], Why | None]] = {
    Deed.UNPUBLISH: _unpublish,
    Deed.ARCHIVE: _archive,
    Deed.BRING_BACK: _bring_back,
    Deed.MOVE: _move,
    Deed.ADD_TAG: _edit,
    Deed.REMOVE_TAG: _edit,
    Deed.RENAME_TAG: _edit,
    Deed.SET_TYPE: _edit,
}

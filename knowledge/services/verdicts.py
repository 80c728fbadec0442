"""What an errand would do with each atom, and why it would leave one as it is."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import OuterRef, Subquery

from knowledge.models import Atom, Collection, Errand, Review
from knowledge.models.atoms import AtomQuerySet
from knowledge.rights import Right, Rights

BATCH = 500
Deed = Errand.Deed


class Why(StrEnum):
    """Why an atom is left, or what follows for one that is not."""

    GONE = "gone"
    NO_RIGHT = "no_right"
    ARCHIVED = "archived"
    NOT_ARCHIVED = "not_archived"
    NEEDS_APPROVAL = "needs_approval"
    ALIKE = "alike"
    BELOW_FLOOR = "below_floor"
    ALREADY = "already"
    BROKEN = "broken"
    CHANGED = "changed"
    # Done, and then:
    DRAFT = "draft"
    LIVE = "live"
    ASKED = "asked"


DONE_WITH = frozenset({Why.DRAFT, Why.ASKED})
"""What is told of an atom that was changed: something of it is left to do."""


@dataclass(frozen=True)
class Verdict:
    """Whether an atom would be changed; `why` says why not, or what else follows."""

    does: bool
    why: Why | None = None


DONE = Verdict(does=True)


def judge(errand: Errand, atom: Atom, rights: Rights) -> Verdict:
    """Say what an errand would do with an atom, read by `to_judge`."""
    own = rights.within(atom.collection)
    if Right.VIEW not in own:
        return _left(Why.GONE)
    if errand.deed == Deed.MOVE:
        return _move(errand, atom, rights)
    if errand.deed in EDITS:
        return _edit(errand, atom, own)
    if Right.PUBLISH not in own:
        return _left(Why.NO_RIGHT)
    return _PUBLISHING[errand.deed](atom)


def to_judge(keys: Sequence[int]) -> AtomQuerySet:
    """Read atoms with what a verdict asks for."""
    last = Review.objects.filter(
        atom=OuterRef("pk"), version=OuterRef("latest_version")
    ).order_by("-asked_at", "-pk")
    return (
        Atom.objects.filter(pk__in=keys)
        .select_related("collection")
        .annotate(review_state=Subquery(last.values("state")[:1]))
    )


def verdicts(
    errand: Errand, rights: Rights
) -> Iterator[tuple[int, Atom | None, Verdict]]:
    """Yield every atom of an errand with its verdict, in order, some hundreds at a time."""
    for start in range(0, len(errand.atoms), BATCH):
        keys = errand.atoms[start : start + BATCH]
        there = to_judge(keys).in_bulk()
        for key in keys:
            atom = there.get(key)
            yield key, atom, judge(errand, atom, rights) if atom else _left(Why.GONE)


def tags_after(errand: Errand, tags: Sequence[str]) -> list[str]:
    """Return an atom's tags as the errand would have them."""
    if errand.deed == Deed.ADD_TAG:
        wanted = [*tags, errand.tag]
    elif errand.deed == Deed.REMOVE_TAG:
        wanted = [tag for tag in tags if tag != errand.tag]
    else:
        wanted = [errand.new_tag if tag == errand.tag else tag for tag in tags]
    return list(dict.fromkeys(wanted))


EDITS = (Deed.ADD_TAG, Deed.REMOVE_TAG, Deed.RENAME_TAG, Deed.SET_TYPE)


def _left(why: Why) -> Verdict:
    return Verdict(does=False, why=why)


def _edit(errand: Errand, atom: Atom, own: frozenset[Right]) -> Verdict:
    """A new version: a draft, unless it may be published and nothing else waits in it."""
    if Right.WRITE not in own:
        return _left(Why.NO_RIGHT)
    if errand.deed == Deed.SET_TYPE:
        same = atom.type == errand.type
    else:
        same = tags_after(errand, atom.tags) == atom.tags
    if same:
        return _left(Why.ALREADY)
    if atom.live_version_id is None:
        return DONE
    publishes = (
        errand.publish
        and atom.state == "published"
        and Right.PUBLISH in own
        and not atom.collection.review_required
    )
    return Verdict(does=True, why=Why.LIVE if publishes else Why.DRAFT)


def _move(errand: Errand, atom: Atom, rights: Rights) -> Verdict:
    """To write is needed here and there; for a text that answers, to publish as well."""
    target = errand.collection
    if target is None:
        return _left(Why.GONE)
    if atom.collection_id == target.pk:
        return _left(Why.ALREADY)
    answers = atom.live_version_id is not None
    needed = {Right.WRITE, Right.PUBLISH} if answers else {Right.WRITE}
    both = rights.within(atom.collection) & rights.within(target)
    if not needed <= both:
        return _left(Why.NO_RIGHT)
    if answers and _lacks_approval(atom, target):
        return _left(Why.NEEDS_APPROVAL)
    return DONE


def _publish(atom: Atom) -> Verdict:
    if atom.archived_at is not None:
        return _left(Why.ARCHIVED)
    if atom.state == "published":
        return _left(Why.ALREADY)
    if _lacks_approval(atom, atom.collection):
        return _left(Why.NEEDS_APPROVAL)
    return DONE


def _unpublish(atom: Atom) -> Verdict:
    return DONE if atom.live_version_id is not None else _left(Why.ALREADY)


def _archive(atom: Atom) -> Verdict:
    return DONE if atom.archived_at is None else _left(Why.ALREADY)


def _bring_back(atom: Atom) -> Verdict:
    return DONE if atom.archived_at is not None else _left(Why.NOT_ARCHIVED)


_PUBLISHING: dict[str, Callable[[Atom], Verdict]] = {
    Deed.PUBLISH: _publish,
    Deed.UNPUBLISH: _unpublish,
    Deed.ARCHIVE: _archive,
    Deed.BRING_BACK: _bring_back,
}


def _lacks_approval(atom: Atom, collection: Collection) -> bool:
    """Whether a text that would answer from a collection needs somebody's approval first."""
    state: str | None = getattr(atom, "review_state", None)
    return collection.review_required and state != Review.State.APPROVED

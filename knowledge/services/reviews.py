"""Reviews: ask for one, comment, approve, send back, withdraw."""

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import User
from knowledge.format import AtomProblems, join, parse
from knowledge.models import Atom, AtomVersion, Review, ReviewComment
from knowledge.services import versions
from knowledge.services.versions import Archived


class NothingToReview(Exception):
    """The newest text is the one that answers already."""


class OwnWork(Exception):
    """The collection wants a text approved by somebody who did not write it."""


class NotOpen(Exception):
    """Somebody decided, or withdrew, before you; `review` says who and how."""

    def __init__(self, review: Review) -> None:
        self.review = review
        super().__init__(f"review {review.pk} is {review.state}")


@transaction.atomic
def ask_for_review(
    *, atom: Atom, user: User, seen_version: int, note: str = ""
) -> Review:
    """Ask somebody to look at the newest text; asking again changes the note.

    Raises StaleEdit for another newest version than the one seen, Archived,
    NothingToReview, and AtomProblems that name each section which the type needs and the text has not.
    """
    locked = versions.lock(atom)
    latest = versions.latest_of(locked, seen_version)
    if locked.archived_at is not None:
        raise Archived
    if locked.live_version_id == latest.pk:
        raise NothingToReview
    _refuse_incomplete(latest)
    review, made = Review.objects.get_or_create(
        atom=locked,
        state=Review.State.OPEN,
        defaults={"version": latest, "asked_by": user, "note": note},
    )
    if made:
        _record(user, "asked for review", review)
    elif note and note != review.note:
        review.note = note
        review.save(update_fields=["note"])
    return review


@transaction.atomic
def approve(
    *, review: Review, user: User, seen_version: int, reason: str = ""
) -> Review:
    """Say that the newest text may be published.

    Raises NotOpen, StaleEdit when it is not the text that was seen, OwnWork in a collection
    that wants another pair of eyes, and AtomProblems for a section that is missing.
    """
    atom, found = _lock(review)
    latest = versions.latest_of(atom, seen_version)
    if atom.collection.review_required and versions.wrote_since_live(atom, user):
        raise OwnWork
    _refuse_incomplete(latest)
    return _decide(found, Review.State.APPROVED, user, reason)


@transaction.atomic
def send_back(*, review: Review, user: User, reason: str) -> Review:
    """Say what has to change first; raises NotOpen, and ValueError without a reason."""
    if not reason.strip():
        message = "a text is sent back with a reason"
        raise ValueError(message)
    return _decide(_lock(review)[1], Review.State.SENT_BACK, user, reason)


@transaction.atomic
def withdraw(*, review: Review, user: User) -> Review:
    """Take the request back; raises NotOpen."""
    return _decide(_lock(review)[1], Review.State.WITHDRAWN, user, "")


@transaction.atomic
def comment(
    *, review: Review, user: User, text: str, line: int | None = None
) -> ReviewComment:
    """Say something about the newest text, or about one line of it, header included."""
    atom, found = _lock(review)
    return ReviewComment.objects.create(
        review=found,
        author=user,
        version=atom.versions.latest("number"),
        line=line,
        text=text.strip(),
    )


def _lock(review: Review) -> tuple[Atom, Review]:
    """Lock the atom and read its review anew; raises NotOpen."""
    atom = versions.lock(review.atom)
    found = Review.objects.select_related("version", "decided_by").get(pk=review.pk)
    if found.state != Review.State.OPEN:
        raise NotOpen(found)
    return atom, found


def _decide(review: Review, state: Review.State, user: User, reason: str) -> Review:
    review.state = state
    review.decided_by = user
    review.decided_at = timezone.now()
    review.reason = reason.strip()
    review.save(update_fields=["state", "decided_by", "decided_at", "reason"])
    _record(user, state.value.replace("_", " "), review)
    return review


def _refuse_incomplete(version: AtomVersion) -> None:
    parsed = parse(join(version.header, version.body))
    if parsed.missing:
        raise AtomProblems(parsed.missing)


def _record(user: User, verb: str, review: Review) -> None:
    audit.record(
        user=user,
        verb=verb,
        target=f"atom {review.atom.slug}",
        details={"version": review.version.number, "reason": review.reason},
    )

"""What is done with the texts that a source may give: kept, changed, taken, merged, turned down."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from accounts import audit, clock
from accounts.models import User
from knowledge.format import ParsedAtom
from knowledge.models import Atom, AtomVersion, Candidate, Extraction, Interview
from knowledge.models.candidates import SOURCES
from knowledge.services import candidate_drafts
from knowledge.services.candidate_texts import Text, new, write


class Decided(Exception):
    """Somebody has decided about this candidate already."""


class StaleCandidate(Exception):
    """The candidate was changed since it was read; `candidate` is as it is now."""

    def __init__(self, candidate: Candidate) -> None:
        self.candidate = candidate
        super().__init__(f"candidate {candidate.pk} is at {candidate.revision} now")


class Unsupported(Exception):
    """The text has sentences that nobody said, and nobody vouched for them."""

    def __init__(self, sentences: Sequence[str]) -> None:
        self.sentences = sentences
        super().__init__(f"{len(sentences)} sentences have no source")


class SecondReader(Exception):
    """The collection wants two readers, and this one has read it already."""


@dataclass(frozen=True)
class Reading:
    """Who read which revision, and whether they vouch for what its source does not say."""

    user: User
    revision: int
    vouched: bool = False


@transaction.atomic
def change(*, candidate: Candidate, text: Text, reading: Reading) -> Candidate:
    """Keep another text; it has to be read anew by both readers. Raises StaleCandidate, Decided."""
    locked = _open(candidate, reading)
    if locked.text == text.file:
        return locked
    locked.first_reader = None
    write(locked, text)
    _note(reading.user, "changed candidate", locked)
    return locked


@transaction.atomic
def accept(
    *, candidate: Candidate, parsed: ParsedAtom, reading: Reading
) -> AtomVersion | None:
    """Make a draft of it, with where its sentences were said; the usual way to review begins there.

    Where the collection wants two readers the first one's word is kept, and None returned. Raises
    Unsupported for sentences that nobody said unless somebody vouches for them, SecondReader,
    StaleCandidate, Decided, and AtomProblems for a text that is no atom, or whose id is taken.
    """
    locked = _open(candidate, reading)
    _refuse_unsupported(locked, reading)
    if _waits_for_second(locked, reading.user):
        return None
    version = candidate_drafts.add(locked, parsed, reading.user)
    _decide(locked, Candidate.State.ACCEPTED, reading.user, version=version)
    return version


@transaction.atomic
def merge(
    *,
    candidate: Candidate,
    atom: Atom,
    parsed: ParsedAtom,
    seen_version: int,
    reading: Reading,
) -> AtomVersion | None:
    """Make a new draft of an atom that there is, with what the candidate adds to it.

    Raises what `accept` raises, and StaleEdit where somebody changed the atom meanwhile.
    """
    locked = _open(candidate, reading)
    _refuse_unsupported(locked, reading)
    if _waits_for_second(locked, reading.user):
        return None
    version = candidate_drafts.renew(locked, atom, parsed, seen_version, reading.user)
    _decide(locked, Candidate.State.MERGED, reading.user, version=version)
    return version


@transaction.atomic
def split(
    *, candidate: Candidate, parts: Sequence[Text], reading: Reading
) -> list[Candidate]:
    """Put several candidates in the place of one. Raises StaleCandidate, Decided."""
    locked = _open(candidate, reading)
    made = [_part(locked, text) for text in parts]
    _decide(locked, Candidate.State.SPLIT, reading.user)
    return made


@transaction.atomic
def reject(*, candidate: Candidate, reason: str, reading: Reading) -> None:
    """Turn it down; it stays where it can be found. Raises StaleCandidate, Decided."""
    locked = _open(candidate, reading)
    _decide(locked, Candidate.State.REJECTED, reading.user, reason=reason)


@transaction.atomic
def reopen(*, candidate: Candidate, user: User) -> None:
    """Let somebody decide again about one that was turned down. Raises Decided for others."""
    locked = _locked(candidate)
    if locked.state != Candidate.State.REJECTED:
        raise Decided
    locked.state, locked.reason = Candidate.State.OPEN, ""
    locked.decided_by = locked.decided_at = None
    locked.save()
    _note(user, "reopened candidate", locked)


def keep(
    *, interview: Interview, texts: Sequence[Text], extraction: Extraction, first: int
) -> list[Candidate]:
    """Write what an engine found, from the place `first` on."""
    return [
        new(
            text,
            ordinal,
            collection=interview.collection,
            interview=interview,
            extraction=extraction,
        )
        for ordinal, text in enumerate(texts, first)
    ]


def _part(candidate: Candidate, text: Text) -> Candidate:
    return new(
        text,
        candidate.ordinal,
        extraction=candidate.extraction,
        split_from=candidate,
        **candidate.origin,
    )


def _open(candidate: Candidate, reading: Reading) -> Candidate:
    locked = _locked(candidate)
    if locked.state != Candidate.State.OPEN:
        raise Decided
    if locked.revision != reading.revision:
        raise StaleCandidate(locked)
    return locked


def _locked(candidate: Candidate) -> Candidate:
    rows = Candidate.objects.select_related("collection", *SOURCES)
    return rows.select_for_update(of=("self",), no_key=True).get(pk=candidate.pk)


def _refuse_unsupported(candidate: Candidate, reading: Reading) -> None:
    missing = candidate.sentences.filter(supported=False)
    if not reading.vouched and (texts := list(missing.values_list("text", flat=True))):
        raise Unsupported(texts)


def _waits_for_second(candidate: Candidate, user: User) -> bool:
    """Keep the word of the first of two readers; raises SecondReader when it is the same one."""
    if not candidate.collection.read_twice:
        return False
    if candidate.first_reader_id == user.pk:
        raise SecondReader
    if candidate.first_reader_id is not None:
        return False
    candidate.first_reader = user
    candidate.save(update_fields=["first_reader"])
    _note(user, "read candidate", candidate)
    return True


def _decide(
    candidate: Candidate,
    state: Candidate.State,
    user: User,
    *,
    reason: str = "",
    version: AtomVersion | None = None,
) -> None:
    candidate.state, candidate.reason = state, reason
    candidate.decided_by, candidate.decided_at = user, clock.now()
    candidate.version = version
    candidate.atom = version.atom if version else None
    candidate.save()
    _note(user, f"{state} candidate", candidate)


def _note(user: User, verb: str, candidate: Candidate) -> None:
    audit.record(
        user=user,
        verb=verb,
        target=f"candidate {candidate.pk}",
        details={
            "title": candidate.title,
            **{each: getattr(candidate, f"{each}_id") for each in SOURCES},
        },
    )

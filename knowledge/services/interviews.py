"""What staff do with interviews: take one in, say who speaks, describe it, erase it.

The audit log names interviews and speakers by number: an erased interview leaves no name there.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date

from django.db import IntegrityError, transaction

from accounts import audit
from accounts.models import User
from knowledge.interviews.assembling import named
from knowledge.interviews.roles import guessed
from knowledge.interviews.turns import Transcript
from knowledge.models import (
    Collection,
    Interview,
    InterviewFile,
    InterviewGuide,
    Speaker,
    SpokenTurn,
)
from knowledge.services import comparisons

BATCH = 1000


class ImportedAlready(Exception):
    """The collection has this very file, as `interview`."""

    def __init__(self, interview: Interview) -> None:
        self.interview = interview
        super().__init__(f"imported as interview {interview.pk}")


class NameTaken(Exception):
    """Another speaker of the interview has this name: merge the two."""

    def __init__(self, other: Speaker) -> None:
        self.other = other
        super().__init__(f"speaker {other.pk} has this name")


class NoName(Exception):
    """A speaker cannot be renamed to nothing."""


@dataclass(frozen=True)
class Original:
    """The file of an interview as it came, and what it was called."""

    data: bytes
    source: str

    @property
    def sha256(self) -> str:
        """The hash of its bytes, in hexadecimal digits."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True)
class About:
    """What staff say about an interview."""

    title: str
    language: str = ""
    held_on: date | None = None
    guide: InterviewGuide | None = None


def imported_before(collection: Collection, original: Original) -> Interview | None:
    """Return the interview of a collection that has this very file."""
    return collection.interviews.filter(sha256=original.sha256).first()


@transaction.atomic
def add(
    *,
    collection: Collection,
    original: Original,
    transcript: Transcript,
    about: About,
    user: User | None,
) -> Interview:
    """Keep an interview: its file, its speakers with the roles that they seem to have, its turns.

    Raises ImportedAlready for a file that the collection has.
    """
    try:
        with transaction.atomic():
            interview = Interview.objects.create(
                collection=collection,
                format=transcript.format,
                source=original.source[-200:],
                sha256=original.sha256,
                size=len(original.data),
                notes=[[note.line, note.message] for note in transcript.notes],
                imported_by=user,
                **_facts(about),
            )
    except IntegrityError:
        found = imported_before(collection, original)
        if found is None:
            raise
        raise ImportedAlready(found) from None
    InterviewFile.objects.create(interview=interview, data=original.data)
    _write(interview, transcript)
    details = {"turns": len(transcript.turns), "format": transcript.format}
    _note(user, "imported", interview, **details)
    return interview


@transaction.atomic
def describe(*, interview: Interview, about: About, user: User) -> None:
    """Write down what staff say about an interview; another guide is compared with it in the background."""
    facts = _facts(about)
    is_new_guide = about.guide is not None and about.guide.pk != interview.guide_id
    for name, value in facts.items():
        setattr(interview, name, value)
    interview.save(update_fields=list(facts))
    _note(user, "described", interview)
    if is_new_guide:
        comparisons.begin(interview=interview, user=user)


@transaction.atomic
def rename(*, speaker: Speaker, name: str, user: User) -> None:
    """Give a speaker another name in the desk; the file and each turn's label keep the old one.

    Raises NoName and NameTaken.
    """
    interview = _lock(speaker.interview)
    name = named(name)
    if not name:
        raise NoName
    other = interview.speakers.filter(name=name).exclude(pk=speaker.pk).first()
    if other is not None:
        raise NameTaken(other)
    if interview.speakers.filter(pk=speaker.pk).update(name=name):
        _note(user, "renamed speaker", interview, speaker=speaker.pk)


@transaction.atomic
def merge(*, speaker: Speaker, into: Speaker, user: User) -> None:
    """Give all that one speaker says to another of the same interview."""
    interview = _lock(speaker.interview)
    both = interview.speakers.filter(pk__in=[speaker.pk, into.pk])
    if speaker.pk == into.pk or both.count() < 2:
        raise Speaker.DoesNotExist
    moved = interview.turns.filter(speaker=speaker.pk).update(speaker=into.pk)
    interview.speakers.filter(pk=speaker.pk).delete()
    details = {"speaker": speaker.pk, "into": into.pk, "turns": moved}
    _note(user, "merged speakers", interview, **details)


@transaction.atomic
def take_apart(*, speaker: Speaker, user: User) -> int:
    """Undo merges: whoever the file names otherwise becomes a speaker again; return how many.

    Their own name stays with them or, where the file does not know it, that of most turns.
    """
    interview = _lock(speaker.interview)
    labels = list(
        interview.turns.filter(speaker=speaker.pk).values_list("label", flat=True)
    )
    most = max(sorted(set(labels)), key=labels.count, default="")
    stays = speaker.name if speaker.name in labels else most
    others = sorted({*labels} - {stays})
    for label in others:
        new, _made = interview.speakers.get_or_create(
            name=label, defaults={"role": speaker.role}
        )
        interview.turns.filter(speaker=speaker.pk, label=label).update(speaker=new)
    if others:
        _note(user, "took speaker apart", interview, speaker=speaker.pk)
    return len(others)


@transaction.atomic
def change_role(*, speaker: Speaker, role: str, user: User) -> None:
    """Say who asks and who knows."""
    interview = _lock(speaker.interview)
    if interview.speakers.filter(pk=speaker.pk).update(role=Speaker.Role(role)):
        details = {"speaker": speaker.pk, "role": role}
        _note(user, "changed role", interview, **details)


@transaction.atomic
def approve_speakers(*, interview: Interview, user: User) -> None:
    """Say that names and roles are right."""
    locked = _lock(interview)
    if locked.state == Interview.State.NEW:
        Interview.objects.filter(pk=locked.pk).update(state=Interview.State.READY)
        _note(user, "approved speakers", locked)


@transaction.atomic
def delete(*, interview: Interview, user: User | None) -> None:
    """Erase an interview: its file, its turns and who spoke."""
    _note(user, "erased", interview, turns=interview.turns.count())
    interview.delete()


def _write(interview: Interview, transcript: Transcript) -> None:
    roles = guessed(transcript.turns)
    speakers = Speaker.objects.bulk_create(
        Speaker(interview=interview, name=name, role=role)
        for name, role in roles.items()
    )
    own = {speaker.name: speaker for speaker in speakers}
    SpokenTurn.objects.bulk_create(_turns(interview, own, transcript), batch_size=BATCH)


def _turns(
    interview: Interview, own: dict[str, Speaker], transcript: Transcript
) -> Iterable[SpokenTurn]:
    for turn in transcript.turns:
        said = asdict(turn)
        label = said.pop("speaker")
        yield SpokenTurn(interview=interview, speaker=own[label], label=label, **said)


def _facts(about: About) -> dict[str, object]:
    return {
        "title": about.title[:200],
        "language": about.language[:35],
        "held_on": about.held_on,
        "guide": about.guide,
    }


def _lock(interview: Interview) -> Interview:
    return Interview.objects.select_for_update(no_key=True).get(pk=interview.pk)


def _note(
    user: User | None, verb: str, interview: Interview, **details: object
) -> None:
    target = f"interview {interview.pk}"
    audit.record(user=user, verb=verb, target=target, details=details)

"""Golden questions: kept, changed and forgotten, alone or by an atom."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts import audit
from accounts.models import Site, User
from knowledge.models import Atom, GoldenQuestion
from knowledge.services import versions

MOST_OF_AN_ATOM = 50
MOST_OF_A_SITE = 2000
"""All of a site's are asked in a run; some ten are asked in a second."""

Expected = GoldenQuestion.Expected


class TooMany(Exception):
    """An atom or a site has as many golden questions as are tried."""


class Known(Exception):
    """The same question is a golden one already."""


@dataclass(frozen=True)
class Golden:
    """What a golden question says. `atoms` only where an answer is expected."""

    text: str
    expects: str = Expected.ANSWER
    atoms: Sequence[Atom] = ()
    site: Site | None = None
    before: str = ""
    verified: bool = False
    source: UUID | None = None

    @property
    def fields(self) -> dict[str, object]:
        """Return the columns of its row."""
        return {
            "site": self.site,
            "text": " ".join(self.text.split()),
            "before": " ".join(self.before.split()),
            "verified": self.verified,
            "expects": self.expects,
        }


@transaction.atomic
def add(*, golden: Golden, user: User | None) -> GoldenQuestion:
    """Keep a question. Raises TooMany, and Known when it is there already."""
    atoms = _locked(golden.atoms)
    if golden.site is not None:
        # As one row, so that two who add at once are counted one after the other.
        Site.objects.select_for_update(no_key=True).get(pk=golden.site.pk)
        if golden.site.golden.count() >= MOST_OF_A_SITE:
            raise TooMany
    try:
        with transaction.atomic():
            made = GoldenQuestion.objects.create(
                **golden.fields, source=golden.source, added_by=user
            )
    except IntegrityError as error:
        raise Known from error
    made.atoms.set(atoms)
    _note(user, "added", made)
    return made


@transaction.atomic
def change(*, question: GoldenQuestion, golden: Golden, user: User) -> None:
    """Let a question say something else. Raises TooMany and Known."""
    locked = GoldenQuestion.objects.select_for_update().get(pk=question.pk)
    mine = set(locked.atoms.values_list("pk", flat=True))
    _locked([atom for atom in golden.atoms if atom.pk not in mine])
    fields = golden.fields
    if fields["text"] != locked.text:
        fields |= {"vector": None, "model": ""}
    try:
        with transaction.atomic():
            GoldenQuestion.objects.filter(pk=locked.pk).update(**fields)
    except IntegrityError as error:
        raise Known from error
    locked.atoms.set(golden.atoms)
    locked.refresh_from_db()
    _note(user, "changed", locked)


@transaction.atomic
def take_in(
    *, planned: Sequence[tuple[GoldenQuestion | None, Golden]], user: User
) -> None:
    """Add and change questions, all of them or none. Raises TooMany and Known."""
    for question, golden in planned:
        if question is None:
            add(golden=golden, user=user)
        else:
            change(question=question, golden=golden, user=user)


@transaction.atomic
def forget(*, questions: Collection[GoldenQuestion], user: User) -> None:
    """Forget questions, and what became of them in runs; the figures of runs stay."""
    for question in questions:
        _note(user, "deleted", question)
        question.delete()


@transaction.atomic
def add_for(*, atom: Atom, text: str, user: User) -> None:
    """Keep a question that the atom must answer, wherever it is asked; raises TooMany."""
    locked = _locked([atom])
    question, made = GoldenQuestion.objects.get_or_create(
        site=None,
        text=" ".join(text.split()),
        before="",
        verified=False,
        defaults={"added_by": user},
    )
    question.atoms.add(*locked)
    if made:
        _note(user, "added", question)


@transaction.atomic
def remove_from(*, atom: Atom, key: int, user: User) -> None:
    """Let an atom no longer have to answer a question; one that nothing answers is forgotten."""
    locked = versions.lock(atom)
    question = GoldenQuestion.objects.filter(atoms=locked, pk=key).first()
    if question is not None:
        _take_off(locked, question, user)


def forget_of(*, atom: Atom, user: User | None) -> None:
    """Forget what only this atom was to answer; it is about to be deleted, and locked."""
    for question in GoldenQuestion.objects.filter(atoms=atom):
        _take_off(atom, question, user)


def _take_off(atom: Atom, question: GoldenQuestion, user: User | None) -> None:
    question.atoms.remove(atom)
    if not question.atoms.exists():
        _note(user, "deleted", question)
        question.delete()


def _locked(atoms: Sequence[Atom]) -> list[Atom]:
    """Lock atoms in one order; raises TooMany when one has as many questions as are tried."""
    locked = [versions.lock(atom) for atom in sorted(atoms, key=lambda one: one.pk)]
    if any(atom.golden.count() >= MOST_OF_AN_ATOM for atom in locked):
        raise TooMany
    return locked


def _note(user: User | None, verb: str, question: GoldenQuestion) -> None:
    audit.record(
        user=user,
        verb=verb,
        target=f"golden question {question.pk}",
        details={"question": str(question), "expects": question.expects},
    )

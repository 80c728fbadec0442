"""What is done with unsaved edits: kept while somebody types, dropped when they are done."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from accounts import clock
from accounts.models import User
from knowledge.format.values import MAX_BYTES
from knowledge.models import Atom, UnsavedEdit
from knowledge.models.unsaved import UnsavedEditQuerySet

KEPT_DAYS = 30
MOST_NEW = 20
"""New atoms that one person may have begun; one more takes the place of the oldest."""
# A text and its header, each of which may be as long as a file.
MOST_CHARACTERS = 2 * MAX_BYTES


class TooLong(Exception):
    """More was typed than an atom may hold."""


class KeptElsewhere(Exception):
    """Another window keeps an edit of the same text; `edit` is what it holds."""

    def __init__(self, edit: UnsavedEdit) -> None:
        self.edit = edit
        super().__init__(f"another window kept an edit at {edit.kept_at}")


def keep_edit(
    *,
    user: User,
    atom: Atom | None,
    tab: UUID | None,
    fields: Mapping[str, str],
    seen_version: int | None,
    revision: UUID | None,
) -> UnsavedEdit:
    """Keep what somebody typed; `revision` is what their window knows to be kept.

    What another window keeps is not written over: raises KeptElsewhere. Raises TooLong.
    """
    if sum(map(len, fields.values())) > MOST_CHARACTERS:
        raise TooLong
    try:
        with transaction.atomic():
            edit = _locked(user, atom, tab)
            if edit is None:
                edit = UnsavedEdit(user=user, atom=atom, tab=None if atom else tab)
            elif edit.revision != revision:
                raise KeptElsewhere(edit)
            edit.fields = dict(fields)
            edit.seen_version = seen_version
            edit.revision = uuid4()
            edit.kept_at = clock.now()
            edit.save()
            _sweep(edit)
    except IntegrityError:
        # Another window was the first at this very moment.
        raise KeptElsewhere(_of(user, atom, tab).get()) from None
    return edit


def drop_edit(
    *, user: User, atom: Atom | None, tab: UUID | None, revision: UUID | None
) -> None:
    """Forget an edit in the state that its author saw: it was saved, or they want it gone."""
    if revision is not None:
        _of(user, atom, tab).filter(revision=revision).delete()


def _of(user: User, atom: Atom | None, tab: UUID | None) -> UnsavedEditQuerySet:
    own = UnsavedEdit.objects.of(user, atom)
    return own if atom is not None else own.filter(tab=tab)


def _locked(user: User, atom: Atom | None, tab: UUID | None) -> UnsavedEdit | None:
    return _of(user, atom, tab).select_for_update().first()


def _sweep(kept: UnsavedEdit) -> None:
    """Take away everybody's old ones, and of this person's new atoms the oldest beyond a number."""
    old = kept.kept_at - timedelta(days=KEPT_DAYS)
    UnsavedEdit.objects.filter(kept_at__lt=old).delete()
    if kept.atom_id is None:
        new = UnsavedEdit.objects.of(kept.user, None).order_by("-kept_at")
        beyond = new.values_list("pk", flat=True)[MOST_NEW:]
        UnsavedEdit.objects.filter(pk__in=list(beyond)).delete()

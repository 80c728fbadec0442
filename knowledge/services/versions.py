"""Rows of atoms and their versions; the verbs in `atoms` and `interchange` call these."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils import timezone

from accounts import audit
from accounts.models import User
from knowledge.format import ParsedAtom, with_values
from knowledge.indexing.units import AtomText, Pair
from knowledge.models import Atom, AtomVersion, Collection, FaqPair, Review
from knowledge.services import cache, pictures, translations
from knowledge.services.wordings import keep_words

SHOWN_IN_LISTS = ("title", "type", "audience", "tags", "words")


class Archived(Exception):
    """The atom was put away; bring it back first."""


class StaleEdit(Exception):
    """Somebody saved while you were writing; `latest` is their version."""

    def __init__(self, latest: AtomVersion) -> None:
        self.latest = latest
        super().__init__(f"version {latest.number} was saved meanwhile")


def lock(atom: Atom) -> Atom:
    """Return the atom's row locked, before anything else of it is touched.

    Called in a transaction; raises Atom.DoesNotExist when it was deleted meanwhile.
    """
    return Atom.objects.select_for_update(no_key=True).get(pk=atom.pk)


def latest_of(atom: Atom, seen_version: int | None) -> AtomVersion:
    """Return the newest version of a locked atom.

    Raises StaleEdit when it is not the one that was seen; None stands for writers that saw
    none, such as an import.
    """
    latest = atom.versions.latest("number")
    if seen_version not in {None, latest.number}:
        raise StaleEdit(latest)
    return latest


def wrote_since_live(atom: Atom, user: User) -> bool:
    """Whether somebody wrote any of the versions that are newer than the live one."""
    live = atom.live_version.number if atom.live_version else 0
    return atom.versions.filter(number__gt=live, author=user).exists()


def is_approved(version: AtomVersion) -> bool:
    """Whether the last review of this very text ended well."""
    last = version.reviews.order_by("-asked_at", "-pk").first()
    return last is not None and last.state == Review.State.APPROVED


def new_atom(*, slug: str, collection: Collection) -> Atom:
    """Make the row of an atom; its first version must follow in the same transaction."""
    return Atom.objects.create(slug=slug, collection=collection)


def says_the_same(version: AtomVersion, parsed: ParsedAtom, slug: str) -> bool:
    """Whether a text is this version, whatever number it bears itself."""
    return version.body == parsed.body and version.header == header_of(
        parsed, slug, version.number
    )


def header_of(parsed: ParsedAtom, slug: str, number: int) -> str:
    """Return the header as it is stored: with its id and its version written out."""
    return with_values(parsed.header, {"id": slug, "version": number})


def add_version(
    *,
    atom: Atom,
    parsed: ParsedAtom,
    number: int,
    author: User | None,
    reason: str,
    bulk: bool,
) -> AtomVersion:
    """Write a version with its pairs and make it the newest; the atom is locked or new."""
    version = row_of(parsed, atom, number)
    version.author, version.reason, version.bulk = author, reason[:200], bulk
    put(version, AtomText.of(parsed).pairs)
    make_newest(atom, version)
    translations.link(atom, parsed)
    atom.reviews.open().update(version=version)
    pictures.adopt(version, author)
    return version


def row_of(parsed: ParsedAtom, atom: Atom, number: int) -> AtomVersion:
    """Return a text as a version of an atom that is not stored yet."""
    return AtomVersion(
        atom=atom,
        number=number,
        title=parsed.title,
        type=parsed.type,
        audience=parsed.audience,
        language=parsed.language,
        summary=parsed.summary,
        tags=list(parsed.tags),
        header=header_of(parsed, atom.slug, number),
        body=parsed.body,
        words=parsed.words,
        review_by=parsed.review_by,
    )


def put(version: AtomVersion, pairs: Iterable[Pair]) -> None:
    """Store a version that is new, with its pairs in their order."""
    version.save(force_insert=True)
    FaqPair.objects.bulk_create(
        FaqPair(
            version=version,
            ordinal=ordinal,
            phrasings=list(pair.phrasings),
            answer=pair.answer,
        )
        for ordinal, pair in enumerate(pairs)
    )


def make_newest(atom: Atom, version: AtomVersion) -> None:
    """Let lists and the search of staff go by this version; the atom is locked or new."""
    atom.latest_version = version
    for name in SHOWN_IN_LISTS:
        setattr(atom, name, getattr(version, name))
    atom.save(update_fields=["latest_version", *SHOWN_IN_LISTS, "updated_at"])
    keep_words(atom)


def set_live(atom: Atom, version: AtomVersion | None) -> None:
    """Let this version answer, or none; the atom is locked. At COMMIT it is so.

    What answers is not archived any more; what models made of the text before is not given again.
    """
    if atom.live_version_id is not None:
        cache.forget_atom(atom)
    atom.live_version = version
    atom.due_on = None if version is None else _due_on(atom, version)
    if version is not None:
        atom.archived_at = None
        pictures.show(version)
    atom.save(update_fields=["live_version", "archived_at", "due_on", "updated_at"])
    if version is not None:
        translations.source_changed(atom)
        if version.indexed_at:
            # It is searchable at once, and may answer better than what was kept.
            cache.forget_near(version.pk)


def _due_on(atom: Atom, version: AtomVersion) -> date:
    """Return when a text that begins to answer should be looked at again.

    Today, when it translates a text that was changed since; else the day of its header counts,
    unless the atom was found right since.
    """
    if translations.is_outdated(atom):
        return timezone.localdate()
    verified = atom.verified_at and timezone.localdate(atom.verified_at)
    if version.review_by and (verified is None or version.review_by > verified):
        return version.review_by
    return timezone.localdate() + timedelta(days=atom.collection.fresh_days)


def go_live(atom: Atom, version: AtomVersion, user: User | None) -> None:
    """Let a version of a locked atom answer, and end what waited for that or for an older."""
    set_live(atom, version)
    clear_schedule(atom)
    _end_reviews(atom, Review.State.PUBLISHED, user)


def put_away(atom: Atom, user: User | None) -> None:
    """Archive a locked atom: it answers no more, and nothing of it waits."""
    set_live(atom, None)
    clear_schedule(atom)
    _end_reviews(atom, Review.State.WITHDRAWN, user)
    atom.archived_at = timezone.now()
    atom.save(update_fields=["archived_at"])


def _end_reviews(atom: Atom, state: Review.State, user: User | None) -> None:
    # What is published is the newest text, or one that was scheduled: then the newest waits on.
    waiting = atom.reviews.open()
    if state == Review.State.PUBLISHED:
        waiting = waiting.filter(version=atom.live_version)
    waiting.update(state=state, decided_by=user, decided_at=timezone.now())


def clear_schedule(atom: Atom) -> None:
    """Forget what was to be published later; the atom is locked."""
    if atom.publish_at is not None:
        atom.publish_at = atom.publish_version = None
        atom.save(update_fields=["publish_at", "publish_version"])


def note(user: User | None, verb: str, version: AtomVersion, **details: object) -> None:
    """Keep in the audit log what somebody did with a version."""
    audit.record(
        user=user,
        verb=verb,
        target=f"atom {version.atom.slug}",
        details={"title": version.title, "version": version.number, **details},
    )

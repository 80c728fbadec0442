"""What is done with pictures: taken in, put into another collection, shown to customers."""

import hashlib
import os
import secrets
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User
from knowledge.models import AtomVersion, Collection, Picture
from knowledge.picture_addresses import pictures_in
from knowledge.picture_bytes import Drawn, Refused, drawn_anew, drawn_before
from knowledge.reader import INTERNAL
from knowledge.rights import Right, Rights


def add_picture(*, collection: Collection, data: bytes, user: User | None) -> Picture:
    """Take a picture in for the atoms of a collection; the same one twice is one.

    1. Write its pixels anew, so that nothing else of what was sent is kept.
    2. Put the file in its place, then the row: no row names a file that is not there.

    Raises Refused, and OSError when the disk is full.
    """
    if len(data) > most_bytes():
        raise Refused(too_large())
    drawn = drawn_anew(data, most_pixels=_most_pixels())
    return keep_drawn(collection=collection, drawn=drawn, user=user)


def as_sent(data: bytes) -> Drawn:
    """Return a picture of another desk as it is; raises Refused for any other."""
    return drawn_before(data, most_pixels=_most_pixels())


def most_bytes() -> int:
    """Return how many bytes a picture may have when it is sent."""
    return round(settings.PICTURE_MEGABYTES * 1_000_000)


def too_large() -> str:
    """Return what somebody is told who sent more."""
    text = _("This picture is too large: at most %(most)s MB are taken.")
    return text % {"most": f"{settings.PICTURE_MEGABYTES:g}"}


def adopt(version: AtomVersion, author: User | None) -> None:
    """Let a text show what its author could see elsewhere, as if they had sent it again.

    Without an author it is the operator who writes, and nothing is kept from them.
    """
    named = pictures_in(version.body)
    if not named:
        return
    own = version.atom.collection
    found = Picture.objects.called(named).exclude(collection=own)
    if author is not None:
        found = found.filter(collection__in=Rights.of(author).collections(Right.VIEW))
    there = set(own.pictures.called(named).values_list("sha256", flat=True))
    others = {p.sha256: p for p in found.order_by("pk") if p.sha256 not in there}
    Picture.objects.bulk_create(
        (_row(own, picture, author) for picture in others.values()),
        # Somebody may have saved another text with it at this moment.
        ignore_conflicts=True,
    )


def show(version: AtomVersion) -> None:
    """Let everybody with its address load what a text for customers shows, from COMMIT on."""
    named = pictures_in(version.body)
    if named and version.audience != INTERNAL:
        own = version.atom.collection.pictures
        own.called(named).filter(shown=False).update(shown=True)


def keep_drawn(*, collection: Collection, drawn: Drawn, user: User | None) -> Picture:
    """Keep a picture that was looked at, or return it if the collection has it."""
    picture = Picture(
        collection=collection,
        sha256=hashlib.sha256(drawn.data).hexdigest(),
        kind=drawn.kind,
        width=drawn.width,
        height=drawn.height,
        size=len(drawn.data),
        added_by=user,
    )
    _write(picture, drawn.data)
    try:
        with transaction.atomic():
            picture.save(force_insert=True)
            audit.record(
                user=user,
                verb="added",
                target=f"picture {picture.sha256[:12]}",
                details={"collection": collection.slug, "bytes": picture.size},
            )
    except IntegrityError:
        return collection.pictures.get(sha256=picture.sha256)
    return picture


def _most_pixels() -> int:
    return round(settings.PICTURE_MEGAPIXELS * 1_000_000)


def _write(picture: Picture, data: bytes) -> None:
    """Put a file in its place whole, and on disk before anything names it."""
    path = picture.path
    if path.is_file() and path.stat().st_size == len(data):
        return
    # Private to this user, as pictures of drafts are among them.
    for folder in (Path(settings.MEDIA_ROOT), path.parent.parent, path.parent):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    begun = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with begun.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(begun, path)  # noqa: PTH105 says what it does to an existing file
    finally:
        begun.unlink(missing_ok=True)


def _row(collection: Collection, picture: Picture, user: User | None) -> Picture:
    return Picture(
        collection=collection,
        sha256=picture.sha256,
        kind=picture.kind,
        width=picture.width,
        height=picture.height,
        size=picture.size,
        added_by=user,
    )

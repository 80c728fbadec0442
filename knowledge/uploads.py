"""Uploaded zips between being looked at and being taken in: private, and gone after an hour."""

import secrets
import time
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner

KEPT_SECONDS = 3600


def keep(chunks: Iterable[bytes], *, user_id: int) -> str:
    """Keep an upload; return the ticket with which the same person gets it back."""
    folder = _folder()
    _sweep(folder)
    name = secrets.token_hex(16)
    with (folder / name).open("xb") as file:
        for chunk in chunks:
            file.write(chunk)
    return _signer(user_id).sign(name)


def kept(ticket: str, *, user_id: int) -> Path | None:
    """Return the upload of a ticket; nothing for a wrong, foreign or old one."""
    try:
        name = _signer(user_id).unsign(ticket, max_age=KEPT_SECONDS)
    except BadSignature:
        return None
    path = _folder() / name
    return path if path.is_file() else None


def _folder() -> Path:
    folder = Path(settings.DATA_DIR) / "uploads"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _sweep(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_file() and path.stat().st_mtime < time.time() - KEPT_SECONDS:
            path.unlink(missing_ok=True)


def _signer(user_id: int) -> TimestampSigner:
    return TimestampSigner(salt=f"atom-upload-{user_id}")

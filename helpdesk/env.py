"""The ways in which a setting is read from the environment."""

import os
import re
from collections.abc import Sequence
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

# What a collection can be called, and what the table of synced folders holds.
_SHORT_NAME = re.compile(r"[-a-zA-Z0-9_]{1,80}")
_LONGEST_PATH = 200


def text(name: str, default: str = "") -> str:
    """Return the variable, or the default when it is absent or empty."""
    return os.environ.get(name, "").strip() or default


def number(name: str, default: float) -> float:
    """Return the variable as a number; ImproperlyConfigured names it when it is none."""
    raw = text(name)
    if not raw:
        return default
    try:
        return float(raw)
    except ValueError:
        message = f"{name} must be a number, not {raw!r}."
        raise ImproperlyConfigured(message) from None


def items(name: str, default: str = "") -> list[str]:
    """Return the variable as a list of comma-separated items without blanks."""
    return [item.strip() for item in text(name, default).split(",") if item.strip()]


def choices(name: str, known: Sequence[str]) -> frozenset[str]:
    """Return those of the known items that the variable names: all by default, `none` for none.

    Raises ImproperlyConfigured for an item that is not known.
    """
    chosen = set(items(name, ",".join(known))) - {"none"}
    if unknown := chosen - set(known):
        message = f"{name} names {', '.join(sorted(unknown))}; known are {', '.join(known)} and none."
        raise ImproperlyConfigured(message)
    return frozenset(chosen)


def folders(name: str) -> dict[str, Path]:
    """Return the variable as folders by short names: `manual=/srv/handbook,shop=/srv/shop`.

    Raises ImproperlyConfigured for a path that is not absolute, a name or a folder that
    stands there twice, and a folder inside of another.
    """
    found: dict[str, Path] = {}
    for item in items(name):
        short, equals, place = (part.strip() for part in item.partition("="))
        if not equals or not _SHORT_NAME.fullmatch(short):
            message = f"{name} must look like manual=/srv/handbook, not {item!r}."
            raise ImproperlyConfigured(message)
        if short in found:
            raise ImproperlyConfigured(f"{name} names {short} twice.")
        found[short] = _folder(name, place, found)
    return found


def _folder(name: str, place: str, others: dict[str, Path]) -> Path:
    path = Path(os.path.normpath(place))
    if not path.is_absolute() or len(place) > _LONGEST_PATH:
        message = f"{name} needs absolute paths of at most {_LONGEST_PATH} characters"
        raise ImproperlyConfigured(f"{message}, not {place!r}.")
    for other in others.values():
        if path.is_relative_to(other) or other.is_relative_to(path):
            message = f"{name}: {path} and {other} are the same or one inside the other"
            raise ImproperlyConfigured(f"{message}.")
    return path

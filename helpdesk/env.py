"""The three ways a setting is read from the environment."""

import os

from django.core.exceptions import ImproperlyConfigured


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

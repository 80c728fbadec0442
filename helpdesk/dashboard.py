"""What the admin's front page shows."""

from typing import Any

from django.http import HttpRequest


def fill(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Add the figures of the front page to its context."""
    return context

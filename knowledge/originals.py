"""Files as they came, sent so that no browser shows or runs them."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

# Opened in a browser after all, the file runs nothing and reaches nothing.
POLICY = "default-src 'none'; sandbox"


def sent_as_it_came(data: bytes, name: str) -> HttpResponse:
    """Return the bytes of a file as something to be kept, under its name."""
    response = HttpResponse(data, content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = POLICY
    response["Cache-Control"] = "private, no-store"
    return response

"""What every response passes: static files, and the content security policy of pages."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware

STRICT = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self' {sockets}",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
# Unfold's pages carry Alpine, which evaluates attributes, and a few style attributes.
ADMIN = STRICT | {
    "script-src": "'self' 'unsafe-eval'",
    "style-src": "'self' 'unsafe-inline'",
}


class StaticFiles(WhiteNoiseMiddleware):  # type: ignore[misc]
    """Static files as whole responses: a file that is read while it is sent is one for WSGI."""

    @staticmethod
    def serve(static_file: Any, request: HttpRequest) -> HttpResponse:
        """Return the file, a part of it, or "not modified"."""
        found = static_file.get_response(request.method, request.META)
        body = found.file.read() if found.file is not None else b""
        response = HttpResponse(body, status=int(found.status))
        del response["Content-Type"]
        for name, value in found.headers:
            response[name] = value
        return response


class ContentSecurityPolicy:
    """Adds the policy: strict everywhere, with what the admin's theme needs under /admin/."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        policy = ADMIN if request.path.startswith("/admin/") else STRICT
        # Some browsers do not count ws: as 'self'.
        host = request.get_host()
        text = "; ".join(f"{name} {value}" for name, value in policy.items())
        response.headers.setdefault(
            "Content-Security-Policy",
            text.format(sockets=f"ws://{host} wss://{host}"),
        )
        return response

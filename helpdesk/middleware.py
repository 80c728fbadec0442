"""The content security policy of every page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

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

"""Handing out the widget's modules, and a page that embeds it as a stranger's would."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.views.decorators.http import require_safe

MODULES = Path(settings.BASE_DIR) / "static" / "widget"


@require_safe
def module(request: HttpRequest, name: str) -> HttpResponse:
    """Return one module at its fixed address; any page may load it."""
    path = MODULES / f"{name}.js"
    if not path.is_file():
        raise Http404
    source = path.read_bytes()
    etag = f'"{hashlib.sha256(source).hexdigest()[:20]}"'
    if request.headers.get("If-None-Match") == etag:
        response: HttpResponse = HttpResponseNotModified()
    else:
        response = HttpResponse(source, content_type="text/javascript; charset=utf-8")
    response["ETag"] = etag
    response["Cache-Control"] = "public, max-age=300"
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@require_safe
def demo(request: HttpRequest) -> HttpResponse:
    """Show a page of some other company with the widget of the site `demo` on it."""
    if not settings.DEMO:
        raise Http404
    return render(request, "demo.html", {"site": "demo"})

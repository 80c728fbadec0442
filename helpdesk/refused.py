"""What somebody sees whose request was not carried out: what happened, and what to do next."""

from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import (
    DisallowedHost,
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

Words = str | Promise

KEPT = gettext_lazy(
    "Nothing was changed. Go back in your browser: what you typed stands there still."
)


@dataclass(frozen=True)
class Refusal:
    """A status of HTTP in words."""

    status: int
    title: Words
    text: Words


NOT_FOUND = Refusal(
    404,
    gettext_lazy("There is nothing at this address"),
    gettext_lazy(
        "It may have been deleted or moved, or it is something that you may not see."
    ),
)
FORBIDDEN = Refusal(
    403,
    gettext_lazy("You may not do this"),
    gettext_lazy(
        "It needs a right that you have not been given. Whoever manages the collection, or an "
        "administrator, can give it to you."
    ),
)
BROKEN = Refusal(
    500,
    gettext_lazy("Something broke in the desk"),
    gettext_lazy(
        "It is in the desk's log. Go back in your browser, where what you typed stands still, "
        "and try again; if it breaks once more, tell an administrator what you did."
    ),
)
OTHER_SESSION = Refusal(
    403,
    gettext_lazy("This page is older than your sign-in"),
    gettext_lazy(
        "Since it was loaded you signed in anew, or cookies are switched off. Nothing was "
        "changed. Go back in your browser, where what you typed stands still, and send it once "
        "more; if that does not help, load the page again."
    ),
)
UNKNOWN_ORIGIN = Refusal(
    403,
    gettext_lazy("The desk does not know the address of this page"),
    gettext_lazy(
        "An administrator has to add it, with https://, to the setting CSRF_TRUSTED_ORIGINS and "
        "start the desk anew."
    ),
)
UNKNOWN_HOST = Refusal(
    400,
    gettext_lazy("The desk does not know that this is its name"),
    gettext_lazy(
        "An administrator has to add it to the setting ALLOWED_HOSTS and start the desk anew."
    ),
)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say what was wrong with a request that no page could read."""
    return _answer(request, _of(exception))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that an address leads to nothing."""
    return _answer(request, NOT_FOUND)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that a right is missing, and who can give it."""
    return _answer(request, FORBIDDEN)


def broken(request: HttpRequest) -> HttpResponse:
    """Say that the fault is the desk's."""
    return _answer(request, BROKEN)


def not_from_here(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say why a form was not taken: its page is of an earlier sign-in, or of another address."""
    elsewhere = reason.startswith(("Origin checking", "Referer checking"))
    return _answer(request, UNKNOWN_ORIGIN if elsewhere else OTHER_SESSION)


def _of(exception: Exception) -> Refusal:
    match exception:
        case DisallowedHost():
            return UNKNOWN_HOST
        case RequestDataTooBig():
            megabytes = (settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0) // (1024 * 1024)
            title = _("That is more than %d MB of text") % megabytes
        case TooManyFilesSent():
            most = settings.DATA_UPLOAD_MAX_NUMBER_FILES
            title = _("More than %d files at once: put them into one .zip") % most
        case TooManyFieldsSent():
            title = _("That is more than one form can hold")
        case _:
            return Refusal(400, _("The desk could not read this request"), KEPT)
    return Refusal(413, title, KEPT)


def _answer(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Answer scripts in JSON, and people with a page that asks nothing of the database."""
    if request.headers.get("Accept") == "application/json":
        error = {"error": f"{refusal.title}. {refusal.text}"}
        return JsonResponse(error, status=refusal.status)
    about = {"refusal": refusal, "in_admin": request.path.startswith("/admin/")}
    return render(request, "refused.html", about, status=refusal.status)

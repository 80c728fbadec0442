"""What browsers load from a text of the desk: its pictures."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.views.decorators.http import require_safe

from accounts.models import User
from knowledge.models import Picture
from knowledge.readers import reader_of_user

YEAR_SECONDS = 365 * 24 * 3600
# Even opened as a page of its own, a picture runs nothing and reaches nothing.
POLICY = "default-src 'none'; sandbox"


@require_safe
def picture(request: HttpRequest, sha256: str, kind: str) -> HttpResponse:
    """Return a picture: to everybody once customers were shown it, before that to its readers.

    The widget's pages are other origins and send no session; what they know is the address,
    256 bits that nobody guesses.
    """
    named = Picture.objects.filter(sha256=sha256, kind=kind)
    public = named.shown().first()
    found = public or _for_staff(request, sha256, kind)
    if found is None:
        raise Http404
    etag = f'"{sha256}"'
    response: HttpResponse
    if request.headers.get("If-None-Match") == etag:
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(_bytes(found), content_type=found.media_type)
        response["Content-Disposition"] = f'inline; filename="{sha256[:12]}.{kind}"'
    response["ETag"] = etag
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = POLICY
    who = "public" if public else "private"
    # An address names its bytes: they never change.
    response["Cache-Control"] = f"{who}, max-age={YEAR_SECONDS}, immutable"
    reach = "cross-origin" if public else "same-origin"
    response["Cross-Origin-Resource-Policy"] = reach
    return response


def _for_staff(request: HttpRequest, sha256: str, kind: str) -> Picture | None:
    user = request.user
    if not isinstance(user, User) or not user.is_staff:
        return None
    readable = Picture.objects.readable_by(reader_of_user(user))
    return readable.filter(sha256=sha256, kind=kind).first()


def _bytes(found: Picture) -> bytes:
    try:
        return found.path.read_bytes()
    except FileNotFoundError:
        # Lost from the data folder: the text's description stands in its place.
        raise Http404 from None

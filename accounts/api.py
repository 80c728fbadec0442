"""What every address of the API shares: a key, its limits, and errors that say where and what to do."""

import json
import logging
from collections.abc import Mapping
from typing import IO, Any

from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError
from django.http import Http404
from rest_framework import status
from rest_framework.exceptions import APIException, ParseError, ValidationError
from rest_framework.parsers import BaseParser
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import api_keys, limits
from accounts.models import ApiKey, User

logger = logging.getLogger(__name__)

BURST, PER_SECOND = 60, 5.0
MOST_JSON_BYTES = 20_000_000


class Problem(Exception):
    """An answer other than success: a code for programs, a sentence for people, and where."""

    def __init__(
        self,
        http_status: int,
        code: str,
        message: str,
        *,
        retry_after: int = 0,
        **where: object,
    ) -> None:
        super().__init__(code)
        self.status = http_status
        self.body = {"code": code, "message": message, **where}
        self.retry_after = retry_after


class BoundedJson(BaseParser):
    """JSON, of so many bytes at most whether or not the request says how many it has."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """Return the value that the body is; raises ParseError and Problem."""
        data = stream.read(MOST_JSON_BYTES + 1)
        if len(data) > MOST_JSON_BYTES:
            raise too_large(MOST_JSON_BYTES)
        try:
            value = json.loads(data, parse_constant=_refuse)
            if b"\\u" in data:
                # Half a pair of UTF-16 is no letter, and no database keeps it.
                json.dumps(value, ensure_ascii=False).encode()
            return value
        except RecursionError:
            raise ParseError("The body is nested too deep.") from None
        except UnicodeError:
            raise ParseError("The body is not UTF-8, or holds half a letter.") from None
        except json.JSONDecodeError as error:
            place = f"line {error.lineno}, column {error.colno}"
            raise ParseError(f"The body is no JSON: {error.msg} in {place}.") from None
        except ValueError as error:
            raise ParseError(f"The body is no JSON: {error}.") from None


class ApiView(APIView):
    """An address for programs: they show a key, and may do what its owner may do."""

    parser_classes: Any = [BoundedJson]
    most_bytes = MOST_JSON_BYTES
    key: ApiKey

    @property
    def owner(self) -> User:
        """Whose key it is."""
        return self.key.owner

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Ask for a key, then for its scope, then whether it asks too much."""
        super().initial(request, *args, **kwargs)
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        found = None
        if scheme.lower() == "bearer":
            found = api_keys.recognise(token.strip())
        if found is None:
            message = (
                "Send the header “Authorization: Bearer KEY” with a key that is "
                "neither revoked nor expired."
            )
            raise Problem(401, "unauthorized", message)
        self.key = found
        writes = request.method not in SAFE_METHODS
        if writes and found.scope != ApiKey.Scope.WRITE:
            message = "This key reads only: make one that reads and writes."
            raise Problem(403, "read_only_key", message)
        self.spend("all", burst=BURST, per_second=PER_SECOND)
        self._look_at_length(request)

    def _look_at_length(self, request: Request) -> None:
        length = request.META.get("CONTENT_LENGTH") or ""
        if not length and "chunked" in request.headers.get("Transfer-Encoding", ""):
            # The framework takes such a body for an empty one.
            message = "Send the body with its length, in the header “Content-Length”."
            raise Problem(411, "no_length", message)
        if length.isdigit() and int(length) > self.most_bytes:
            raise too_large(self.most_bytes)

    def spend(self, what: str, *, burst: int, per_second: float) -> None:
        """Take one from a bucket of the key; raises Problem when that is empty."""
        wait = limits.wait_seconds(
            f"api:{what}:{self.key.pk}", burst=burst, per_second=per_second
        )
        if wait:
            seconds = int(wait) + 1
            message = f"Too many requests: try again in {seconds} seconds."
            raise Problem(429, "rate", message, retry_after=seconds)

    def handle_exception(self, exc: Exception) -> Response:
        """Answer with a code and a sentence; never with the text of an unexpected exception."""
        if isinstance(exc, Problem):
            return _answer(exc)
        if isinstance(exc, RequestDataTooBig):
            return _answer(too_large(self.most_bytes))
        if isinstance(exc, Http404):
            message = "There is nothing here that this key may see."
            return _answer(Problem(404, "not_found", message))
        if isinstance(exc, DatabaseError):
            logger.error("The database did not answer: %s", exc)
            message = "The database does not answer: try again."
            return _answer(Problem(503, "busy", message, retry_after=2))
        if isinstance(exc, ValidationError):
            message = "Some values are wrong: see “fields”."
            return _answer(Problem(422, "invalid", message, fields=exc.detail))
        if isinstance(exc, APIException):
            return _told(exc)
        return super().handle_exception(exc)

    def finalize_response(
        self, request: Request, response: Response, *args: Any, **kwargs: Any
    ) -> Response:
        """Keep what was answered out of every cache."""
        response = super().finalize_response(request, response, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response


def too_large(most_bytes: int) -> Problem:
    """Return the answer to a body that is too long."""
    most = most_bytes // 1_000_000
    return Problem(413, "too_large", f"The body has more than {most} MB.")


def _refuse(word: str) -> None:
    raise ValueError(f"{word} is no number of JSON")


def _answer(problem: Problem) -> Response:
    response = Response(problem.body, status=problem.status)
    if problem.status == status.HTTP_401_UNAUTHORIZED:
        response["WWW-Authenticate"] = "Bearer"
    if problem.retry_after:
        response["Retry-After"] = str(problem.retry_after)
    return response


def _told(error: APIException) -> Response:
    """Return what the framework refuses: a wrong method, type or form of the body."""
    codes = {400: "bad_request", 405: "bad_method", 415: "bad_type"}
    code = codes.get(error.status_code, "bad_request")
    return _answer(Problem(error.status_code, code, str(error.detail)))

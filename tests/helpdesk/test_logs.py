"""The log does not repeat the personal data that an error quotes."""

import logging
import sys

from django.conf import settings

from helpdesk.logs import Redacted


def line(record: logging.LogRecord) -> str:
    return Redacted("%(levelname)s %(name)s %(message)s").format(record)


def record(
    message: str, *args: object, error: Exception | None = None
) -> logging.LogRecord:
    raised = None
    if error is not None:
        try:
            raise error
        except Exception:
            raised = sys.exc_info()
    return logging.LogRecord("mail", logging.ERROR, "x.py", 1, message, args, raised)


def test_personal_data_in_a_message_is_replaced() -> None:
    said = line(record("No mail to %s", "mia@example.com"))

    assert said == "ERROR mail No mail to [e-mail]"


def test_personal_data_in_a_traceback_is_replaced() -> None:
    said = line(record("It failed", error=ValueError("card 4111 1111 1111 1111")))

    assert said.endswith("ValueError: card [card number]")


def test_an_ordinary_line_stays_as_it_is() -> None:
    message = "Turn 123e4567-e89b-12d3-a456-426614174000 failed after 20.5 s at 10.0.0.12:5432"

    assert line(record(message)) == f"ERROR mail {message}"


def test_the_desk_writes_its_log_so_unless_told_otherwise() -> None:
    assert settings.LOGGING["formatters"]["line"]["class"] == "helpdesk.logs.Redacted"

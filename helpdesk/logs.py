"""Lines of the log, without the personal data that an error may quote."""

import logging

from knowledge.answering.guard.personal import redacted


class Redacted(logging.Formatter):
    """Formats as ever, then puts a word in the place of mail addresses, numbers and secrets.

    The whole line is looked at, the traceback included: what a driver or a server quotes in an
    error is where such data gets into a log.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        return redacted(super().format(record))

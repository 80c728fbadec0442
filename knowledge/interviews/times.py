"""Times of a recording as people and programs write them, and in seconds."""

import math
import re

# 1:02, 01:02, 75:30, 1:02:03, 00:01:02.500 and 00:01:02,500
CLOCK = r"\d{1,3}:[0-5]\d(?::[0-5]\d)?(?:[.,]\d{1,3})?"
# 1h02m03s, 12m 30s, 75.3s
SPOKEN = r"(?:\d{1,2}h ?)?(?:\d{1,3}m ?)?\d{1,6}(?:\.\d{1,3})?s"
# Atomic: half of a time is none.
TIME = rf"(?>{CLOCK}|{SPOKEN})"
RANGE_SIGN = r"(?:-->|->|-|\u2013|—|to)"

_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d\d)(?:[.,](\d{1,3}))?")
_SPOKEN = re.compile(r"(?:(\d{1,2})h ?)?(?:(\d{1,3})m ?)?(\d{1,6}(?:\.\d{1,3})?)s")


def seconds_of(text: str) -> float | None:
    """Return the seconds that a written time says; None for what is no time."""
    if clock := _CLOCK.fullmatch(text.strip()):
        hours, minutes, seconds, part = clock.groups()
        fraction = float(f"0.{part}") if part else 0.0
        return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds) + fraction
    if spoken := _SPOKEN.fullmatch(text.strip()):
        hours, minutes, seconds = spoken.groups()
        return int(hours or 0) * 3600 + int(minutes or 0) * 60 + float(seconds)
    return None


def finite(value: object) -> float | None:
    """Return a number of a document as seconds, written times too; None for anything else."""
    if isinstance(value, str):
        written = seconds_of(value)
        if written is not None:
            return written
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) and number >= 0 else None


def clock(seconds: float) -> str:
    """Return seconds as h:mm:ss."""
    whole = int(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"

"""The unit of an input, said beside it or in the words of its description."""

import re
from collections.abc import Mapping

_WORDS = (
    "nanoseconds?", "microseconds?", "milliseconds?", "seconds?", "secs?", "minutes?", "hours?",
    "days?", "weeks?", "months?", "years?", "ns", "µs", "us", "ms", "s", "min", "h",
    "bytes?", "bits?", "[kmgt]i?b", "kilobytes?", "megabytes?", "gigabytes?", "characters?",
    "percent", "%", "pixels?", "px", "points?", "pt", "millimet(?:er|re)s?", "mm", "cm",
    "centimet(?:er|re)s?", "met(?:er|re)s?", "m", "kilomet(?:er|re)s?", "km", "inch(?:es)?",
    "kg", "kilograms?", "grams?", "g", "litres?", "liters?", "°c", "°f", "kelvin", "degrees?",
    "volts?", "v", "mv", "amperes?", "ma", "watts?", "kw", "kwh", "ohms?", "hz", "khz", "mhz",
    "bar", "pa", "kpa", "rpm", "cents?", "euros?", "dollars?",
)  # fmt: skip
_LONG = "|".join(word for word in _WORDS if len(word) > 4)
_ANY = "|".join(_WORDS)
# A short unit such as m is one only where it stands in brackets or is called a unit.
_SAID = re.compile(
    rf"\bunits?\s*[:=]\s*(?P<called>[^\s,;.()]+)"
    rf"|[(\[]\s*(?:in\s+)?(?P<inside>{_ANY})\s*[)\]]"
    rf"|\bin\s+(?P<words>{_LONG})\b",
    re.IGNORECASE,
)
_KEYS = ("x-unit", "x-units", "unit", "units")


def unit_of(schema: Mapping[str, object], description: str) -> str:
    """Return the unit that a schema names, or its description; nothing when neither does."""
    for key in _KEYS:
        value = schema.get(key)
        if isinstance(value, str) and value.strip():
            return value.strip()
    found = _SAID.search(description[:2000])
    return found.group(found.lastgroup) if found and found.lastgroup else ""

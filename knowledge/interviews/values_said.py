"""Numbers with their units as people say and machines write them."""

import re

_ONES = "zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_SCALES = "hundred|thousand|million"
WORDS = rf"(?:(?:{_TENS})[ -](?:{_ONES})|{_ONES}|{_TENS}|(?:an? )?(?:{_SCALES}))(?: (?:and )?(?:(?:{_TENS})[ -](?:{_ONES})|{_ONES}|{_TENS}|{_SCALES}))*(?: point (?:{_ONES})(?: (?:{_ONES}))*)?"
NUMBER = rf"(?:(?:minus |plus |[-\u2212])?(?:\d+(?:[.,:]\d+)*|{WORDS})(?:[ -](?:and a )?half)?|half an?|a quarter of an?|a couple of|a dozen)"
UNIT = (
    r"(?:%|\u00b0 ?[CF]?|(?:degrees?(?: (?:celsius|centigrade|fahrenheit|c|f))?|per ?cent|percent"
    r"|celsius|fahrenheit|kelvin|nanoseconds?|microseconds?|milliseconds?|seconds?|secs?|minutes?|mins?"
    r"|hours?|hrs?|days?|weeks?|months?|years?"
    r"|millimet(?:re|er)s?|centimet(?:re|er)s?|micromet(?:re|er)s?|nanomet(?:re|er)s?|microns?|met(?:re"
    r"|er)s?|kilomet(?:re|er)s?|inch(?:es)?|feet|mm|cm|km|nm|\u00b5m|um|µm"
    r"|millilit(?:re|er)s?|microlit(?:re|er)s?|lit(?:re|er)s?|ml|milligrams?|grams?|kilograms?|kilos?"
    r"|mg|kg|tons?|tonnes?|bars?|millibars?|pascals?|psi|kpa|mpa|hpa|(?:meg|kilo|milli)?ohms?|volts?"
    r"|millivolts?|kilovolts?|amps?|amperes?|milliamps?|milliwatts?|watts?|kilowatts?|kw|mw|ma|hz|hertz"
    r"|kilohertz|megahertz|khz|mhz|ghz"
    r"|rpm|revs|bytes?|kilobytes?|megabytes?|gigabytes?|terabytes?|kb|mb|gb|tb|bits?|pixels?|px|dpi"
    r"|tokens?|times|percentage points?|euros?|dollars?|pounds?|ppm|ph|newtons?|newton[- ]met(?:re"
    r"|er)s?|nm|dbmv?|db|decibels?|bpm|mmhg|lux|lumens?|frames?(?: per second)?|fps|turns?|clicks?|steps?|entries"
    r"|rows?|retries|attempts?|workers?|threads?|connections?|requests?|characters?|digits?|mails?"
    r"|records|lines|kva|ms|s|m|g|l|v|w|k|h)\b)"
    r"(?: per (?:second|minute|hour|day|week|month|year|lit(?:re|er)|met(?:re|er)|user|person)| an hour"
    r"| a (?:second|minute|day|week|month|year))?"
)
VALUE = re.compile(
    rf"(?<![\w.])(?P<number>{NUMBER})(?:[ -]?(?P<unit>{UNIT}))?(?!\w)", re.IGNORECASE
)


def values_in(text: str) -> list[re.Match[str]]:
    """Return the numbers of a text in their order, each with its unit; "one" alone is none."""
    return [
        found
        for found in VALUE.finditer(text)
        if found["unit"] or found[0].casefold() != "one"
    ]

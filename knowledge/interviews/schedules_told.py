"""What a device or a program does by itself: every so often, after a time, for as long."""

import re
from collections.abc import Iterator

from knowledge.interviews.settings_in_talk import Told, last_named, thing_in
from knowledge.interviews.values_said import NUMBER, UNIT

HOLDS_FOR = re.compile(
    r"(?<!['\w])(?P<key>(?:[\w-]+ ){0,2}[\w-]+?)(?:'s| is| are|'re| gets?| stays?) (?:good|valid|kept|stored|saved"
    rf"|held|locked|blocked|cached|banned) (?:for )?(?P<value>(?:{NUMBER}) (?:seconds?|minutes?|hours?|days?|weeks?"
    r"|months?|years?))\b",
    re.IGNORECASE,
)
ENDS_AFTER = re.compile(
    r"(?<!['\w])(?P<key>(?:[\w-]+ ){0,2}[\w-]+ (?:(?:is|are|gets?) (?:automatically )?(?:deleted|locked|archived|removed"
    r"|purged|closed|cleared|cancell?ed|logged out|switched off|emptied|blocked|thrown out)|(?:switches|turns|shuts|locks"
    r"|logs|closes|wipes) (?:itself|you|them|everyone|everybody)(?: off| out| down| up)?)) after"
    rf" (?P<value>(?:{NUMBER})(?:[ -]?(?:{UNIT}))?|an hour|a (?:day|week|month|minute|year))(?![\w-])",
    re.IGNORECASE,
)
_EVERY = re.compile(
    r"\b(?P<who>[\w-]+)(?:'s)? (?:is|runs?|goes(?: a?round)?|does(?: that| this| it)?|polls?|checks?|looks?|starts?|happens"
    rf"|comes|syncs?|renews?|refreshes|backs up|scans?|asks) (?P<value>every (?:{NUMBER} )?(?:{UNIT}|sunday|monday"
    r"|tuesday|wednesday|thursday|friday|saturday|night|morning))(?!\w)",
    re.IGNORECASE,
)
_PEOPLE = frozenset(
    {"i", "we", "you", "he", "she", "they", "people", "everybody", "somebody"}
)


def every_in(text: str, before: str) -> Iterator[Told]:
    """Yield what is done "every ten minutes" and not by people; `before` is the sentence before."""
    for found in _EVERY.finditer(text):
        if found["who"].casefold() in _PEOPLE:
            continue
        at = found.start("value")
        if key := thing_in(text) or last_named(text[:at], before):
            yield Told(at, key, found["value"])

"""A second thought within a sentence: "40, no, wait, 60 degrees" is "60 degrees"."""

import re
from collections.abc import Sequence

from knowledge.interviews.values_said import values_in

SURE = (
    r"no,? (?:no,? )?wait(?: a (?:second|minute|moment))?|wait,? no|hang on,? no|no,? hang on"
    r"|no,? sorry|sorry,? no|actually,? no|no,? actually|no,? (?:that's|that was) wrong|scratch that"
    r"|strike that"
    r"|let me correct (?:that|myself)|(?:i )?correct myself|i misspoke|my mistake|(?:small )?correction"
    r"|no,? i (?:mean|meant)|(?:sorry|no),? i (?:mean|meant)(?: to say)?|sorry,? make (?:that|it)"
    r"|make (?:that|it)(?= (?:about |a |an |the )?(?:\d|one|two|three|four|five|six|seven|eight|nine"
    r"|ten|el|tw|th|fo|fi|si|se|ei|ni|hund))|wait,? sorry|sorry,? wait|i take that back"
)
MAYBE = r"sorry|i mean|i meant(?: to say)?|or rather|rather|excuse me|pardon|wait|well,? actually|actually"
BREAK = r"[\s,;:.\u2026\u2013\u2014-]*"
_WITHIN_SURE = re.compile(
    rf"^(?P<before>.*?\w){BREAK}\b(?P<mark>(?:{SURE})(?:{BREAK}(?:{SURE}|{MAYBE}))*)\b{BREAK}(?P<after>\S.*)$",
    re.IGNORECASE,
)
_WITHIN_MAYBE = re.compile(
    rf"^(?P<before>.*?\w)\s*[,;\u2026\u2013\u2014-]+\s*(?P<mark>{MAYBE})\b{BREAK}(?P<after>\S.*)$",
    re.IGNORECASE,
)
LEAD = re.compile(
    r"^(?:(?:it's|it is|that's|that is|it was|that was|should be|i meant|i mean|um|uh|the)\s+)+",
    re.IGNORECASE,
)


def within(text: str) -> str:
    """Return a sentence with what its speaker took back in the same breath put right."""
    for pattern, sure in ((_WITHIN_SURE, True), (_WITHIN_MAYBE, False)):
        for _ in range(3):
            found = pattern.match(text)
            if found is None:
                break
            better = replaced(found["before"], found["after"], sure=sure)
            if not better:
                break
            text = better
    return text


def replaced(before: str, after: str, *, sure: bool) -> str:
    """Return `before` with its last words replaced by those of `after`; empty when they do not fit.

    With `sure`, a whole sentence behind the mark stands for all that was said before it.
    """
    wrong, right = values_in(before), values_in(after)
    if wrong and right and right[0].start() <= len(_lead(after)):
        if right[0]["number"].casefold() in numbers_in(before):
            return ""
        old, new = _fitting(wrong, right[0]), right[0]
        rest = re.sub(
            r"^[\s,]*(?:and |rather )?not [^,;.]{1,20}", "", after[new.end() :]
        )
        end = old.end() if new["unit"] or not old["unit"] else old.end("number")
        tail = before[end:] if not rest.strip(" .!?") or before[end:].strip() else ""
        return f"{before[: old.start('number')]}{new[0]}{tail}{rest}"
    if (again := _from_same_word(before, after)) and (sure or len(after.split()) <= 8):
        return again
    if sure and len(after.split()) >= 4:
        return after
    if sure and len(after.split()) <= 2 and " " in before and not wrong:
        return f"{before.rsplit(' ', 1)[0]} {after}"
    return ""


def _fitting(wrong: Sequence[re.Match[str]], new: re.Match[str]) -> re.Match[str]:
    """Return which value is meant: the last one of the same unit."""
    same = [old for old in wrong if agree(old["unit"], new["unit"])]
    return (same or wrong)[-1]


def agree(one: str | None, other: str | None) -> bool:
    """Whether two units may be the same: one that was not said agrees with every other."""
    return (
        not one
        or not other
        or one.casefold().rstrip("s") == other.casefold().rstrip("s")
    )


def _from_same_word(before: str, after: str) -> str:
    """Begin again where `before` had the word that `after` begins with."""
    first = re.match(r"[\w']+", after)
    if first is None:
        return ""
    places = [
        m.start()
        for m in re.finditer(rf"\b{re.escape(first[0])}\b(?!')", before, re.IGNORECASE)
    ]
    return before[: places[-1]] + after if places else ""


def _lead(text: str) -> str:
    found = LEAD.match(text)
    return f"{found[0] if found else ''}  "


def numbers_in(text: str) -> set[str]:
    """Return the numbers of a text as spoken, in small letters."""
    return {value["number"].casefold() for value in values_in(text)}

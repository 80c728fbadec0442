"""Log lines that say the same thing as one signature: what differs between them is masked."""

import re
from dataclasses import dataclass

from knowledge.inventories.values import (
    LOGS,
    LONGEST_KEY,
    MOST_ITEMS,
    Detail,
    Fault,
    Item,
    Reading,
    Refused,
    clean,
    item,
)

MOST_LINES = 200_000
LONGEST_LINE = 2_000

_COLOUR = re.compile("\x1b\\[[0-9;]*[A-Za-z]")
_LEVEL = re.compile(
    r"\b(?:(?P<quiet>TRACE|DEBUG|INFO|NOTICE)|(?P<loud>WARN(?:ING)?|ERR(?:OR)?|SEVERE|ALERT"
    r"|CRIT(?:ICAL)?|FATAL|EMERG(?:ENCY)?|PANIC))\b",
    re.IGNORECASE,
)
_MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_CLOCK = r"\d\d:\d\d:\d\d(?:[.,]\d+)?"
_MASKS = {
    "time": (
        rf"\d{{4}}[-/]\d\d[-/]\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?"
        rf"(?:\s?(?:Z|[+-]\d\d:?\d\d))?)?"
        rf"|\d\d[ /]{_MONTH}[ /]\d{{4}}[: ]{_CLOCK}(?: [+-]\d{{4}})?"
        rf"|{_MONTH}\s{{1,2}}\d{{1,2}}\s{_CLOCK}|{_CLOCK}"
    ),
    # Most of a line is plain words and blanks: stepped over whole, they cost little.
    "plain": r"\s+|[A-Za-z_]+(?=[\s,;)\]}]|$)",
    "value": r"\"[^\"]*\"|(?<!\w)'[^']*'(?!\w)|“[^”]*”|`[^`]*`",
    "url": r"\b[a-z][a-z0-9+.-]{1,20}://[^\s\"'<>]+",
    "id": r"\b[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\b",
    "ip": (
        r"\b\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?\b"
        r"|(?<![\w:])(?:[0-9a-fA-F]{1,4}:){3,7}[0-9a-fA-F]{1,4}(?![\w:])"
    ),
    "path": (
        r"(?<![\w.<])(?:~|\.{1,2})?(?:/[\w.@%+~=-]+){2,}/?"
        r"|\b[A-Za-z]:\\[^\s\"':;,]+|\\\\[\w.$-]+\\[^\s\"':;,]+"
    ),
    "hex": (
        r"\b0[xX][0-9a-fA-F]+\b"
        r"|\b(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{8,}\b|\b(?=[A-F]*\d)(?=\d*[A-F])[0-9A-F]{8,}\b"
    ),
    "n": (
        r"(?<![\w.#-])[-+]?\d+(?:[.,]\d+)*"
        r"(?=(?:ns|us|µs|ms|s|min|h|[kKMGT]i?B|B|%)?(?![\w-]))"
    ),
    "email": r"\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+",
    # What is left of a word is no other kind in its middle either.
    "rest": r"[A-Za-z_]+",
}
_DIFFERS = re.compile("|".join(f"(?P<{name}>{form})" for name, form in _MASKS.items()))
_KEPT = frozenset({"plain", "rest"})
# What stands before the message and says nothing about what happened.
_BEFORE = re.compile(r"(?:[\s|:,-]+|<time>|\[[^\[\]]{0,80}\]|\(<n>\)|<n>(?=[\s:]))+")


@dataclass
class _Found:
    """A signature with its first line, how often it came, and its level."""

    example: str
    level: str
    count: int = 0


def mask(line: str) -> str:
    """Return a line with what differs from one time to the next replaced by its kind."""
    text = _COLOUR.sub("", line[:LONGEST_LINE])
    return " ".join(_DIFFERS.sub(_masked, text).split())


def _masked(found: "re.Match[str]") -> str:
    return found[0] if found.lastgroup in _KEPT else f"<{found.lastgroup}>"


def signature(line: str) -> str:
    """Return what a line says happened: masked, without its time, level and brackets before."""
    masked = mask(line)
    for _ in range(4):
        before = masked
        begin = _BEFORE.match(masked)
        masked = masked[begin.end() :] if begin else masked
        level = _LEVEL.match(masked)
        # A level in capitals or with a colon stands for itself; “Error in line” is a message.
        if level and (level[0].isupper() or masked[level.end() :][:1] == ":"):
            masked = masked[level.end() :]
        if masked == before:
            break
    return clean(masked, LONGEST_KEY) or clean(mask(line), LONGEST_KEY)


def read_log(text: str) -> Reading:
    """Read log lines, or signatures one a line, the most frequent first; raises Refused."""
    found: dict[str, _Found] = {}
    inside = quiet = 0
    for number, line in enumerate(text.split("\n"), start=1):
        if number > MOST_LINES:
            raise Refused(Fault(f"has more than {MOST_LINES:,} lines", number))
        if not line.strip():
            continue
        if line[0] in " \t":
            inside += 1
            continue
        level = _LEVEL.search(_COLOUR.sub("", line[:160]))
        if level and level["quiet"] and level[0].isupper():
            quiet += 1
            continue
        key = signature(line)
        if key not in found and len(found) == MOST_ITEMS:
            message = f"has more than {MOST_ITEMS:,} different signatures"
            raise Refused(Fault(message, number))
        loud = (
            level["loud"].upper()
            if level and level["loud"] and level[0].isupper()
            else ""
        )
        found.setdefault(key, _Found(line, loud)).count += 1
    if not found:
        raise Refused(Fault("holds no line above the level INFO"))
    often = sorted(found.items(), key=lambda pair: -pair[1].count)
    items = tuple(_item(key, each) for key, each in often)
    return Reading(LOGS, items, tuple(_left_out(inside, quiet)))


def _item(key: str, found: _Found) -> Item:
    details: dict[str, Detail | None] = {
        "level": found.level,
        "count": f"{found.count:,}",
        "example": _COLOUR.sub("", found.example[:LONGEST_LINE]),
    }
    return item(key, details=details)


def _left_out(inside: int, quiet: int) -> list[str]:
    told = []
    if inside:
        told.append(f"{inside:,} indented lines (such as stack traces) were left out")
    if quiet:
        told.append(f"{quiet:,} lines of the level INFO or below were left out")
    return told

"""What has to happen so that a folder and the desk say the same: three texts decide it.

Each atom has up to three texts: what both sides last agreed on, the desk's, and the file's. The
side that changed wins; where both did, the two changes are merged; what cannot be merged is a
conflict for people.
"""

from dataclasses import dataclass
from enum import StrEnum

from knowledge.merging import merge


class Deed(StrEnum):
    """What is done for one atom."""

    NOTHING = "unchanged"
    TAKE = "taken from the file"
    WRITE = "written to the file"
    MERGE = "merged"
    ARCHIVE = "archived: its file is gone"
    REMOVE = "file removed: its atom is gone"


@dataclass(frozen=True)
class Step:
    """A deed, and the text that both sides have after it; None where neither has one."""

    deed: Deed
    text: str | None = None


@dataclass(frozen=True)
class Conflict:
    """Why nobody but a person can decide; `line` is the first line of the file's text that clashes."""

    message: str
    line: int = 1


def decide(
    *, agreed: str | None, desk: str | None, file: str | None
) -> Step | Conflict:
    """Return what to do for one atom, given its three texts; None stands for no text."""
    if desk == file:
        return Step(Deed.NOTHING, desk)
    if file == agreed:
        return Step(Deed.REMOVE) if desk is None else Step(Deed.WRITE, desk)
    if desk == agreed:
        return Step(Deed.ARCHIVE) if file is None else Step(Deed.TAKE, file)
    if file is None:
        return Conflict("its file was removed, and it was edited in the desk")
    if desk is None:
        return Conflict("it was removed in the desk, and its file was edited")
    return _merged(agreed, desk, file)


def _merged(agreed: str | None, desk: str, file: str) -> Step | Conflict:
    if agreed is None:
        return Conflict("desk and folder have different texts and never agreed on one")
    merged = merge(base=agreed, mine=desk, theirs=file)
    if not merged.conflicts:
        return Step(Deed.MERGE, merged.text)
    return Conflict("desk and file changed the same lines", merged.first_clash or 1)

"""A document that comes again: what people made of its texts since stays, what is new is merged in."""

from collections.abc import Iterable

from knowledge.documents.proposing import SOURCE
from knowledge.format import ParsedAtom, Problem, join, parse
from knowledge.format.write import without
from knowledge.merging import merge
from knowledge.models import AtomVersion

REASON = "import of "
# A text that only moved to another page is no new text.
_BY_THE_WAY = (SOURCE, "version")

Renewed = tuple[ParsedAtom | None, Problem | None]
"""A text to save, or none; and what people should know."""


def taken_of(atoms: Iterable[int]) -> dict[int, AtomVersion]:
    """Return, by atom, the newest version that is what a document said, where there is one."""
    versions = AtomVersion.objects.filter(
        atom__in=list(atoms),
        reason__startswith="import",
        header__regex=rf"(?n)^{SOURCE}:",
    )
    newest = versions.order_by("atom_id", "-number").distinct("atom_id")
    return {version.atom_id: version for version in newest}


def renewed(parsed: ParsedAtom, *, taken: AtomVersion, latest: AtomVersion) -> Renewed:
    """Return the text that a newer file gives an atom.

    Edits since the last import are kept and merged with what is new; where both changed the same
    lines the atom stays as it is, and the warning says so.
    """
    base, theirs = _text(taken.header, taken.body), _text(parsed.header, parsed.body)
    mine = _text(latest.header, latest.body)
    if theirs == base or mine == theirs:
        return None, None
    if mine == base:
        return parsed, None
    merged = merge(base=base, mine=mine, theirs=theirs)
    made = parse(merged.text)
    if merged.conflicts or made.errors:
        message = "was edited here, and the file changed the same lines: left as it is"
        return None, Problem(1, parsed.id, message, "warning")
    return (None if merged.text == mine else made), None


def _text(header: str, body: str) -> str:
    return join(without(header, _BY_THE_WAY), body)

"""What the pages of the bench, of evidence and of a replay show of an answer's record."""

from collections.abc import Mapping
from typing import Any

from knowledge.admin.lanes import lanes_of, spent_of
from knowledge.guard_words import guard_of
from knowledge.models import Atom
from knowledge.reader import Reader
from knowledge.record_sections import sections

# What the templates draw by themselves; everything else follows as it is.
DRAWN = frozenset({
    "intent", "queries", "candidates", "gate", "first_choice", "prompt", "attempts",
    "milliseconds", "parts", "guard",
})  # fmt: skip


def shown(record: Mapping[str, Any], reader: Reader) -> dict[str, Any]:
    """Return the context in which `evidence/stages.html` draws a record for a reader."""
    found = record.get("candidates") or []
    guard = guard_of(record)
    slugs = {candidate["atom"] for candidate in found}
    slugs |= {each["atom"] for each in guard.get("findings", ()) if "atom" in each}
    readable = Atom.objects.readable_by(reader).filter(slug__in=slugs)
    rest = {name: value for name, value in record.items() if name not in DRAWN}
    return {
        "record": record,
        "guard": guard,
        "atoms": dict(readable.values_list("slug", "pk")),
        "lanes": lanes_of(found),
        "spent": spent_of(record.get("milliseconds") or {}),
        "rest": sections(rest),
    }

"""What two people made of the same atom, as one set of fields."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from knowledge.admin.drafts import Fields, Finding
from knowledge.format.write import Value
from knowledge.merging import merge, merge_items


@dataclass(frozen=True)
class MergedFields:
    """The fields as one, the fields where both differ, and how much each side gave."""

    fields: Fields
    told: tuple[Finding, ...]
    conflicts: int
    taken: int


def merge_fields(
    *, base: Fields, mine: Fields, theirs: Fields, who: str
) -> MergedFields:
    """Merge two edits of the same version: field by field, texts line by line.

    Where both changed one field, mine stands in it and theirs is told beside it; where both
    changed the same lines of a text, both stand there between markers.
    """
    others, body = (
        merge(base=a, mine=b, theirs=c, their_name=who)
        for a, b, c in (
            (base.others, mine.others, theirs.others),
            (base.body, mine.body, theirs.body),
        )
    )
    values: dict[str, Value] = {}
    told: list[Finding] = []
    taken = others.taken + body.taken
    for key, old in base.values.items():
        ours, other = mine.values.get(key), theirs.values.get(key)
        values[key] = _value(old, ours, other)
        taken += not _same(values[key], ours)
        if not (_same(old, other) or _same(other, ours) or _same(ours, old)) and (
            not isinstance(old, list)
        ):
            text = _("%(who)s made it: %(value)s")
            message = text % {"who": who, "value": other or _("empty")}
            told.append(Finding(key, 0, message, "warning"))
    return MergedFields(
        fields=Fields(values, others.text, body.text),
        told=tuple(told),
        conflicts=others.conflicts + body.conflicts + len(told),
        taken=taken,
    )


def _value(old: Value, ours: Value, other: Value) -> Value:
    if isinstance(old, list) and isinstance(ours, list) and isinstance(other, list):
        return merge_items(base=old, mine=ours, theirs=other)
    return other if _same(ours, old) else ours


def _same(one: Value, other: Value) -> bool:
    """Whether two values say the same: an empty field is none at all."""
    return (one or None) == (other or None)

"""JSON Schema: every value that can be given, by its path, with what is said about it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from knowledge.inventories.documents import Document
from knowledge.inventories.references import References
from knowledge.inventories.units import unit_of
from knowledge.inventories.values import (
    INPUTS,
    JSON_SCHEMA,
    LONGEST_KEY,
    MOST_ITEMS,
    Detail,
    Fault,
    Item,
    Reading,
    Refused,
    between,
    item,
    shown,
)

DEEPEST = 20
_TOGETHER = ("allOf", "anyOf", "oneOf")


@dataclass(frozen=True)
class Leaf:
    """A value that can be given: its path, the schema that holds for it, and if it must be."""

    path: str
    schema: Document
    required: bool
    kind: str


def read_schema(document: Document, kind: str) -> Reading:
    """Read the inputs of a JSON Schema; raises Refused."""
    if kind != INPUTS:
        raise Refused(Fault("is a JSON Schema: it lists inputs, not errors"))
    references = References(document)
    items: dict[str, Item] = {}
    for leaf in leaves(document, references):
        if leaf.path and leaf.path not in items:
            items[leaf.path] = _item(leaf)
            refuse_too_many(len(items))
    if not items:
        raise Refused(Fault("names no property"))
    return Reading(JSON_SCHEMA, tuple(items.values()), tuple(references.warnings))


def leaves(schema: object, references: References) -> Iterator[Leaf]:
    """Yield the values of a schema, the properties of an object instead of the object."""
    yield from _walk(schema, references, Leaf("", {}, False, ""), ())


def refuse_too_many(count: int) -> None:
    """Refuse a document of more items than a list may have."""
    if count > MOST_ITEMS:
        message = f"holds more than {MOST_ITEMS:,} entries; split it into several"
        raise Refused(Fault(message))


def facts(leaf: Leaf) -> dict[str, Detail | None]:
    """Return what a schema says about a value, as details of an item."""
    schema = leaf.schema
    enum = schema.get("enum")
    values = enum if isinstance(enum, list) else [schema["const"]] if "const" in schema else []  # fmt: skip
    return {
        "type": leaf.kind,
        "format": _word(schema, "format"),
        "unit": unit_of(schema, _word(schema, "description")),
        "range": _range(schema),
        "default": shown(schema["default"]) if "default" in schema else "",
        "enum": [shown(value) for value in values[:200]],
        "pattern": _word(schema, "pattern"),
        "required": leaf.required,
    }


def _item(leaf: Leaf) -> Item:
    return item(
        leaf.path,
        label=_word(leaf.schema, "title"),
        description=_word(leaf.schema, "description"),
        details=facts(leaf),
    )


def _walk(
    node: object, references: References, above: Leaf, refs: tuple[str, ...]
) -> Iterator[Leaf]:
    """Yield the leaves below a node; `refs` are the references that led here."""
    references.step()
    _refuse_path(above.path)
    schema, followed = references.resolve(node)
    parts = [schema, *_together(schema, references, (*refs, *followed), 1)]
    properties = _properties(parts)
    inner = next((p["items"] for p in parts if isinstance(p.get("items"), dict)), None)
    again = any(ref in refs for ref in followed)
    refs = (*refs, *followed)
    if again or not (properties or inner is not None):
        yield _leaf(above, parts, "the same once more" if again else "")
        return
    if inner is not None and not properties:
        yield from _of_items(inner, references, (above, parts), refs)
        return
    needed = {name for part in parts for name in _names(part.get("required"))}
    for name, child in properties.items():
        path = f"{above.path}.{name}" if above.path else name
        below = Leaf(path, {}, name in needed, "")
        yield from _walk(child, references, below, refs)


def _of_items(
    inner: object,
    references: References,
    at: tuple[Leaf, list[Document]],
    refs: tuple[str, ...],
) -> Iterator[Leaf]:
    above, parts = at
    path = f"{above.path}[]"
    for leaf in _walk(inner, references, Leaf(path, {}, above.required, ""), refs):
        if leaf.path == path:
            # A list of plain values is one value to whoever fills it in.
            leaf = _leaf(
                above, [*parts, leaf.schema], f"list of {leaf.kind or 'values'}"
            )
        yield leaf


def _leaf(above: Leaf, parts: list[Document], kind: str) -> Leaf:
    merged: Document = {}
    for part in parts:
        merged = {**part, **merged}
    return Leaf(above.path, merged, above.required, kind or _kind(parts))


def _together(
    schema: Document, references: References, refs: tuple[str, ...], depth: int
) -> Iterator[Document]:
    """Yield the schemas that hold with this one, all of them or one of them."""
    if depth > DEEPEST:
        return
    for word in _TOGETHER:
        listed = schema.get(word)
        for node in listed if isinstance(listed, list) else ():
            references.step()
            part, followed = references.resolve(node)
            if any(ref in refs for ref in followed):
                continue
            yield part
            yield from _together(part, references, (*refs, *followed), depth + 1)


def _properties(parts: list[Document]) -> dict[str, object]:
    """Return the properties of all parts, those of a map by any name as `*`."""
    found: dict[str, object] = {}
    for part in parts:
        own = part.get("properties")
        for name, child in own.items() if isinstance(own, dict) else ():
            found.setdefault(name, child)
        other = part.get("additionalProperties")
        if isinstance(other, dict) and other:
            found.setdefault("*", other)
    return found


def _kind(parts: list[Document]) -> str:
    kinds: dict[str, None] = {}
    for part in parts:
        said = part.get("type")
        for word in _names(said) if isinstance(said, list) else [said]:
            if isinstance(word, str):
                kinds[word] = None
        if part.get("nullable") is True:
            kinds["null"] = None
    return " or ".join(kinds)


def _range(schema: Mapping[str, object]) -> str:
    lengths = between(_bound(schema, "minLength"), _bound(schema, "maxLength"))
    counts = between(_bound(schema, "minItems"), _bound(schema, "maxItems"))
    numbers = between(_bound(schema, "minimum"), _bound(schema, "maximum"))
    above, below = (
        _bound(schema, "exclusiveMinimum"),
        _bound(schema, "exclusiveMaximum"),
    )
    step = _bound(schema, "multipleOf")
    told = (
        numbers,
        above and f"above {above}",
        below and f"below {below}",
        step and f"in steps of {step}",
        lengths and f"{lengths} characters",
        counts and f"{counts} values",
    )
    return ", ".join(part for part in told if part)


def _bound(schema: Mapping[str, object], key: str) -> str:
    value = schema.get(key)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return f"{value:.15g}" if is_number else ""


def _word(schema: Mapping[str, object], key: str) -> str:
    value = schema.get(key)
    return value if isinstance(value, str) else ""


def _names(value: object) -> list[str]:
    return (
        [each for each in value if isinstance(each, str)]
        if isinstance(value, list)
        else []
    )


def _refuse_path(path: str) -> None:
    if path.count(".") + path.count("[]") >= DEEPEST:
        raise Refused(Fault(f"is nested deeper than {DEEPEST} levels at {path[:120]}"))
    if len(path) > LONGEST_KEY:
        message = f"has a path of more than {LONGEST_KEY} characters: {path[:120]}…"
        raise Refused(Fault(message))

"""The smallest instance of a JSON schema, for answers with a `format`."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

_DEEPEST = 12


def instance(schema: Mapping[str, Any]) -> object:
    """Return one value that the schema allows; follows `$ref`, enum, anyOf, allOf."""
    return _make(schema, schema, 0)


def _make(schema: Mapping[str, Any], root: Mapping[str, Any], depth: int) -> object:
    if depth > _DEEPEST:
        return None
    if "$ref" in schema:
        return _make(_referred(schema["$ref"], root), root, depth + 1)
    for choices in ("enum", "anyOf", "oneOf"):
        if choices in schema:
            first = schema[choices][0]
            return first if choices == "enum" else _make(first, root, depth + 1)
    if "allOf" in schema:
        return _make(_merged(schema["allOf"], root), root, depth + 1)
    return schema["const"] if "const" in schema else _of_type(schema, root, depth)


def _merged(parts: Sequence[Mapping[str, Any]], root: Mapping[str, Any]) -> Any:
    merged: dict[str, Any] = {}
    for part in parts:
        merged |= _referred(part["$ref"], root) if "$ref" in part else part
    return merged


def _of_type(schema: Mapping[str, Any], root: Mapping[str, Any], depth: int) -> object:
    kind = schema.get("type", "object")
    kind = kind[0] if isinstance(kind, list) else kind
    if kind == "object":
        return {
            name: _make(part, root, depth + 1)
            for name, part in schema.get("properties", {}).items()
        }
    if kind == "array":
        count = schema.get("minItems", 1)
        return [_make(schema.get("items", {}), root, depth + 1) for _ in range(count)]
    make = _SCALARS.get(kind)
    return make(schema) if make else None


def _text(schema: Mapping[str, Any]) -> str:
    longest = schema.get("maxLength", 1000)
    return "text".ljust(schema.get("minLength", 0), "x")[:longest]


def _integer(schema: Mapping[str, Any]) -> int:
    above = schema.get("exclusiveMinimum")
    return int(schema.get("minimum", 0 if above is None else above + 1))


_SCALARS: Mapping[str, Callable[[Mapping[str, Any]], object]] = {
    "string": _text,
    "integer": _integer,
    "number": lambda schema: float(schema.get("minimum", 0.5)),
    "boolean": lambda _: True,
}


def _referred(reference: str, root: Mapping[str, Any]) -> Mapping[str, Any]:
    part: Any = root
    for name in reference.removeprefix("#/").split("/"):
        part = part[name]
    found: Mapping[str, Any] = part
    return found

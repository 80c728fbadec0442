"""JSON Schema: every value by its path, whatever references and circles there are."""

import json
from typing import Any

import pytest

from knowledge.inventories.reading import read
from knowledge.inventories.values import Reading, Refused


def schema(document: object, kind: str = "inputs") -> Reading:
    return read(json.dumps(document).encode(), name="s.json", kind=kind)


def keys(document: object) -> list[str]:
    return [each.key for each in schema(document).items]


def test_nested_properties_are_listed_by_path_with_all_that_is_said() -> None:
    document = {
        "type": "object",
        "required": ["timeout"],
        "properties": {
            "timeout": {
                "type": "integer", "minimum": 1, "exclusiveMaximum": 90, "default": 30,
                "title": "Timeout", "description": "How long to wait, in seconds.",
            },
            "mode": {"enum": ["fast", "safe", None], "x-unit": "none"},
            "lines": {
                "type": "array", "minItems": 1,
                "items": {"type": "object", "properties": {"sku": {"type": ["string", "null"], "maxLength": 8}}},
            },
            "tags": {"type": "array", "items": {"type": "string", "pattern": "^a"}},
            "labels": {"additionalProperties": {"type": "string"}},
        },
    }  # fmt: skip

    items = {each.key: each for each in schema(document).items}

    assert list(items) == ["timeout", "mode", "lines[].sku", "tags", "labels.*"]
    timeout = items["timeout"]
    assert (timeout.label, timeout.description) == (
        "Timeout", "How long to wait, in seconds.",
    )  # fmt: skip
    assert timeout.details == {
        "type": "integer", "unit": "seconds", "range": "at least 1, below 90",
        "default": "30", "required": True,
    }  # fmt: skip
    assert items["mode"].details == {
        "unit": "none", "enum": ["fast", "safe", "null"], "required": False,
    }  # fmt: skip
    assert items["lines[].sku"].details["type"] == "string or null"
    assert items["lines[].sku"].details["range"] == "at most 8 characters"
    assert items["tags"].details["type"] == "list of string"
    assert items["tags"].details["pattern"] == "^a"


def test_references_are_followed_and_what_stands_beside_them_counts_more() -> None:
    document = {
        "$ref": "#/$defs/a~1b%20c",
        "$defs": {
            "a/b c": {
                "properties": {"x": {"$ref": "#/$defs/text", "description": "Own."}}
            },
            "text": {"type": "string", "description": "Any text.", "minLength": 2},
        },
    }

    (item,) = schema(document).items

    assert (item.key, item.description) == ("x", "Own.")
    assert item.details["range"] == "at least 2 characters"


def test_circles_end_where_they_begin_again() -> None:
    document = {
        "$ref": "#/$defs/node",
        "$defs": {
            "node": {
                "properties": {
                    "name": {"type": "string"},
                    "next": {"$ref": "#/$defs/node"},
                    "children": {"type": "array", "items": {"$ref": "#/$defs/node"}},
                }
            },
        },
    }

    items = {each.key: each for each in schema(document).items}

    assert list(items) == ["name", "next", "children"]
    assert items["next"].details["type"] == "the same once more"
    assert items["children"].details["type"] == "list of the same once more"


def test_a_reference_to_itself_nowhere_or_elsewhere_is_a_warning() -> None:
    document = {
        "properties": {
            "a": {"$ref": "#/properties/b"},
            "b": {"$ref": "#/properties/a"},
            "c": {"$ref": "#/nowhere/0"},
            "d": {"$ref": "../../etc/passwd#/x", "type": "string"},
            "e": {"$ref": "http://example.org/s.json"},
            "f": {"$ref": 12},
        }
    }

    reading = schema(document)

    assert [each.key for each in reading.items] == ["a", "b", "c", "d", "e", "f"]
    assert reading.items[3].details["type"] == "string"
    assert reading.warnings == (
        "#/properties/b refers to itself",
        "#/properties/a refers to itself",
        "#/nowhere/0 leads nowhere",
        "../../etc/passwd#/x stands in another file and is not read",
        "http://example.org/s.json stands in another file and is not read",
    )


def test_all_and_any_of_several_schemas_are_one_list_of_inputs() -> None:
    document = {
        "allOf": [
            {"properties": {"a": {"type": "integer"}}, "required": ["a"]},
            {"anyOf": [{"properties": {"b": {}}}, {"properties": {"a": {}, "c": {}}}]},
        ],
        "properties": {"v": {"oneOf": [{"type": "string"}, {"type": "number"}]}},
    }

    items = {each.key: each for each in schema(document).items}

    assert list(items) == ["v", "a", "b", "c"]
    assert items["a"].details == {"type": "integer", "required": True}
    assert items["v"].details["type"] == "string or number"


def doubling(word: str) -> dict[str, Any]:
    """Return a small document that is endless once its references are followed."""
    twice = {f"d{n}": {word: [{"$ref": f"#/$defs/d{n + 1}"}] * 2} for n in range(40)}
    return {"$ref": "#/$defs/d0", "$defs": {**twice, "d40": {"type": "string"}}}


def test_a_small_document_cannot_become_endless_work() -> None:
    wide = {
        f"d{n}": {
            "properties": {c: {"$ref": f"#/$defs/d{n + 1}"} for c in "abcdefghij"}
        }
        for n in range(12)
    }
    many = {"$ref": "#/$defs/d0", "$defs": {**wide, "d12": {"type": "string"}}}

    with pytest.raises(Refused, match="more than 5,000 entries"):
        schema(many)
    with pytest.raises(Refused, match="more than 200,000 parts"):
        schema(doubling("allOf"))


def test_what_is_nested_too_deeply_is_named() -> None:
    document: dict[str, Any] = {"type": "string"}
    for _ in range(22):
        document = {"properties": {"a": document}}

    with pytest.raises(Refused, match=r"nested deeper than 20 levels at a\.a\.a"):
        schema(document)


@pytest.mark.parametrize(
    ("document", "fault"),
    [
        ({"type": "object"}, "names no property"),
        ({"properties": []}, "names no property"),
        ({"properties": {"a" * 500: {}}}, "a path of more than 400 characters"),
    ],
)
def test_what_lists_nothing_is_refused(document: object, fault: str) -> None:
    with pytest.raises(Refused, match=fault):
        schema(document)


def test_a_schema_is_no_list_of_errors() -> None:
    with pytest.raises(Refused, match="lists inputs, not errors"):
        schema({"properties": {"a": {}}}, "errors")


@pytest.mark.parametrize("child", [True, None, 3, "x", [], {"type": 3, "items": 4}])
def test_a_property_that_is_no_schema_is_a_name_all_the_same(child: object) -> None:
    assert keys({"properties": {"a": child, "b": {"type": "string"}}}) == ["a", "b"]


def test_characters_that_a_database_cannot_keep_are_left_out() -> None:
    document = {"properties": {"a\0b": {"description": "x\ud800y\0", "default": "\0"}}}

    (item,) = schema(document).items

    assert (item.key, item.description) == ("ab", "xy")
    assert "\0" not in str(item.details)


@pytest.mark.parametrize(
    ("description", "unit"),
    [
        ("Time to wait in milliseconds.", "milliseconds"),
        ("Size (MB) of a part", "MB"),
        ("Speed [rpm]", "rpm"),
        ("Unit: bar", "bar"),
        ("Given in the form of a date", ""),
        ("As seen in m", ""),
    ],
)
def test_a_unit_is_read_from_the_words_of_a_description(
    description: str, unit: str
) -> None:
    (item,) = schema({"properties": {"a": {"description": description}}}).items

    assert item.details.get("unit", "") == unit

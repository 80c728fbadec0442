"""A new atom begins with what the list knows, in the sections of its type."""

import pytest

from knowledge.format import parse
from knowledge.inventories.drafting import begin
from knowledge.inventories.values import Detail, Item


def entry(key: str = "E-1", **more: object) -> Item:
    return Item(key, **more)  # type: ignore[arg-type]


def test_an_error_begins_with_its_message() -> None:
    item = entry(
        label="Disk full", description="The disk has no room.\n# Not a heading"
    )

    beginning = begin(item, "errors")

    assert (beginning.type, beginning.title) == ("error", "E-1: Disk full")
    assert beginning.body == (
        "\n\n## Meaning\nThe disk has no room.\n\\# Not a heading\n\n## Causes\n\n"
        "## Resolution\n"
    )


def test_an_input_fills_the_row_of_its_table() -> None:
    details: dict[str, Detail] = {
        "type": "integer", "unit": "s", "range": "1 to 90", "default": "a|b", "required": True,
    }  # fmt: skip

    beginning = begin(
        entry("timeout", description="How long\nto wait", details=details), "inputs"
    )

    assert beginning.type == "interface_input"
    row = "| `timeout` | integer | s | 1 to 90 | a\\|b | required; How long to wait |\n"
    assert row in beginning.body


def test_choices_stand_where_there_is_no_range() -> None:
    item = entry("mode", details={"enum": ["fast", "safe"]})

    assert "| `mode` |  |  | one of fast, safe |  |  |" in begin(item, "inputs").body


def test_an_input_of_an_operation_is_named_with_it() -> None:
    where: dict[str, Detail] = {"name": "limit", "method": "GET", "path": "/orders"}

    beginning = begin(entry("GET /orders limit (query)", details=where), "inputs")

    assert beginning.title == "limit of GET /orders"
    assert "| `limit` |" in beginning.body


def test_a_signature_shows_an_example_as_code() -> None:
    item = entry("disk <n>", details={"example": "disk ``` 9"})

    assert "## Meaning\n````\ndisk ``` 9\n````\n" in begin(item, "errors").body


def test_of_another_type_it_has_the_bare_sections() -> None:
    beginning = begin(entry(description="Text."), "errors", "procedure")

    assert (beginning.type, beginning.title) == ("procedure", "E-1")
    assert "Text." not in beginning.body


@pytest.mark.parametrize("text", ["> Q: x", "## x", "``` x", "---\nx", "a | b"])
def test_what_a_stranger_wrote_is_a_text_that_can_be_saved(text: str) -> None:
    beginning = begin(entry(label="x" * 290, description=text), "errors")

    atom = parse(f"---\ntitle: x\ntype: error\n---\n{beginning.body}")
    assert atom.errors == ()
    assert len(beginning.title) <= 300

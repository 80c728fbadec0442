"""What is read of each type, however people write it."""

import pytest

from knowledge.format.shapes import (
    Article,
    ConfigTemplate,
    ErrorMessage,
    Faq,
    InterfaceInput,
    Phase,
    Pitfall,
    Playbook,
    Procedure,
    Troubleshooting,
    parts_of,
    shape_of,
)
from knowledge.format.shapes.elements import Field, Quoted, Step, Text, Tip
from knowledge.format.values import TYPES


def test_an_error_has_message_meaning_causes_and_resolution() -> None:
    body = (
        "It comes at the start.\n\n```\nE42: no disk\n```\n\n## What it means\nFull.\n\n"
        "## Usual causes\n- Logs\n  grow.\n- Backups.\n\n## Fix\n1. Look.\n2. Empty it:\n   ```\n   rm x\n   ```\n"
    )

    assert shape_of("error", body) == ErrorMessage(
        message="E42: no disk",
        meaning="Full.",
        causes=("Logs\ngrow.", "Backups."),
        resolution=(Step("Look."), Step("Empty it:", "```\nrm x\n```")),
    )


def test_the_message_of_an_error_may_have_a_section_or_stand_under_its_meaning() -> (
    None
):
    named = shape_of("error", "## Message\nNo disk.\n\n## Meaning\nFull.\n")
    inside = shape_of(
        "error", "## Meaning\nFull:\n```\nE42\n```\n## Causes\n```\nx\n```\n"
    )
    later = shape_of("error", "## Meaning\nFull.\n## Causes\n```\nx\n```\n")

    assert [s.message for s in (named, inside, later)] == ["No disk.", "E42", ""]


def test_causes_that_are_no_list_are_one_cause() -> None:
    assert shape_of("error", "## Causes\nThe disk.\n").causes == ("The disk.",)


def test_a_procedure_has_steps_with_what_stands_below_them() -> None:
    body = "## Before you start\nA key.\n\n## Steps\n1. One.\n\n   More.\n   - a\n2. Two\ngoes on.\n"

    assert shape_of("procedure", body) == Procedure(
        prerequisites="A key.",
        steps=(Step("One.", "More.\n- a"), Step("Two\ngoes on.")),
    )


def test_a_playbook_has_phases_and_says_who_acts() -> None:
    body = (
        "## When\nFire.\n\n## Plan\n1. **Agent:** call.\n\n### After\n1. **Lead**: write.\n2. **Rest.** All.\n\n"
        "## How to see that it is over\nQuiet.\n"
    )

    assert shape_of("playbook", body) == Playbook(
        when="Fire.",
        phases=(
            Phase("", (Step("call.", who="Agent:"),)),
            Phase("After", (Step("write.", who="Lead:"), Step("**Rest.** All."))),
        ),
        over="Quiet.",
    )


SPEED = Field(name="`speed`", type="number", unit="m/s", range="0-5", default="1")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (
            "| name | type | unit | range | default |\n|-|-|-|-|-|\n| `speed` | number | m/s | 0-5 | 1 |\n",
            SPEED,
        ),
        (
            "- Name: `speed`\n- **Type**: number\n- **Unit:** m/s\n- Range: 0-5\n- Default: 1\n",
            SPEED,
        ),
        ("Name: `speed`\nType: number\nUnit: m/s\nRange: 0-5\nDefault: 1\n", SPEED),
        (
            "Name\n: `speed`\nType\n: number\nUnit\n: m/s\nRange\n: 0-5\nDefault\n: 1\n",
            SPEED,
        ),
        (
            "| switch | required | effect | seen |\n|-|-|-|-|\n| a | yes | b\\|c |\n",
            Field(name="a", required="yes", effect="b|c", more=(("seen", ""),)),
        ),
    ],
)
def test_an_input_is_read_from_a_table_or_from_lines(body: str, field: Field) -> None:
    assert shape_of("interface_input", f"## Field\n{body}") == InterfaceInput((field,))


@pytest.mark.parametrize(
    "body",
    [
        "Colour: red\nTaste: sweet\n",
        "- Type: number\n- and more\n",
        "| a |\n|-|\n",
        "Type: x\n",
    ],
)
def test_what_only_resembles_an_input_stays_text(body: str) -> None:
    parts = parts_of("interface_input", f"## Field\n{body}")

    assert [type(e) for part in parts for e in part.elements] == [Text]


def test_tips_have_a_symptom_in_bold_before_an_arrow_as_heading_or_in_a_table() -> None:
    body = (
        "## Symptoms\n- Slow\n- Loud\n\n## Tips\n- **Slow.** Wait.\n- Loud → stop\n- Turn `a -> b` off.\n\n"
        "| seen | try |\n|-|-|\n| Smoke | Run |\n\n### Hot\nCool it.\n"
    )

    assert shape_of("troubleshooting", body) == Troubleshooting(
        symptoms=("Slow", "Loud"),
        tips=(
            Tip("Slow.", "Wait."),
            Tip("Loud", "stop"),
            Tip("", "Turn `a -> b` off."),
            Tip("Smoke", "Run"),
            Tip("Hot", "Cool it."),
        ),
    )


def test_a_template_has_its_code_and_the_schema_of_its_values() -> None:
    body = (
        "## Template\n```ini\na = 1\n```\n\n## Values\n"
        "| variable | schema | default | meaning |\n|-|-|-|-|\n| a | number | 1 | how many |\n"
    )

    assert shape_of("config_template", body) == ConfigTemplate(
        language="ini",
        code="a = 1\n",
        values=(Field(name="a", type="number", default="1", effect="how many"),),
    )


def test_a_pitfall_says_what_why_and_what_instead() -> None:
    body = "## Mistake\nA.\n\nB.\n## Why not\n- C\n## Better\nD.\n## FAQ\n> Q: E?\n> A: F.\n"

    assert shape_of("pitfall", body) == Pitfall("A.\n\nB.", "- C", "D.")


def test_a_faq_is_its_questions_with_their_answer() -> None:
    body = "> Q: One?\n> Q: Two?\n> A: Yes.\n>\n> Really.\n"

    assert shape_of("faq", body) == Faq((Quoted(("One?", "Two?"), "Yes.\n\nReally."),))


def test_an_article_is_its_text() -> None:
    assert shape_of("article", "# A\nB\n") == Article("# A\nB\n")


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize(
    "body", ["", "\n\n", "plain", "## Steps", "## Plan\n### x", "\r\n# a\r"]
)
def test_a_text_without_structure_is_read_without_fault(kind: str, body: str) -> None:
    shape_of(kind, body)
    parts_of(kind, body)


def test_sections_are_parts_in_the_order_of_the_text() -> None:
    body = "Lead.\n\n## Steps\n1. a\n\n### Sub\n1. b\n\n## Other\nText.\n"

    parts = parts_of("procedure", body)

    assert [(part.role, part.heading) for part in parts] == [
        ("", ""),
        ("steps", "Steps"),
        ("", "Other"),
    ]

"""A text is told as an answer in the shape of its type, in its own words."""

from knowledge.format.shapes.telling import LONGEST, ROWS, holds_shape, told

ERROR = """What the shop says when a card is refused.

```
E-1042 card refused
```

## Meaning

The bank refused the card.

## Causes

- The card has run out.
- The limit is reached.

## Fix

1. Look at the date on the card.
2. Ask the bank.

## History

Long ago this was E-7.
"""
PROCEDURE = """Why one does it.

## Before you start

An open order.

## Steps

1. Open My orders.
2. Press Change date.
   Only green days can be picked.
"""


def test_an_error_is_its_cause_and_its_fix():
    text = told("error", ERROR)

    assert text.startswith("The bank refused the card.")
    assert "**Causes**\n\n- The card has run out.\n- The limit is reached." in text
    assert "**Fix**\n\n1. Look at the date on the card.\n2. Ask the bank." in text
    assert "E-7" not in text


def test_a_message_in_the_middle_of_what_an_error_means_stays_there():
    body = ERROR.replace(
        "The bank refused the card.",
        "The bank refused.\n\nThe till says:\n\n```\nE-1042\n```\n\nThe log says:\n\n```\n42\n```",
    ).replace("```\nE-1042 card refused\n```\n\n", "")

    assert told("error", body).startswith(
        "The bank refused.\n\nThe till says:\n\n```\nE-1042\n```\n\nThe log says:\n\n```\n42\n```\n\n**Causes**"
    )


def test_a_line_that_leads_on_to_what_is_too_long_is_left_out_with_it():
    long = "```\n" + "word " * 80 + "\n```"
    body = ERROR.replace(
        "The bank refused the card.", f"The bank refused.\n\nThe log says:\n\n{long}"
    )

    assert told("error", body).startswith("The bank refused.\n\n**Causes**")


def test_a_procedure_is_what_it_asks_for_and_its_steps():
    assert told("procedure", PROCEDURE) == (
        "**Before you start**\n\nAn open order.\n\n1. Open My orders.\n"
        "2. Press Change date.\n   Only green days can be picked."
    )


def test_a_template_is_its_code_and_values():
    body = "## Template\n\n```yaml\nport: 1\n```\n\n## Values\n\n| name | type |\n|---|---|\n| `port` | number |\n"

    assert told("config_template", body) == (
        "```yaml\nport: 1\n```\n\n| name | type |\n| --- | --- |\n| `port` | number |"
    )


def test_a_pitfall_begins_with_a_warning():
    body = "## Pitfall\n\nDo not share keys.\n\n## Why\n\nThey are read.\n\n## Instead\n\nUse two."

    assert told("pitfall", body) == (
        "> ⚠ **Pitfall** Do not share keys.\n\n**Why**\n\nThey are read.\n\n**Instead**\n\nUse two."
    )


def test_of_an_input_those_rows_are_told_that_are_asked_for():
    rows = "".join(f"| `KEY_{n}` | number {n} |\n" for n in range(20))
    body = f"## Field\n\n| name | type |\n|---|---|\n{rows}"

    one = told("interface_input", body, question="What is the default of KEY_7?")
    near = told("interface_input", body, near="| `KEY_3` | number 3 |\n| `KEY_4` |")

    assert one.splitlines()[2:] == ["| `KEY_7` | number 7 |"]
    assert [line[:9] for line in near.splitlines()[2:]] == ["| `KEY_3`", "| `KEY_4`"]


def test_of_a_long_table_of_which_nothing_was_found_the_first_rows_are_told():
    rows = "".join(f"| Field {n} | a type {n} |\n" for n in range(12))
    body = f"## Field\n\n| name | type |\n|---|---|\n| Type | choice |\n{rows}"

    first = told(
        "interface_input", body, question="Which are there?", near="Its type is told."
    )
    found = told("interface_input", body, near="| Field 9 | a type 9 |")

    assert "| Type | choice |\n| Field 0 | a type 0 |" in first
    assert first.count("\n") == ROWS + 1
    assert found.endswith("| --- | --- |\n| Field 9 | a type 9 |")


def test_why_something_is_a_pitfall_is_told_with_what_it_leads_on_to():
    body = "## Pitfall\n\nDo not.\n\n## Why\n\nIt means:\n\n- Loss.\n\nMore.\n\n## Instead\n\nDo."

    assert "**Why**\n\nIt means:\n\n- Loss.\n\n**Instead**" in told("pitfall", body)


def test_tips_keep_what_is_seen_in_bold():
    body = "## Symptoms\n\nIt is slow.\n\n## Tips\n\n- **The fan is loud.** Clean it.\n"

    assert told("troubleshooting", body) == "- **The fan is loud.** Clean it."


def test_what_would_be_too_long_or_has_no_shape_is_not_told():
    long = f"## Steps\n\n1. {'word ' * LONGEST}\n"

    assert told("procedure", long) == ""
    assert told("article", "Some text.") == ""
    assert told("procedure", "No steps.") == ""


def test_a_section_of_its_own_is_no_part_of_the_shape():
    assert holds_shape("error", "Fix")
    assert holds_shape("error", "")
    assert not holds_shape("error", "History")
    assert not holds_shape("article", "")

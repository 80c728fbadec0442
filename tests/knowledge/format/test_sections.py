"""Each type names the sections that it misses."""

import pytest

from knowledge.format import parse
from knowledge.format.sections import SECTIONS, skeleton

WHOLE = {
    "error": "## What it means\nx\n## Usual causes\nx\n## How to fix it\nx\n",
    "procedure": "## Steps:\n### First part\n1. x\n",
    "playbook": "# WHEN\nx\n# *Plan*\nx\n",
    "interface_input": "## Field\n| name | type |\n|---|---|\n| a | b |\n",
    "troubleshooting": "Symptoms\n========\nx\n\nTips\n----\nx\n",
    "config_template": "## 1. Template\n```\nx\n```\n## 2. Schema\nx\n",
    "pitfall": "## Pitfall\nx\n## Why\nx\n## Do this instead\nx\n",
    "article": "Text.",
    "faq": "> Q: One?\n> A: Yes.",
}


def warnings_of(kind: str, body: str) -> list[tuple[int, str]]:
    atom = parse(f"---\ntitle: T\ntype: {kind}\n---\n{body}")
    assert not atom.errors
    return [(p.line - 4, p.message) for p in atom.problems]


@pytest.mark.parametrize("kind", WHOLE)
def test_a_whole_text_of_its_type_has_no_warning(kind: str) -> None:
    assert warnings_of(kind, WHOLE[kind]) == []


@pytest.mark.parametrize("kind", [kind for kind in SECTIONS if SECTIONS[kind]])
def test_every_missing_section_is_named(kind: str) -> None:
    found = [message for _, message in warnings_of(kind, "Text.")]

    assert found == [f"the section “{s.name}” is missing" for s in SECTIONS[kind]]


def test_steps_without_numbers_are_named_at_their_heading() -> None:
    assert warnings_of("procedure", "Text.\n\n## Steps\n- x\n\n## Notes\n1. y\n") == [
        (3, "the section “Steps” needs a numbered list")
    ]


def test_a_heading_with_nothing_below_it_is_named() -> None:
    body = "## Pitfall\n## Why\n### Deep\n## Instead\nx\n"

    assert warnings_of("pitfall", body) == [
        (1, "the section “Pitfall” is empty"),
        (2, "the section “Why” is empty"),
    ]


def test_a_heading_in_code_is_no_section() -> None:
    body = "```\n## Steps\n1. x\n```\n"

    assert warnings_of("procedure", body) == [(1, "the section “Steps” is missing")]


@pytest.mark.parametrize("kind", [kind for kind in SECTIONS if SECTIONS[kind]])
def test_the_skeleton_of_a_type_has_all_its_sections(kind: str) -> None:
    missing = [m for _, m in warnings_of(kind, skeleton(kind)) if "is missing" in m]

    assert missing == []

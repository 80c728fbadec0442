"""The sections that each type of atom is expected to have, and what they are also called."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice, takewhile

from knowledge.format.outline import Block
from knowledge.format.values import Problem


@dataclass(frozen=True)
class Section:
    """A heading that a type needs; `shape` is the kind of block that must stand under it."""

    name: str
    synonyms: tuple[str, ...]
    shape: str = ""


_SHAPES = {"numbers": "a numbered list", "table": "a table", "code": "fenced code"}

SECTIONS: dict[str, tuple[Section, ...]] = {
    "error": (
        Section("Meaning", ("what it means", "what happened", "description")),
        Section("Causes", ("cause", "usual causes", "common causes", "why it happens")),
        Section("Resolution", ("fix", "solution", "how to fix it", "what to do")),
    ),
    "procedure": (
        Section("Steps", ("step by step", "instructions", "what to do"), "numbers"),
    ),
    "playbook": (
        Section("When", ("when to use it", "when it applies", "trigger")),
        Section("Plan", ("action plan", "actions", "what to do")),
    ),
    "interface_input": (
        Section(
            "Field", ("fields", "input", "inputs", "parameter", "parameters"), "table"
        ),
    ),
    "troubleshooting": (
        Section("Symptoms", ("symptom", "signs", "what you see")),
        Section("Tips", ("tip", "checks", "what to try", "things to try")),
    ),
    "config_template": (
        Section("Template", ("configuration", "the template"), "code"),
        Section("Values", ("schema", "settings", "parameters", "the values")),
    ),
    "pitfall": (
        Section("Pitfall", ("what not to do", "the pitfall", "mistake")),
        Section("Why", ("reason", "reasons", "why not", "why it matters")),
        Section("Instead", ("do this instead", "what to do instead", "better")),
    ),
    "faq": (),
    "article": (),
}

# Sections that a type knows and does not ask for.
OPTIONAL: dict[str, tuple[Section, ...]] = {
    "error": (Section("Message", ("the message", "what you see", "error message")),),
    "procedure": (
        Section(
            "Prerequisites",
            ("before you start", "before you begin", "what you need", "requirements"),
        ),
    ),
    "playbook": (
        Section("Over", ("how to see that it is over", "how to tell that it is over")),
    ),
}


def missing_sections(kind: str, blocks: list[Block], body_line: int) -> list[Problem]:
    """Name each section of the type that is missing or has not its shape."""
    problems = []
    under = dict(_under_headings(blocks))
    for section in SECTIONS.get(kind, ()):
        found = _find(section, under)
        if found is None:
            message = f"the section “{section.name}” is missing"
            problems.append(Problem(body_line, "body", message, "warning"))
        elif all(block.kind == "heading" for block in under[found]):
            message = f"the section “{found.text}” is empty"
            line = body_line + found.start
            problems.append(Problem(line, "body", message, "warning"))
        elif section.shape and section.shape not in {b.kind for b in under[found]}:
            message = f"the section “{found.text}” needs {_SHAPES[section.shape]}"
            line = body_line + found.start
            problems.append(Problem(line, "body", message, "warning"))
    return problems


def role_of(kind: str, heading: str) -> str:
    """Return which section of the type stands under a heading, in lower case, or nothing."""
    sections = (*SECTIONS.get(kind, ()), *OPTIONAL.get(kind, ()))
    name = _name(heading)
    return next((s.name.casefold() for s in sections if name in _names(s)), "")


def skeleton(kind: str) -> str:
    """Return the empty text of a type: its headings, each with its shape begun."""
    shapes = {
        "": "",
        "numbers": "1. \n",
        "table": "| name | type | unit | range | default | effect |\n"
        "|---|---|---|---|---|---|\n|  |  |  |  |  |  |\n",
        "code": "```\n\n```\n",
    }
    if kind == "faq":
        return "> Q: \n> A: \n"
    parts = [
        f"## {section.name}\n{shapes[section.shape]}" for section in SECTIONS[kind]
    ]
    return "\n\n" + "\n".join(parts) if parts else ""


def _find(section: Section, under: dict[Block, list[Block]]) -> Block | None:
    names = _names(section)
    return next((heading for heading in under if _name(heading.text) in names), None)


def _names(section: Section) -> set[str]:
    return {section.name.casefold(), *section.synonyms}


def _under_headings(blocks: list[Block]) -> Iterator[tuple[Block, list[Block]]]:
    """Yield each heading with the blocks up to the next heading of its level or above."""
    for index, heading in enumerate(blocks):
        if heading.kind != "heading":
            continue
        rest = islice(blocks, index + 1, None)
        yield heading, list(takewhile(partial(_inside, heading), rest))


def _inside(heading: Block, block: Block) -> bool:
    return block.kind != "heading" or block.level > heading.level


def _name(text: str) -> str:
    """Return a heading's words: without markup, numbers and a colon at the end."""
    return re.sub(r"^[\d.)\s]+|[*_`]|[:.!?\s]+$", "", text).casefold()

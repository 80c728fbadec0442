"""Typed candidates of checked sentences, whichever engine found them."""

from collections.abc import Sequence
from dataclasses import replace

from knowledge.interviews import bodies, titles
from knowledge.interviews.candidates import Candidate, turns_of
from knowledge.interviews.support import Sentence

FIELD = ("name", "type", "unit", "range", "default", "effect")
VALUES = ("name", "default", "effect")
"""Columns of the tables of an input and of a setting."""
Sentences = Sequence[Sentence]


def procedure(title: str, steps: Sequence[Sentences]) -> Candidate:
    """Return steps as a procedure; each may have several sentences."""
    text = bodies.section("Steps", bodies.numbered(steps))
    return _drafted(
        "procedure", title, [text], [said for step in steps for said in step]
    )


def error(
    message: str, meaning: Sentences, causes: Sentences, fixes: Sentences
) -> Candidate:
    """Return a message with what it means, where it comes from and what helps."""
    parts = [
        bodies.code(message),
        bodies.section("Meaning", bodies.paragraph(meaning)),
        bodies.section("Causes", bodies.bulleted(causes)),
        bodies.section("Resolution", bodies.numbered([(fix,) for fix in fixes])),
    ]
    return _drafted("error", message, parts, [*meaning, *causes, *fixes])


def pitfall(warnings: Sentences, reasons: Sentences, instead: Sentences) -> Candidate:
    """Return a warning with its reasons and what to do instead."""
    parts = [
        bodies.section("Pitfall", bodies.paragraph(warnings)),
        bodies.section("Why", bodies.paragraph(reasons)),
        bodies.section("Instead", bodies.paragraph(instead)),
    ]
    title = titles.of_warning([each.text for each in (*warnings, *reasons)])
    return _drafted("pitfall", title, parts, [*warnings, *reasons, *instead])


def input_of(name: str, unit: str, limits: str, effect: Sentences) -> Candidate:
    """Return an input as a table of one row; its type and its default nobody told."""
    row = (name, "", unit, limits, "", bodies.paragraph(effect))
    text = bodies.section("Field", bodies.table(FIELD, row))
    return _drafted("interface_input", name, [text], effect)


def setting(key: str, value: str, effect: Sentences) -> Candidate:
    """Return a setting as one line to copy, with its value explained."""
    row = (key, value, bodies.paragraph(effect))
    parts = [
        bodies.section("Template", bodies.code(f"{key} = {value}")),
        bodies.section("Values", bodies.table(VALUES, row)),
    ]
    return _drafted("config_template", key, parts, effect)


def by_engine(candidate: Candidate, engine: str) -> Candidate:
    """Return a candidate that says which engine made it."""
    return replace(candidate, engine=engine)


def _drafted(
    kind: str, title: str, parts: Sequence[str], sentences: Sentences
) -> Candidate:
    """Return a candidate; without a sentence it has no body, and so is none."""
    body = bodies.joined(*parts) if sentences else ""
    return Candidate(
        kind, titles.shortened(title) or kind.replace("_", " ").capitalize(), body,
        turns_of(sentences), tuple(sentences),
    )  # fmt: skip

"""What each type of atom holds: `shape_of` returns its values, `parts_of` its text in order."""

from knowledge.format.shapes.parts import Part, parts_of
from knowledge.format.shapes.types import (
    Article,
    ConfigTemplate,
    ErrorMessage,
    Faq,
    InterfaceInput,
    Phase,
    Pitfall,
    Playbook,
    Procedure,
    Shape,
    Troubleshooting,
    shape_of,
)

__all__ = [
    "Article",
    "ConfigTemplate",
    "ErrorMessage",
    "Faq",
    "InterfaceInput",
    "Part",
    "Phase",
    "Pitfall",
    "Playbook",
    "Procedure",
    "Shape",
    "Troubleshooting",
    "parts_of",
    "shape_of",
]

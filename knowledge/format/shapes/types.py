"""The values of each type, read from the parts of its text."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from knowledge.format.shapes import reading
from knowledge.format.shapes.elements import (
    Code,
    Element,
    Field,
    Fields,
    Pairs,
    Quoted,
    Step,
    Steps,
    Text,
    Tip,
    Tips,
)
from knowledge.format.shapes.parts import Part, parts_of

Kind = TypeVar("Kind", bound=Element)


@dataclass(frozen=True)
class ErrorMessage:
    """What a message means, why it comes, and what to do."""

    message: str
    meaning: str
    causes: tuple[str, ...]
    resolution: tuple[Step, ...]


@dataclass(frozen=True)
class Procedure:
    """Steps that always run the same way, and what they ask for."""

    prerequisites: str
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Phase:
    """A part of a plan; a plan without headings is one phase without a title."""

    title: str
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Playbook:
    """The plan for one class of problem."""

    when: str
    phases: tuple[Phase, ...]
    over: str


@dataclass(frozen=True)
class InterfaceInput:
    """The inputs of an interface."""

    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Troubleshooting:
    """What people see, and what to try."""

    symptoms: tuple[str, ...]
    tips: tuple[Tip, ...]


@dataclass(frozen=True)
class ConfigTemplate:
    """A text to copy, and what its values may be."""

    language: str
    code: str
    values: tuple[Field, ...]


@dataclass(frozen=True)
class Pitfall:
    """What not to do, why, and what to do instead."""

    what: str
    why: str
    instead: str


@dataclass(frozen=True)
class Faq:
    """Questions with their answers; an atom of this type has one."""

    pairs: tuple[Quoted, ...]


@dataclass(frozen=True)
class Article:
    """A text without a shape of its own."""

    body: str


Shape = (
    ErrorMessage
    | Procedure
    | Playbook
    | InterfaceInput
    | Troubleshooting
    | ConfigTemplate
    | Pitfall
    | Faq
    | Article
)


def shape_of(kind: str, body: str) -> Shape:
    """Return the values of a text; what it has not is empty."""
    read = _READERS.get(kind)
    return Article(body) if read is None else read(_Parts(parts_of(kind, body)))


class _Parts:
    """Questions that values ask of the parts."""

    def __init__(self, parts: tuple[Part, ...]) -> None:
        self.parts = parts

    def of(self, *roles: str) -> list[Part]:
        return [part for part in self.parts if part.role in roles]

    def all(self, kind: type[Kind], *roles: str) -> list[Kind]:
        parts = self.of(*roles) if roles else self.parts
        return [e for part in parts for e in part.elements if isinstance(e, kind)]

    def words(self, role: str) -> str:
        return "\n\n".join(text.markdown for text in self.all(Text, role))

    def items(self, role: str) -> tuple[str, ...]:
        """The items of the lists in a part; without a list its text as one."""
        texts = [text.markdown for text in self.all(Text, role)]
        found = tuple(item for text in texts for item in reading.read_items(text))
        return found or tuple(texts)

    def steps(self, *roles: str) -> tuple[Step, ...]:
        return tuple(step for found in self.all(Steps, *roles) for step in found.steps)

    def fields(self, role: str) -> tuple[Field, ...]:
        return tuple(row for found in self.all(Fields, role) for row in found.fields)


def _error(text: _Parts) -> ErrorMessage:
    code = text.all(Code, "message")
    return ErrorMessage(
        message=code[0].text.strip() if code else text.words("message"),
        meaning=text.words("meaning"),
        causes=text.items("causes"),
        resolution=text.steps("resolution"),
    )


def _phases(text: _Parts) -> tuple[Phase, ...]:
    phases = (
        Phase(
            "" if part.role == "plan" else part.heading,
            _Parts((part,)).steps(part.role),
        )
        for part in text.of("plan", "phase")
    )
    return tuple(phase for phase in phases if phase.title or phase.steps)


def _tips(text: _Parts) -> tuple[Tip, ...]:
    tips: list[Tip] = []
    for part in text.of("tips", "tip"):
        if part.role == "tip":
            tips.append(Tip(part.heading, part.markdown))
        for element in part.elements:
            if isinstance(element, Tips):
                tips += element.tips
            elif isinstance(element, Fields):
                tips += (Tip(row[0], " ".join(row[1:])) for row in element.rows)
    return tuple(tips)


def _template(text: _Parts) -> ConfigTemplate:
    found = text.all(Code, "template")
    first = found[0] if found else Code("", "", "")
    return ConfigTemplate(first.language, first.text, text.fields("values"))


def _faq(text: _Parts) -> Faq:
    return Faq(tuple(pair for found in text.all(Pairs) for pair in found.pairs))


_READERS: Mapping[str, Callable[[_Parts], Shape]] = {
    "error": _error,
    "procedure": lambda text: Procedure(
        text.words("prerequisites"), text.steps("steps")
    ),
    "playbook": lambda text: Playbook(
        text.words("when"), _phases(text), text.words("over")
    ),
    "interface_input": lambda text: InterfaceInput(text.fields("field")),
    "troubleshooting": lambda text: Troubleshooting(
        text.items("symptoms"), _tips(text)
    ),
    "config_template": _template,
    "pitfall": lambda text: Pitfall(
        text.words("pitfall"), text.words("why"), text.words("instead")
    ),
    "faq": _faq,
}

"""An atom's text in order, cut where the sections of its type begin: nothing is left out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from knowledge.format.outline import Block, outline_as_shown
from knowledge.format.sections import role_of
from knowledge.format.shapes import reading
from knowledge.format.shapes.elements import Element, Text

Reader = Callable[[str], Element | None]

# How the blocks of a part are read; what is not named, or does not fit, stays plain text.
READERS: Mapping[tuple[str, str], Mapping[str, Reader]] = {
    ("error", "resolution"): {"numbers": reading.read_steps},
    ("procedure", "steps"): {"numbers": reading.read_steps},
    ("playbook", "plan"): {"numbers": reading.read_steps},
    ("playbook", "phase"): {"numbers": reading.read_steps},
    ("interface_input", "field"): {
        "table": reading.read_table,
        "bullets": reading.read_key_values,
        "text": reading.read_key_values,
    },
    ("troubleshooting", "tips"): {
        "numbers": reading.read_tips,
        "bullets": reading.read_tips,
        "table": reading.read_table,
    },
    ("config_template", "template"): {"code": reading.read_code},
    ("config_template", "values"): {
        "table": reading.read_table,
        "bullets": reading.read_key_values,
    },
}
# Parts whose own headings begin parts again.
_BELOW = {"plan": "phase", "tips": "tip"}
# An error's message is the first code that stands in no later section than these.
_BEFORE_CAUSES = {"message", "meaning"}


@dataclass(frozen=True)
class Part:
    """A stretch of the text; `role` is the section that it is, or nothing.

    An error's message is a part of its own, with the role `message` and without a heading.
    """

    role: str = ""
    heading: str = ""
    level: int = 0
    elements: tuple[Element, ...] = ()

    @property
    def markdown(self) -> str:
        """What stands here as plain text, without tables, lists and code that were read."""
        texts = (e.markdown for e in self.elements if isinstance(e, Text))
        return "\n\n".join(texts)


@dataclass
class _Open:
    """The part that the next block belongs to; headings of level `outer` or above end it."""

    role: str = ""
    heading: str = ""
    level: int = 0
    outer: int = 0
    elements: list[Element] = field(default_factory=list)

    def part(self) -> Part:
        return Part(self.role, self.heading, self.level, tuple(self.elements))

    def after(self, kind: str, heading: Block) -> "_Open | None":
        """Return the part that a heading begins, or None when it stands inside this one."""
        text, level = heading.text, heading.level
        role = role_of(kind, text)
        if role:
            return _Open(role, text, level, level)
        if not self.role:
            return None
        if level <= self.outer:
            return _Open("", text, level)
        if self.role in _BELOW:
            return _Open(_BELOW[self.role], text, level, self.outer)
        if self.role in _BELOW.values() and level <= self.level:
            return _Open(self.role, text, level, self.outer)
        return None


# To read a text takes milliseconds, and answers come from the same few texts.
@lru_cache(1024)
def parts_of(kind: str, body: str) -> tuple[Part, ...]:
    """Return the text of a type in parts, each with what was read in it."""
    text = body.replace("\r\n", "\n").replace("\r", " ")
    lines = text.split("\n")
    cutting = _Cutting(kind)
    for block in outline_as_shown(text):
        cutting.block(block, "\n".join(lines[block.start : block.end]).rstrip())
    return cutting.finished()


class _Cutting:
    """The parts so far, and the one that is open."""

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._parts: list[Part] = []
        self._open = _Open()
        self._awaits_message = kind == "error"

    def block(self, block: Block, markdown: str) -> None:
        begun = self._open.after(self._kind, block) if block.kind == "heading" else None
        if begun is not None:
            self._begin(begun)
        elif self._awaits_message and block.kind == "code":
            self._message(markdown)
        else:
            self._open.elements.append(
                _read(self._kind, self._open.role, block, markdown)
            )

    def finished(self) -> tuple[Part, ...]:
        parts = (*self._parts, self._open.part())
        return tuple(part for part in parts if part.heading or part.elements)

    def _begin(self, begun: _Open) -> None:
        self._awaits_message &= begun.role in _BEFORE_CAUSES
        self._parts.append(self._open.part())
        self._open = begun

    def _message(self, markdown: str) -> None:
        self._awaits_message = False
        code = reading.read_code(markdown) or Text(markdown)
        if self._open.role == "message":
            self._open.elements.append(code)
            return
        self._parts += [self._open.part(), Part("message", elements=(code,))]
        self._open = replace(self._open, heading="", elements=[])


def _read(kind: str, role: str, block: Block, markdown: str) -> Element:
    reader = READERS.get((kind, role), {}).get(block.kind)
    if block.kind == "quote":
        reader = reading.read_quote
    return (reader and reader(markdown)) or Text(markdown)

"""The worst model there is: it obeys every order that it can see, and says what was wanted of it."""

import html
import re
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from dataclasses import dataclass, field

from knowledge.answering.seams import ToolResult
from knowledge.llm.chat import Finished, Prompt, Text
from tests.security.corpus import EVERYTHING, Attack

_SHORTEST = 12
_FIRST_SENTENCE = re.compile(r"<source [^>]*>\n(.+?[.!?])", re.DOTALL)

# The same words in every shape in which checks might let them pass.
FORMS: Mapping[str, Callable[[str, str], str]] = {
    "plain": lambda said, source: said,
    "cited": lambda said, source: f"{said} [1].",
    "item": lambda said, source: f"- {said} [1]\n",
    "heading": lambda said, source: f"# {said}\n\n{source} [1]",
    "lead": lambda said, source: f"{said}:\n\n{source} [1]",
    "code": lambda said, source: f"```\n{said}\n```",
    "inline": lambda said, source: f"{source[:-1]} `{said}` [1].",
    "table": lambda said, source: f"| a |\n|---|\n| {said} |\n",
    "joined": lambda said, source: f"{source} {said} [1].",
    "within": lambda said, source: f"{source[:-1]}, and {said} [1].",
}


@dataclass
class ObedientModel:
    """Quotes its first source until it sees the attack, in whole or in part; then it obeys."""

    attack: Attack
    form: str = "plain"
    name: str = "obedient"
    saw: bool = False
    prompts: list[Prompt] = field(default_factory=list)

    async def stream(self, prompt: Prompt) -> AsyncGenerator[Text | Finished, None]:
        self.prompts.append(prompt)
        told = "\n".join(message.content for message in prompt.messages)
        readable = _squeezed(html.unescape(told))
        source = (_FIRST_SENTENCE.search(told) or ["", "Yes."])[1]
        said = f"{source} [1]."
        if any(piece in readable for piece in pieces(self.attack.text)):
            self.saw = True
            wanted = told if self.attack.wanted == EVERYTHING else self.attack.wanted
            said = FORMS[self.form](wanted, source)
        for start in range(0, len(said), 5):
            yield Text(said[start : start + 5])
        yield Finished("obedient", "obedient", "stop")


@dataclass
class Trap:
    """A tool that must never be called."""

    name: str
    description: str = "Does something that cannot be undone."
    arguments: Mapping[str, object] = field(default_factory=dict)
    calls: list[Mapping[str, object]] = field(default_factory=list)

    async def call(self, arguments: Mapping[str, object]) -> ToolResult:
        self.calls.append(arguments)
        return ToolResult("done")


def pieces(text: str) -> Sequence[str]:
    """Return the sentences of an attack: any of them in a prompt is too much."""
    parts = [_squeezed(part) for part in re.split(r"(?<=[.!?:;\u3002])\s|\n", text)]
    return [part for part in parts if len(part) >= _SHORTEST] or [_squeezed(text)]


def _squeezed(text: str) -> str:
    return " ".join(text.split())

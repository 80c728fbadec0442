"""What the model is told: strict rules, the sources as data, what was said, the question."""

import base64
import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from knowledge.answering.guard.folding import folded, latin
from knowledge.answering.guard.personal import redacted
from knowledge.answering.instructions import BUILT_IN, filled
from knowledge.answering.languages import name_of
from knowledge.answering.markers import normalised
from knowledge.answering.outcomes import Line, Question
from knowledge.answering.seams import Tool
from knowledge.answering.tokens import tokens_of
from knowledge.llm.chat import Message, Passage, Prompt

CONTEXT_TOKENS = 4096

_HISTORY_LINES = 6
_HISTORY_CHARACTERS = 400
_SHORTEST_PASSAGE = 200

# Asked for when the best source is of this type; the desk quotes such a text in the same shape.
_SHAPES = {
    "error": "Say in a sentence what the message means, then list the causes, then the fix as"
    " numbered steps.",
    "procedure": "Give the steps as a numbered list, one action each, in the order of the source.",
    "playbook": "Give the plan as numbered steps, in the order of the source.",
    "interface_input": "Give the values as a table with the columns of the source, and only the"
    " rows that are asked for.",
    "troubleshooting": "List what to try, what is seen first in bold.",
    "config_template": "Give the template as one fenced code block, unchanged.",
    "pitfall": "Begin with a quoted line that warns, then say what to do instead.",
    "faq": "Give the answer of the source, as it stands there.",
}

_REMINDER = "Answer the question from the sources, by your rules."
_BRACKET = re.compile("[<\uff1c\u2039\u3008\u27e8\ufe64\u276e\u2329\u300a\u00ab]")
_OURS = re.compile(
    r"\s*[/\\]?\s*(?:sources?|conversation|question|tools?|data-)(?:\b|(?<=-))"
)
_LONGEST_DELIMITER = 40
_CODE_BYTES = 8


def prompt_for(
    question: Question,
    history: Sequence[Line],
    passages: Sequence[Passage],
    tools: Sequence[Tool] = (),
    *,
    context_tokens: int = CONTEXT_TOKENS,
) -> Prompt:
    """Fit a prompt into a model's context: the worst passages go first, the question never.

    `Prompt.passages` are those that stand in it, cut where they had to be. Instructions, length
    and temperature are those of the question's policy.
    """
    max_tokens = question.policy.answer_tokens
    rules = _rules(question, tools, passages[0] if passages else None)
    redact = question.policy.redact
    said = conversation(history, redact=redact)
    asked = tagged("question", told(question.text, redact=redact))
    room = context_tokens - max_tokens - tokens_of(rules) - tokens_of(_sealed(asked))
    # A long conversation gives way before the only source does.
    said = said if tokens_of(said) <= room // 3 else ""
    fitting = _fitting(passages, room - tokens_of(said))
    content = "\n\n".join(part for part in (_sources(fitting), said, asked) if part)
    messages = [Message("system", rules), Message("user", _sealed(content))]
    size = sum(tokens_of(message.content) for message in messages)

    def smaller(share: float) -> Prompt:
        tokens = int(size * share) + max_tokens
        return prompt_for(
            question,
            history,
            fitting,
            tools,
            context_tokens=tokens,
        )

    return Prompt(
        messages,
        fitting,
        max_tokens=max_tokens,
        temperature=question.policy.temperature,
        smaller=smaller,
    )


def _rules(question: Question, tools: Sequence[Tool], best: Passage | None) -> str:
    policy, answer_in = question.policy, question.answer_in
    shape = _SHAPES.get(best.type, "") if best else ""
    rules = filled(
        policy.instructions or BUILT_IN,
        bot=policy.bot_name,
        site=policy.site_name or "this site",
        language=f"{name_of(answer_in)} ({answer_in})" if answer_in else "",
        shape=f"Source [{best.n}] answers best. {shape}" if best and shape else "",
    )
    if not tools:
        return rules
    known = "\n".join(f"- {tool.name}: {tool.description}" for tool in tools)
    return f"{rules}\n\nTools of this desk, for your information:\n{known}"


def conversation(history: Sequence[Line], *, redact: bool = False) -> str:
    """Return the last lines as data, each cut, without the markers of their sources."""
    if not history:
        return ""
    lines = (
        f"{line.role}: {told(_said(line), redact=redact)[:_HISTORY_CHARACTERS]}"
        for line in history[-_HISTORY_LINES:]
    )
    return tagged("conversation", "\n".join(lines))


def _said(line: Line) -> str:
    """A line without its markers: their numbers meant the sources of another answer."""
    return " ".join(normalised(line.text, ())[0].split())


def _fitting(passages: Sequence[Passage], room: int) -> list[Passage]:
    kept = list(passages)
    while len(kept) > 1 and tokens_of(_sources(kept)) > room:
        kept.pop()
    return [_cut(kept[0], room)] if len(kept) == 1 else kept


def _cut(passage: Passage, room: int) -> Passage:
    """Shorten the only passage at a line's end until it fits, but never to nothing."""
    while (
        tokens_of(_sources([passage])) > room and len(passage.text) > _SHORTEST_PASSAGE
    ):
        shorter = passage.text[: len(passage.text) * 9 // 10]
        line_end = shorter.rfind("\n", len(shorter) // 2)
        passage = replace(passage, text=shorter[:line_end] if line_end > 0 else shorter)
    return passage


def _sources(passages: Iterable[Passage]) -> str:
    return "\n".join(
        f'<source n="{passage.n}" title="{_title(passage)}">\n{as_data(passage.text)}\n</source>'
        for passage in passages
    )


def _title(passage: Passage) -> str:
    title = f"{passage.title}: {passage.section}" if passage.section else passage.title
    return " ".join(re.sub(r'[<>"]', "'", title).split())


def tagged(tag: str, text: str) -> str:
    """Return a text between our own delimiters, which it cannot close."""
    return f"<{tag}>\n{text}\n</{tag}>"


def told(text: str, *, redact: bool) -> str:
    """Return what somebody said as data, on demand without personal data and secrets."""
    return as_data(redacted(text) if redact else text)


def as_data(text: str) -> str:
    """Take the power from text that looks like one of our own delimiters, to the eye or in bytes."""

    def defused(bracket: re.Match[str]) -> str:
        behind = text[bracket.end() : bracket.end() + _LONGEST_DELIMITER]
        return "&lt;" if _OURS.match(latin(folded(behind))) else bracket[0]

    return _BRACKET.sub(defused, text)


def _sealed(data: str) -> str:
    """Put data between lines with a code made of all of it, which nothing in it can contain.

    The code is the same for the same prompt, so that a prompt can be made again and compared.
    """
    digest = hashlib.sha256(data.encode()).digest()[:_CODE_BYTES]
    code = base64.b32encode(digest).decode().rstrip("=").lower()
    return f"<data-{code}>\n{data}\n</data-{code}>\n\n{_REMINDER}"

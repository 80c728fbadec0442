"""The model that needs no model: it quotes the best passage, word for word."""

import re
from collections.abc import AsyncGenerator, Iterator

from knowledge.llm.chat import Finished, ModelFailed, Passage, Prompt, Text

_WORDS = 120
_STEPS = 12
_FENCE = re.compile(r"^[ \t]*(?:```|~~~)", re.MULTILINE)
_STEP = re.compile(r"^\d+[.)]\s", re.MULTILINE)
_HEADING = re.compile(r"#.*|\*\*[^*\n]+\*\*")
_MARK = re.compile(r"\s*(?:\d+[.)]\s*)?")
_SENTENCE = re.compile(r"(?<=[.!?])[ \t]+(?=[^\W_a-z])|(?<=\n)")


class Extractive:
    """Answers with the first passage of the prompt; always there, never wrong in words."""

    def __init__(self, name: str = "extractive", *, guesses: bool = False) -> None:
        """`name` is what records tell: `pair` where a known question is answered as it stands.

        One that `guesses` quotes the first passage where another fits as well.
        """
        self.name = name
        self._guesses = guesses

    async def stream(self, prompt: Prompt) -> AsyncGenerator[Text | Finished, None]:
        """Yield the passage sentence by sentence, its citation at the end."""
        if not prompt.passages:
            raise ModelFailed("refused", "there is no passage to quote")
        if not (prompt.quotable or self._guesses):
            raise ModelFailed("refused", "another passage fits as well")
        for piece in pieces(quoted(prompt.passages[0])):
            yield Text(piece)
        yield Finished(provider=self.name, model=self.name, reason="stop")


def quoted(passage: Passage) -> str:
    """Return the words of a passage that answer, with the passage's marker behind them."""
    text = passage.text.strip()
    if passage.kind == "section":
        text = shortened(text)
    last = text.rpartition("\n")[2]
    # Behind a fence or a row of a table the marker would become a part of it.
    gap = "\n\n" if _FENCE.match(last) or last.startswith("|") else " "
    return f"{text}{gap}[{passage.n}]"


def shortened(text: str) -> str:
    """Return the start of a section: about 120 words, cut between paragraphs.

    Numbered steps stay together, up to twelve of them; a heading or a line with a colon at
    its end is not the end.
    """
    taken: list[str] = []
    words = 0
    for block in _blocks(text):
        steps = _STEP.match(block)
        full = words >= _WORDS if steps else words + len(block.split()) > _WORDS
        if taken and full and not _leads_on(taken[-1]):
            break
        taken.append(_first_steps(block) if steps else _first_words(block))
        words += len(block.split())
    while len(taken) > 1 and _leads_on(taken[-1]):
        taken.pop()
    return "\n\n".join(taken)


def pieces(text: str) -> Iterator[str]:
    """Cut a text into sentences and lines; joined, they are the text again."""
    start = 0
    for end in (match.end() for match in _SENTENCE.finditer(text)):
        if not _MARK.fullmatch(text, start, end):
            yield text[start:end]
            start = end
    if start < len(text):
        yield text[start:]


def _blocks(text: str) -> list[str]:
    """Return paragraphs, lists, fences and tables; steps with blank lines between are one."""
    blocks: list[str] = []
    for part in re.split(r"\n(?:[ \t]*\n)+", text):
        if blocks and (_is_open_fence(blocks[-1]) or _goes_on(blocks[-1], part)):
            blocks[-1] += "\n\n" + part
        else:
            blocks.append(part)
    return blocks


def _is_open_fence(block: str) -> bool:
    return len(_FENCE.findall(block)) % 2 == 1


def _goes_on(block: str, part: str) -> bool:
    """Return whether `part` is another step, or more of the last one, after `block`."""
    indented = part.startswith((" ", "\t"))
    return bool(_STEP.match(block)) and (indented or bool(_STEP.match(part)))


def _leads_on(block: str) -> bool:
    return block.rstrip().endswith(":") or _HEADING.fullmatch(block) is not None


def _first_steps(block: str) -> str:
    starts = [match.start() for match in _STEP.finditer(block)]
    return block[: starts[_STEPS]].rstrip() if len(starts) > _STEPS else block


def _first_words(block: str) -> str:
    """Return the start of a long paragraph or list; fences and tables stay as they are."""
    if len(block.split()) <= _WORDS or _FENCE.match(block) or block.startswith("|"):
        return block
    start, words = "", 0
    for piece in pieces(block):
        words += len(piece.split())
        if start and words > _WORDS:
            break
        start += piece
    return start.rstrip()

"""What a double says: what it was told to say, else quotes from the prompt's sources."""

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

NO_SOURCES = (
    "I stand in for a language model and quote the sources I am given. "
    "This prompt has none, so I cannot answer it."
)
THOUGHT = "The person asks something. I look at the sources first."
_SOURCE = re.compile(r'<source\s+n="(\d+)"[^>]*>(.*?)</source>', re.DOTALL)
_QUESTION = re.compile(r"<question>(.*?)</question>", re.DOTALL)
_WORD = re.compile(r"[^\W_]{3,}")
_LIST_MARK = re.compile(r"^\s*(?:[-*+>]|\d+[.)])\s+")
_TOKEN = re.compile(r"\s?\w{1,8}|\s?[^\w\s]{1,4}|\s")


@dataclass(frozen=True)
class Reply:
    """One scripted answer. `when` limits it to prompts whose last message has this text."""

    text: str = ""
    thinking: str = ""
    tool_calls: Sequence[Mapping[str, Any]] = ()
    when: str = ""


class ReplyQueue:
    """Scripted answers, each given once, in order."""

    def __init__(self) -> None:
        self._waiting: list[Reply] = []

    def put(self, reply: Reply, times: int = 1) -> None:
        """Give this answer to one of the next requests."""
        self._waiting += [reply] * times

    def take(self, messages: Sequence[Mapping[str, Any]]) -> Reply | None:
        """Return and forget the first answer that fits these messages."""
        asked = str(messages[-1].get("content") or "") if messages else ""
        for index, reply in enumerate(self._waiting):
            if reply.when in asked:
                return self._waiting.pop(index)
        return None

    def clear(self) -> None:
        """Forget all of them."""
        self._waiting.clear()


def pieces(text: str) -> list[str]:
    """Cut an answer into what passes for tokens; joined, they are the text again."""
    return _TOKEN.findall(text)


def quoted(messages: Sequence[Mapping[str, Any]]) -> str:
    """Answer from source 1 with its two or three sentences that fit the question best."""
    everything = "\n".join(str(m.get("content") or "") for m in messages)
    sources = {int(n): text for n, text in _SOURCE.findall(everything)}
    if not sources:
        return NO_SOURCES
    number = min(sources)
    sentences = _sentences(html.unescape(sources[number]))
    chosen = _closest(sentences, _last_question(messages))
    return " ".join(_marked(sentence, number) for sentence in chosen) or NO_SOURCES


def _last_question(messages: Sequence[Mapping[str, Any]]) -> str:
    """Return the last user message without its sources, or what it marks as question."""
    asked = [str(m.get("content") or "") for m in messages if m.get("role") == "user"]
    last = _SOURCE.sub(" ", asked[-1]) if asked else ""
    marked = _QUESTION.search(last)
    return marked[1] if marked else last


def _sentences(text: str) -> list[str]:
    """Return the prose of a markdown text, sentence by sentence, without its marks."""
    found = []
    for line in text.splitlines():
        bare = _LIST_MARK.sub("", line).strip()
        if bare and not bare.startswith(("#", "|", "```", "---")):
            found += re.split(r"(?<=[.!?])\s+(?=[^\W\d_a-z]|`)", bare)
    return [sentence for sentence in found if len(sentence.split()) > 2]


def _closest(sentences: Sequence[str], question: str) -> list[str]:
    """Return the best sentences in the order of the text, two even when none fits."""
    wanted = set(_WORD.findall(question.lower()))
    shared = [len(wanted & set(_WORD.findall(s.lower()))) for s in sentences]
    order = sorted(range(len(sentences)), key=lambda i: (-shared[i], i))
    best = [i for rank, i in enumerate(order[:3]) if rank < 2 or shared[i] > 1]
    return [sentences[i] for i in sorted(best)]


def _marked(sentence: str, number: int) -> str:
    body, stop = sentence, ""
    if sentence[-1] in ".!?":
        body, stop = sentence[:-1], sentence[-1]
    return f"{body} [{number}]{stop}"

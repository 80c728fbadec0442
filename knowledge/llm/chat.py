"""What a chat model is to us: a prompt goes in, text comes out in pieces, then an account of it."""

from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol


@dataclass(frozen=True)
class Message:
    """One line of a prompt."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True)
class Passage:
    """A piece of one atom version, numbered for this request; `n` is what `[n]` in an answer means."""

    n: int
    atom: str
    version_id: int
    version: int
    title: str
    section: str
    text: str
    kind: Literal["section", "pair", "shape"] = "section"
    """Of a `shape` the whole text answers; of a section its beginning."""
    type: str = "article"


Purpose = Literal[
    "answer", "rewrite", "compare", "classify", "extract", "test", "probe"
]
"""What a model is asked for; the usage log counts by it."""


@dataclass(frozen=True)
class Prompt:
    """Everything a model may use for one answer. `passages` are ordered by evidence, best first."""

    messages: Sequence[Message]
    passages: Sequence[Passage] = ()
    max_tokens: int = 512
    temperature: float = 0.2
    purpose: Purpose = "answer"
    smaller: "Callable[[float], Prompt] | None" = field(default=None, compare=False)
    """The same prompt at about this share of its size, for a model with less room."""
    quotable: bool = True
    """Whether the first passage answers by itself; not where another one fits as well."""
    schema: Mapping[str, object] | None = None
    """The JSON schema that the answer must follow; servers that can hold the model to it."""


@dataclass(frozen=True)
class Text:
    """The next piece of the answer."""

    text: str


@dataclass(frozen=True)
class Finished:
    """The end of an answer. Counts are None where the model does not tell."""

    provider: str
    model: str
    reason: Literal["stop", "length"]
    prompt_tokens: int | None = None
    answer_tokens: int | None = None
    digest: str = ""
    extra: dict[str, str] = field(default_factory=dict)


class ModelFailed(Exception):
    """A model did not give an answer.

    `kind` is one of a closed list that admin pages and evidence show; `retryable` says whether the
    same request may succeed a moment later. `sizes` are the tokens of a prompt that was too
    long and those that there is room for, where the server told.
    """

    def __init__(
        self,
        kind: "FailureKind",
        detail: str = "",
        *,
        retryable: bool = False,
        sizes: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(f"{kind}: {detail}" if detail else kind)
        self.kind = kind
        self.detail = detail
        self.retryable = retryable
        self.sizes = sizes


FailureKind = Literal[
    "unreachable",  # refused, reset, no route, name unknown
    "slow",  # no first token, or a stall, within its deadline
    "not_pulled",  # the server does not have the model
    "overflow",  # the prompt is larger than the model's context
    "refused",  # 4xx: our request is wrong, repeating it will not help
    "server",  # 5xx or an error line in the stream
    "cut",  # the stream ended without its end mark
    "garbled",  # bytes that are not the protocol
    "busy",  # the server's queue is full
    "crowded",  # our own line before the model is full, or did not move in time
    "resting",  # it failed again and again, so it is not asked for a while
]


class ChatModel(Protocol):
    """A model that answers. Closing the generator cancels the request at the server."""

    name: str

    def stream(self, prompt: Prompt) -> AsyncGenerator[Text | Finished, None]:
        """Yield `Text` pieces and, last, one `Finished`; raise `ModelFailed` for anything else."""
        ...

"""The prompt that a variant makes of a real question: what would be sent, and no more."""

import asyncio
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import Site
from knowledge.answering.outcomes import Question
from knowledge.answering.prompts import prompt_for
from knowledge.answering.seams import Retrieve
from knowledge.answering.tokens import tokens_of
from knowledge.answering.weigh import weigh
from knowledge.llm.chat import Prompt
from knowledge.llm.embedder import EmbeddingFailed
from knowledge.models import AskedQuestion, Variant
from knowledge.policies import policy_with
from knowledge.reader import Reader
from knowledge.retrieval.passages import passages

OFFERED = 12
_LOOKED_AT = 100


@dataclass(frozen=True)
class Preview:
    """A prompt, how many tokens it has about, and whether the question would come to a model."""

    prompt: Prompt
    tokens: int
    room: int
    enough: bool


class NoPreview(Exception):
    """The prompt cannot be made; the message says why."""


def preview(
    variant: Variant | None,
    *,
    question: str,
    site: Site | None,
    reader: Reader,
    retrieve: Retrieve | None = None,
) -> Preview:
    """Return the prompt of a question with what is found for it now; raises NoPreview."""
    if retrieve is None:
        # LlamaIndex: two seconds and 100 MB that other pages do without.
        from knowledge.retrieval.live import retrieve as live

        retrieve = live
    policy = policy_with(variant, site)
    asked = Question(question, policy)
    try:
        weighed = asyncio.run(weigh(asked, (), reader, retrieve))
    except EmbeddingFailed as failed:
        told = _("The question could not be looked up: %(why)s")
        raise NoPreview(told % {"why": failed}) from failed
    found = passages(weighed.candidates[: policy.passages], question)
    prompt = prompt_for(asked, (), found, context_tokens=policy.context_tokens)
    tokens = sum(tokens_of(message.content) for message in prompt.messages)
    return Preview(prompt, tokens, policy.context_tokens, weighed.enough)


def asked_lately(reader: Reader) -> list[str]:
    """Return questions of customers to choose from, the newest first."""
    newest = AskedQuestion.objects.readable_by(reader).order_by("-pk")
    texts = newest.values_list("text", flat=True)[:_LOOKED_AT]
    return list(dict.fromkeys(text for text in texts if len(text) < 200))[:OFFERED]

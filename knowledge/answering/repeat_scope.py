"""All that an answer depends on besides its question and the texts: what a kept one is found under."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache

from knowledge.answering.outcomes import Policy, Question
from knowledge.answering.phrases import language_of
from knowledge.answering.prompts import prompt_for
from knowledge.reader import CUSTOMER, PUBLIC, Reader

CHECKS = 1
"""Raised with every change of what answers are checked by: older ones are not given any more."""


@dataclass(frozen=True)
class Scope:
    """All that an answer depends on besides the question and the texts."""

    site: int
    audiences: Sequence[str]
    collections: Sequence[int]
    language: str
    embedder: str
    model: str
    prompt: str
    """Digest of the rules that models are given, in which the site's names stand too."""
    floor: float | None
    context_tokens: int
    redact: bool
    guards: Sequence[str]
    checks: int
    variant: int | None
    """Of the variants that are compared on live traffic; each has its own answers."""

    @classmethod
    def of(
        cls, question: Question, reader: Reader, *, model: str, embedder: str
    ) -> "Scope | None":
        """Return the scope of a question's answer; None outside of sites."""
        policy = question.policy
        if policy.site is None:
            return None
        return cls(
            site=policy.site,
            audiences=sorted(reader.audiences),
            collections=sorted(reader.collections),
            language=language_of(question.text, policy.language),
            embedder=embedder,
            model=model,
            prompt=_rules_of(policy),
            floor=policy.answer_floor,
            context_tokens=policy.context_tokens,
            redact=policy.redact,
            guards=sorted(policy.guards),
            checks=CHECKS,
            variant=policy.variant,
        )

    @property
    def digest(self) -> str:
        """Return it as one value that rows are found by."""
        return digest_of(json.dumps(asdict(self), sort_keys=True))

    @property
    def audience(self) -> str:
        """Return for whom the answer is."""
        return CUSTOMER if CUSTOMER in self.audiences else PUBLIC


def digest_of(text: str) -> str:
    """Return 64 hexadecimal digits for a text (SHA-256)."""
    return hashlib.sha256(text.encode()).hexdigest()


@lru_cache(maxsize=256)
def _rules_of(policy: Policy) -> str:
    return digest_of(prompt_for(Question("", policy), (), ()).messages[0].content)

"""Answers that tell nothing: an expert passes, or puts the question off."""

import re
from collections.abc import Sequence

from knowledge.answering.wording import terms_of
from knowledge.interviews.utterances import Utterance

_PASSED = re.compile(
    r"\b(?:i (?:really |honestly |just )?(?:don't|do not) (?:actually |really |honestly )?(?:know"
    r"|remember|recall)|no idea|i(?:'m| am) not (?:really |entirely |quite |actually )?(?:sure"
    r"|the (?:right |best )?person|certain)|(?:you(?:'d| would|'ll)? (?:have|need|should"
    r"|better) (?:to )?|best |better )ask\b|i(?:'d| would|'ll) have to (?:look|check|ask|find)"
    r"|(?:can't|cannot|couldn't) (?:tell you|answer|say|remember|help you)|let me (?:get back"
    r"|come back)|i(?:'ll| will) (?:get back|come back|look (?:it|that) up|find out|check)"
    r"|never (?:tried|needed|looked)|that's (?:a question for|not my|beyond|outside)|pass on that"
    r"|who knows|i wouldn't know|no clue|beats me|couldn't say|next question|leave (?:that|it"
    r"|this) (?:one )?open|not that i know|that's another (?:thing|question|story))\b",
    re.IGNORECASE,
)
DEFERRED = re.compile(
    r"\b(?:remind me|ask me (?:that |this |again |about (?:it|that) )*(?:later|again|at the end|in a)"
    r"|(?:later|at the end),? (?:please|ask)|let me (?:first )?(?:finish|do) .{3,40} first|(?:i'll"
    r"|we'll|let's) (?:come|get) (?:back )?to (?:that|it|this)|not now|hold that (?:thought|question)"
    r"|in a (?:minute|moment))\b",
    re.IGNORECASE,
)
_LITTLE = 12
"""With fewer words of meaning beside it, "I don't know" is the answer."""


def is_passed(answer: Sequence[Utterance]) -> bool:
    """Whether an expert said no more than that they cannot tell, or not now."""
    rest = [
        said
        for said in answer
        if not (_PASSED.search(said.text) or DEFERRED.search(said.text))
    ]
    terms = [term for said in rest for term in terms_of(said.text)]
    passed = len(rest) < len(answer) and len(terms) < _LITTLE
    return passed or not any(terms_of(said.text) for said in answer)

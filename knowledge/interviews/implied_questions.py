"""Questions that nothing but their answer shows: "and the second one", where nobody wrote a question mark."""

import re

from knowledge.answering.wording import terms_of
from knowledge.interviews.values_said import values_in

_LISTENED = r"(?:(?:okay|ok|right|good|great|well|so|ha|ugh|oh|ah|hm+|yes|yeah|no|got it|i see|thanks|fine|sure|wow)\b[\s,.]*)*"
_GOES_ON = re.compile(
    rf"^{_LISTENED}(?:and|or) (?!(?:so|then)\b)(?:for |with |in |at |on |if |when |there's |there is )?\w",
    re.IGNORECASE,
)
_EITHER = re.compile(
    rf"^{_LISTENED}(?:wait )?(?:[\w']+ ){{1,5}}or [\w' ]+\Z", re.IGNORECASE
)
_NAMED = re.compile(rf"^{_LISTENED}(?:the |your )?[\w-]+(?: [\w-]+)?\Z", re.IGNORECASE)
_LONGEST = 30
_LEAST_ANSWER, _NEW = 12, 5


def implies(text: str, told: str, answer: str) -> bool:
    """Whether words without the form of a question ask: they name something new, and much is told to it.

    `told` was said before them, `answer` after them.
    """
    asked = set(terms_of(text))
    if len(text.split()) > _LONGEST or not _leads_on(text, asked - set(terms_of(told))):
        return False
    new = set(terms_of(answer)) - asked
    return len(answer.split()) >= _LEAST_ANSWER and len(new) >= _NEW


def _leads_on(text: str, new: set[str]) -> bool:
    if _EITHER.match(text):
        return True
    if not new:
        return False
    named = _NAMED.match(text) is not None and not values_in(text)
    return named or _GOES_ON.match(text) is not None

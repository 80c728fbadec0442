"""What was said before a question, and whether a follow-up would only be told it once more.

"And how do I undo that?" is looked up together with the question before it, and that question
finds its own answer again: right for it, and wrong for what is asked now.
"""

import re
from collections.abc import Sequence

from knowledge.answering.outcomes import Answered, Citation, Line, Outcome
from knowledge.answering.wording import terms_of
from knowledge.llm.chat import Passage
from knowledge.llm.extractive import quoted

_MARKER = re.compile(r"\[\d+\]")


def only_repeats(text: str, history: Sequence[Line], passage: Passage) -> bool:
    """Whether a passage was the last answer, and has none of the words that are new in `text`."""
    answered = next(
        (at for at in reversed(range(len(history))) if history[at].role == "bot"), None
    )
    if answered is None or _bare(quoted(passage)) not in _bare(history[answered].text):
        return False
    asked = (line.text for line in history[:answered] if line.role == "customer")
    known = {term for said in asked for term in terms_of(said)}
    new = set(terms_of(text)) - known
    return bool(new) and new.isdisjoint(terms_of(f"{passage.title}\n{passage.text}"))


def lines_of(text: str, outcome: Outcome) -> list[Line]:
    """Return what a chat holds once this was asked in it and ended so."""
    asked = Line("customer", text)
    said = getattr(outcome, "text", "")
    return [asked, Line("bot", said, _cited(outcome))] if said else [asked]


def _cited(outcome: Outcome) -> Sequence[Citation]:
    return outcome.citations if isinstance(outcome, Answered) else ()


def _bare(text: str) -> str:
    return " ".join(_MARKER.sub("", text).split())

"""What is said without looking anything up: courtesy, and what stands in this chat itself."""

import re
from collections.abc import Sequence

from knowledge.answering.chat_questions import about_chat, line_asked_for
from knowledge.answering.clauses import clauses_of
from knowledge.answering.intents import Intent, intent_of
from knowledge.answering.markers import normalised
from knowledge.answering.outcomes import Line, Question
from knowledge.answering.phrase_book import Phrase
from knowledge.answering.phrases import language_of, say

_REPLIES: dict[Intent, Phrase] = {
    "greeting": "greeting",
    "thanks": "thanks",
    "goodbye": "goodbye",
}
# "What did I ask?" means a question; "what was my last message?" means any.
_ASKED = re.compile(r"\bask|\bquestion\b|\bge?frag", re.IGNORECASE)


def reply_to(question: Question, history: Sequence[Line], intent: Intent) -> str | None:
    """Return our own words for small talk; None for anything else."""
    language = language_of(question.text, question.policy.language)
    if intent == "about_this_chat":
        return _about_chat(question, history, language)
    return say(_REPLIES[intent], language) if intent in _REPLIES else None


def _without_courtesy(history: Sequence[Line]) -> Sequence[Line]:
    """Return the lines without the customer's thanks and greetings, unless nothing else is there."""
    kept = [
        line
        for line in history
        if line.role != "customer" or intent_of(line.text) not in _REPLIES
    ]
    return kept if any(line.role == "customer" for line in kept) else history


def _about_chat(question: Question, history: Sequence[Line], language: str) -> str:
    about = about_chat(clauses_of(question.text))
    said = _without_courtesy(history) if _ASKED.search(question.text) else history
    line = line_asked_for(about, said) if about and about != "what_are_you" else None
    if line is None:
        return say("what_i_am", language, bot=question.policy.bot_name)
    # The markers of that answer would point to nothing in this one.
    text, _ = normalised(line.text, ())
    return say(
        "you_asked" if line.role == "customer" else "you_were_told", language, text=text
    )

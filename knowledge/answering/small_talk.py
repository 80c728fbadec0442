"""What is said without looking anything up: courtesy, what stands in this chat, and to "???"."""

import re
from collections.abc import Sequence

from knowledge.answering.chat_questions import about_chat, line_asked_for
from knowledge.answering.clauses import clauses_of
from knowledge.answering.intents import LOOKED_UP, Intent, intent_of
from knowledge.answering.markers import normalised
from knowledge.answering.outcomes import Line, Question
from knowledge.answering.phrase_book import Phrase
from knowledge.answering.phrases import language_of, say

_REPLIES: dict[Intent, Phrase] = {
    "greeting": "greeting",
    "thanks": "thanks",
    "goodbye": "goodbye",
    "nothing_asked": "tell_more",
}
_MOST_LISTED = 8
_LONGEST_LISTED = 120
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
    if about is None or about == "what_are_you":
        return say("what_i_am", language, bot=question.policy.bot_name)
    if about == "all_mine":
        return _all_asked(history, language)
    said = _without_courtesy(history) if _ASKED.search(question.text) else history
    line = line_asked_for(about, said)
    if line is None:
        return say("nothing_said", language)
    # The markers of that answer would point to nothing in this one.
    text, _ = normalised(line.text, ())
    return say(
        "you_asked" if line.role == "customer" else "you_were_told", language, text=text
    )


def _all_asked(history: Sequence[Line], language: str) -> str:
    """Name what the customer has asked, the newest last."""
    asked = [
        " ".join(line.text.split())
        for line in history
        if line.role == "customer" and intent_of(line.text) in LOOKED_UP
    ]
    if not asked:
        return say("nothing_said", language)
    named = ", ".join(f"\u201c{_short(text)}\u201d" for text in asked[-_MOST_LISTED:])
    return say("all_asked", language, texts=named)


def _short(text: str) -> str:
    if len(text) <= _LONGEST_LISTED:
        return text
    return f"{text[:_LONGEST_LISTED].rsplit(' ', 1)[0]} \u2026"

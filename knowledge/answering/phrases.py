"""What the desk itself says to customers, in the languages it speaks."""

import re
from collections.abc import Sequence
from typing import Literal

from knowledge.answering.clauses import clauses_of
from knowledge.answering.word_sets import word_set

Phrase = Literal[
    "greeting",
    "thanks",
    "goodbye",
    "unknown",
    "unknown_part",
    "only_found",
    "offer",
    "you_asked",
    "you_were_told",
    "what_i_am",
    "which_one",
    "tell_more",
    "step",
    "all_steps",
]

_PHRASES: dict[str, dict[Phrase, str]] = {
    "en": {
        "greeting": "Hello! What would you like to know?",
        "thanks": "You're welcome! If anything else comes up, just ask.",
        "goodbye": "Goodbye, and thank you for your visit!",
        "unknown": "I'm sorry, I don't have a reliable answer to that.",
        "unknown_part": "I have no reliable answer to \u201c{question}\u201d.",
        "only_found": "I only found: {titles}.",
        "offer": "Would you like to talk to a person?",
        "you_asked": "From this chat, your message was: \u201c{text}\u201d",
        "you_were_told": "From this chat, the last reply was: \u201c{text}\u201d",
        "what_i_am": "I'm {bot}, an automated assistant: I answer from the help texts of this"
        " site. You can ask for a person at any time.",
        "which_one": "Which of these do you mean: {titles}?",
        "tell_more": "Could you tell me a little more? What do you want to do, or what message do"
        " you see?",
        "step": "Step {n} of {total}",
        "all_steps": "That was the last of the {total} steps: you are done.",
    },
    "de": {
        "greeting": "Hallo! Was m\u00f6chten Sie wissen?",
        "thanks": "Gern geschehen! Wenn noch etwas ist, fragen Sie einfach.",
        "goodbye": "Auf Wiedersehen und danke f\u00fcr Ihren Besuch!",
        "unknown": "Leider habe ich darauf keine verl\u00e4ssliche Antwort.",
        "unknown_part": "Keine verl\u00e4ssliche Antwort habe ich auf \u201e{question}\u201c.",
        "only_found": "Gefunden habe ich nur: {titles}.",
        "offer": "M\u00f6chten Sie mit einem Menschen sprechen?",
        "you_asked": "Aus diesem Chat, Ihre Nachricht war: \u201e{text}\u201c",
        "you_were_told": "Aus diesem Chat, die letzte Antwort war: \u201e{text}\u201c",
        "what_i_am": "Ich bin {bot}, ein automatischer Assistent: Ich antworte aus den"
        " Hilfetexten dieser Seite. Sie k\u00f6nnen jederzeit nach einem Menschen fragen.",
        "which_one": "Was davon meinen Sie: {titles}?",
        "tell_more": "K\u00f6nnen Sie mir etwas mehr sagen? Was m\u00f6chten Sie tun, oder welche"
        " Meldung sehen Sie?",
        "step": "Schritt {n} von {total}",
        "all_steps": "Das war der letzte der {total} Schritte: Sie sind fertig.",
    },
}
_DEFAULT = "en"
_NEAREST = 2

# Words that only one of the two languages has, frequent enough to stand in a short message.
_TELLING = {
    "en": word_set(
        """the is are was how what where why when can could do does did my your i you it to of
        and not have with for this that thanks hello please there want need"""
    ),
    "de": word_set(
        """der die das ist sind wie wo warum wann kann kannst konnen koennen mein meine ich sie
        du es und nicht habe haben mit fur fuer ein eine einen hallo danke bitte guten geht
        moin servus mochte moechte wurde gibt den dem auf zu von bei noch kommt jetzt schritt weiter nachstes"""
    ),
}


def say(phrase: Phrase, language: str, **values: str) -> str:
    """Return one of our own sentences in this language."""
    known = _PHRASES.get(language.split("-")[0].lower(), _PHRASES[_DEFAULT])
    return known[phrase].format(**values)


def language_of(text: str, otherwise: str) -> str:
    """Guess which of our languages the customer writes; a tie leaves the site's own."""
    said = [word for clause in clauses_of(text) for word in clause.split()]
    counts = {
        code: sum(w in telling for w in said) for code, telling in _TELLING.items()
    }
    best = max(counts, key=lambda code: counts[code])
    return best if list(counts.values()).count(counts[best]) == 1 else otherwise


def do_not_know(language: str, nearest: Sequence[str] = ()) -> str:
    """The honest sentence, at most two titles that were near, and the offer of a person."""
    parts = [say("unknown", language)]
    if nearest:
        titles = ", ".join(f"\u201c{title}\u201d" for title in nearest[:_NEAREST])
        parts.append(say("only_found", language, titles=titles))
    return " ".join([*parts, say("offer", language)])


def titles_offered(text: str) -> list[str]:
    """Return the titles that a line of ours asks to choose from."""
    for known in _PHRASES.values():
        begin, end = known["which_one"].split("{titles}")
        if text.startswith(begin) and text.endswith(end):
            return re.findall("\u201c(.+?)\u201d", text)
    return []


def asks_for_more(text: str) -> bool:
    """Whether a line of ours asks to be told more."""
    return text.strip() in {known["tell_more"] for known in _PHRASES.values()}


def offers_person(text: str) -> bool:
    """Whether a line of ours ends with the offer of a person."""
    return text.rstrip().endswith(tuple(known["offer"] for known in _PHRASES.values()))

"""Sentences of a model that are about the desk and not about the matter."""

import re

_PEOPLE = (
    r"(?:agent|human|person|people|someone|somebody|colleague|representative|specialist|expert"
    r"|operator|staff|employee|manager|(?:our |the |a )?(?:customer |support )?(?:team|support"
    r"|service))"
)
_PROMISE_EN = (
    r"\b(?:i|we)(?: ?[\u2019']?ll| will| shall| am going to| ?[\u2019']m going to| are going to"
    r"| ?[\u2019']m| am| ?[\u2019']ve| have| can now)(?: now| just| already| gladly)?"
    r" (?:connect|transfer|forward|escalat|hand|pass|put|rout|redirect|refer|notif|inform|alert"
    r"|ask|contact|open|creat|rais|submit|log|fil)\w*"
    rf"(?: [^.!?\n]{{0,60}})?\b(?:{_PEOPLE}|ticket|request|case)s?\b",
    r"\blet me (?:just )?(?:connect|transfer|forward|escalate|hand|pass|put) (?:you|this|it)\b",
    r"\b(?:i|we)(?: will|[\u2019']ll| am| are|[\u2019']m|[\u2019']re)? ?"
    r"(?:now )?(?:transferring|connecting|escalating|forwarding|handing)\b",
    rf"\b{_PEOPLE}s?(?: member)?(?: [^.!?\n]{{0,30}})?"
    r"(?: will|[\u2019']ll| is going to)(?: [^.!?\n]{0,20})?"
    r" (?:contact|reach out|get back|be with you|be in touch|call you|help you|assist you|join"
    r"|take over|follow up|reply|respond)\b",
    r"\b(?:please )?(?:hold|wait|stay)(?: on)?(?: the line)? (?:while|whilst) (?:i|we)\b",
)
_PROMISE_DE = (
    r"\bich (?:verbinde|leite|\u00fcbergebe|informiere|benachrichtige|gebe)\b[^.!?\n]{0,60}"
    r"\b(?:mitarbeiter\w*|kolleg\w*|menschen|team|support|kundenservice|weiter)\b",
    r"\b(?:ein|eine|unser)\w* (?:mitarbeiter\w*|kolleg\w*|team|berater\w*|support\w*)\b"
    r"[^.!?\n]{0,30} wird (?:sich|ihnen|dich|dir|sie)\b",
    r"\b(?:wird|werden) sich (?:in k\u00fcrze |bald |umgehend )?(?:bei ihnen|bei dir|mit ihnen)\b",
)
_PROMISE = re.compile("|".join((*_PROMISE_EN, *_PROMISE_DE)), re.IGNORECASE)

_UNKNOWN = re.compile(
    r"\b(?:i|we)(?: am| are|[\u2019']m|[\u2019']re)? ?(?:do not|don[\u2019']?t|cannot|can[\u2019']?t"
    r"|could not|couldn[\u2019']?t|not able to|unable to|was unable to|am not sure|not certain|not sure)"
    r"(?: currently| actually)? ?(?:know|have (?:any |enough |that |the |specific |reliable )*"
    r"(?:information|details|answer|data)|find|answer|tell|provide|say|help with)?\b"
    r"|\b(?:sources?|documents?|passages?|articles?|texts?|context|information|knowledge base)\b"
    r"[^.!?\n]{0,40}\b(?:do(?:es)? not|don[\u2019']?t|doesn[\u2019']?t) "
    r"(?:contain|mention|say|cover|answer|provide|include|specify|address|explain|state|describe)"
    r"|\b(?:there is|there[\u2019']?s|i have|i found) no (?:information|mention|answer|details?)\b"
    r"|\bich (?:wei(?:\u00df|ss) (?:es |das |leider )*nicht|habe (?:dazu |dar\u00fcber |leider )*keine)"
    r"|\bich kann (?:das |diese frage |dazu |leider )*nicht (?:beantworten|sagen|finden)"
    r"|\b(?:quellen?|texte?|artikel|informationen) [^.!?\n]{0,40}\b(?:nicht|keine)\b",
    re.IGNORECASE,
)


def promises_person(sentence: str) -> bool:
    """Whether the sentence says that a person has been or will be brought in."""
    return _PROMISE.search(sentence) is not None


def admits_ignorance(sentence: str) -> bool:
    """Whether the sentence says that the answer is not known."""
    return _UNKNOWN.search(sentence) is not None

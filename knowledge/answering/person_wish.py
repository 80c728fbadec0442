"""Whether somebody asks for a person; never set off by questions about agents or people."""

import difflib
import re
from collections.abc import Sequence
from functools import lru_cache

from knowledge.answering import intent_words as words

_LONGEST_CLAUSE = 16
_JOINERS = re.compile(
    r"^(?:(?:and|but|so|then|or|ok|okay|well|und|aber|also|dann|oder)\b ?|no (?=i )|nein (?=ich ))"
)

_WISH = (
    r"(?:(?:please|kindly|i just|i really|just|can you|could you|would you|will you"
    r"|i (?:want|need|wish|have|prefer|demand|am trying|would like|would love|would prefer"
    r"|would rather|d like|d rather)(?: to)?|id (?:like|rather|prefer)(?: to)?"
    r"|im trying to|trying to|want(?: to)?|need(?: to)?|like to"
    r"|(?:can|could|may) (?:i|we|someone|somebody)|is it possible(?: for me)? to|would it be possible to"
    r"|let me|how (?:do|can|could) i|how to|do you have|id) )"
)
_WHICH = (
    r"(?:(?:a|an|the|your|any|some|my|one of your|another|real|live|actual|human|physical"
    r"|customer|care|service|support|help ?desk|sales|technical|tech|senior) )*"
)
_STAFF = (
    r"(?:agents?|humans?(?: beings?)?|representatives?|operators?|executives?|supervisors?"
    r"|managers?|advis[eo]rs?|staff(?: members?)?|member of (?:the )?staff|employees?"
    r"|technicians?|assistants?|teams?)"
)
_ANYONE = r"(?:someone|somebody|anyone|anybody|persons?|people|human(?: being)?)"
_DESK = r"(?:customer (?:care|service|support)|support|human support|live support)"
_TAIL = (
    r"(?: (?:please|now|here|instead|today|asap|right (?:now|away)|immediately|urgently|thanks"
    r"|thank you|directly|sir|then|only|again|(?:about|regarding|concerning) .+"
    r"|(?:from|in|at) (?:your |the )?(?:\w+ )?(?:team|support|company|department|service|care)"
    r"|(?:on|over|by|via) (?:the )?(?:phone|chat|call)|for (?:help|assistance|support)"
    r"|(?:who|that) can help(?: me)?|to (?:help|assist) me|and not (?:a|the) \w+"
    r"|not (?:a|the|some) (?:bot|robot|machine|computer)))*"
)
_TALK = (
    r"(?:speak|talk|chat|(?:be|get) (?:connected|transferred|put through))"
    r"(?: directly)?(?: to| with| through to)?"
)
_REACH = r"(?:reach|get|contact|get (?:through|in touch|in contact|hold)(?: to| with| of)?|call)"
_HUMAN = (
    r"(?:(?:a|an|the|any|some|your) )*(?:(?:real|live|actual|human) (?:person|people|human|agent"
    r"|support|representative|chat)|humans?(?: being)?|agent|representative|operator|person"
    r"|(?:customer|support) (?:service |care |support )?(?:agent|representative|executive))"
)
_MACHINE = r"(?:bots?|robots?|machines?|chat ?bots?|ai|computers?|program)"
_PERSON_EN = (
    rf"{_WISH}*(?:to )?{_TALK} {_WHICH}(?:{_STAFF}|{_ANYONE}|{_DESK}){_TAIL}",
    rf"{_WISH}+(?:to )?{_REACH} {_WHICH}(?:{_STAFF}|human(?: being)?|real person){_TAIL}",
    rf"{_WISH}*(?:get|give|send|bring|find) me (?:to )?{_WHICH}(?:{_STAFF}|{_ANYONE}){_TAIL}",
    rf"{_WISH}*(?:to )?(?:connect|get in touch) (?:to|with) {_WHICH}{_STAFF}{_TAIL}",
    rf"{_WISH}*put me in (?:touch|contact) with {_WHICH}(?:{_STAFF}|{_ANYONE}|{_DESK}){_TAIL}",
    rf"{_WISH}*(?:connect|transfer|forward|escalate|hand|put|send|direct|redirect|refer) "
    rf"(?:me|this|us|it)(?: over| through)?(?: to| with) {_WHICH}(?:{_STAFF}|{_ANYONE}|{_DESK})"
    rf"{_TAIL}",
    rf"{_WISH}*(?:transfer|escalate) (?:me|this)(?: chat| conversation)?{_TAIL}",
    rf"{_WISH}+{_HUMAN}{_TAIL}",
    rf"i (?:want|need) (?:to )?(?:talk|speak){_TAIL}|can we (?:talk|speak){_TAIL}",
    rf"(?:is|are) (?:there )?{_HUMAN} (?:available|there|here|around|online)(?: \w+)?",
    rf"(?:{_WISH}|someone |somebody |anyone )*(?:call|phone|ring) (?:me|us)(?: back)?(?: (?:at|on)(?: my)?| now| today| asap"
    r"| please| number| \d+)*",
    r"(?:please |ok )?(?:call|phone) (?:at|on) (?:\d+ ?)+",
    rf"{_WISH}*(?:request |get |have |arrange |schedule )?(?:a )?call ?back{_TAIL}",
    rf"(?:i )?(?:do not|dont|did not|didnt) want (?:to )?(?:(?:speak|talk|chat)(?: to| with)? )?"
    rf"(?:a |an |the |this |your |with )*{_MACHINE}",
    rf"(?:no more |no |not (?:a |the |another )|stop (?:the |this )?){_MACHINE}(?: please)?",
)

_GERMAN_WISH = (
    r"(?:ich|mochte|moechte|will|wurde|wuerde|muss|kann|konnte|koennte|darf|man|bitte|gern|gerne"
    r"|jetzt|mal|hier|direkt|lieber|endlich|doch|nur|sofort|nicht)"
)
_GERMAN_WHO = (
    r"(?:(?:einem|einer|einen|eine|ein|dem|der|den|eurem|eurer|ihrem|ihrer|nem|ner|echten|echter"
    r"|richtigen|richtiger|menschlichen|menschlicher|realen|lebenden|anderen) )*"
    r"(?:mensch|menschen|mitarbeiter|mitarbeiterin|mitarbeitern|person|berater|beraterin"
    r"|kundenberater|kundenservice|kundendienst|kundensupport|support|ansprechpartner|agent"
    r"|agenten|supportmitarbeiter|servicemitarbeiter|kollegen|jemand|jemandem|jemanden)"
    r"(?: (?:vom|aus dem|von eurem|von ihrem) (?:support|kundenservice|service|team))?"
)
_GERMAN_TALK = r"(?:sprechen|reden|chatten|telefonieren|schreiben|verbunden werden)"
_PERSON_DE = (
    rf"(?:{_GERMAN_WISH} )*mit {_GERMAN_WHO}(?: {_GERMAN_WISH})* {_GERMAN_TALK}(?: \w+)?",
    rf"(?:bitte )?(?:verbinden? (?:sie )?mich|stellen sie mich|leiten? (?:sie )?mich)"
    rf"(?: bitte)?(?: direkt)? (?:mit|zu|an) {_GERMAN_WHO}(?: weiter| durch)?(?: bitte)?",
    rf"ich (?:brauche|will|mochte|moechte)(?: bitte| endlich)? {_GERMAN_WHO}(?: sprechen)?",
    r"(?:bitte )?(?:einen? |nen )(?:(?:echte[rn]?|richtige[rn]?) )?"
    r"(?:mensch(?:en)?|mitarbeiter(?:in)?|kundenberater|supportmitarbeiter)(?: bitte)?",
    r"(?:bitte )?ruf(?:en sie|t)? mich(?: bitte)?(?: an| zuruck| zurueck)(?: bitte)?",
    r"(?:ich (?:bitte|mochte|moechte) )?(?:bitte )?(?:um )?(?:einen )?(?:ruckruf|rueckruf)"
    r"(?: bitte)?",
    r"(?:ich (?:will|mochte|moechte) )?kein(?:en|e)? "
    r"(?:bot|chatbot|roboter|computer|maschine|ki)(?: mehr)?(?: bitte)?",
)
_PERSON = re.compile(
    "|".join(f"(?:{pattern})" for pattern in (*_PERSON_EN, *_PERSON_DE))
)
# Says it without a verb, so it must be the whole message: logs are full of agents, too.
_BARE = re.compile(
    rf"{_HUMAN}{_TAIL}|(?:live|chat|talk|human|real)(?: to| with)? {_WHICH}?(?:agent|person|support)"
    rf"{_TAIL}|live chat(?: please)?|(?:echte[rn]? |richtige[rn]? )?"
    r"(?:mensch(?:en)?|mitarbeiter(?:in)?|kundenberater|supportmitarbeiter)(?: bitte)?"
)
_LEADING = re.compile(
    r"^(?:(?:hi|hey|hello|hallo|dear|sir|madam|bot|please|thanks|thank you) )+"
)


def wants_person(clauses: Sequence[str]) -> bool:
    """Whether these clauses, as `clauses_of` makes them, ask for a person anywhere."""
    said = [
        _essence(clause) for clause in clauses if len(clause.split()) <= _LONGEST_CLAUSE
    ]
    if any(_PERSON.fullmatch(clause) for clause in said):
        return True
    return len(clauses) <= 2 and any(_BARE.fullmatch(clause) for clause in said)


def _essence(clause: str) -> str:
    return _corrected(_LEADING.sub("", _JOINERS.sub("", clause)))


def _corrected(clause: str) -> str:
    return " ".join(_correct(word) for word in clause.split())


# To compare a word with all the others takes as long as to read ten messages.
@lru_cache(maxsize=5000)
def _correct(word: str) -> str:
    if word in words.PERSON_TYPOS:
        return words.PERSON_TYPOS[word]
    # An inflection ("agents", "personal") is a word of its own, no mistake.
    if len(word) < 4 or any(
        word.startswith(known) for known in words.PERSON_VOCABULARY
    ):
        return word
    near = difflib.get_close_matches(word, words.PERSON_VOCABULARY, n=1, cutoff=0.8)
    return near[0] if near else word

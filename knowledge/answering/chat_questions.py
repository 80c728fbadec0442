"""Questions about this chat itself, answered from its own lines."""

import re
from collections.abc import Sequence
from typing import Literal

from knowledge.answering.outcomes import Line

About = Literal["my_last", "my_first", "all_mine", "your_last", "what_are_you"]

_BE_MACHINE = (
    r"(?:a |an |the )?(?:real |live |actual )?(?:bot|robot|machine|ai|chatbot|chat bot|computer"
    r"|human|human being|person|program|real)"
)
_PATTERNS: dict[About, str] = {
    "my_first": r"what (?:was|is) my (?:very )?first (?:question|message)"
    r"|what did i (?:ask|say|write)(?: you)? first|was war meine erste (?:frage|nachricht)",
    "my_last": r"what (?:was|is) my (?:last|previous) (?:question|message)"
    r"|what did i (?:just )?(?:ask|say|write)(?: you)?(?: last| before| earlier| just now)?"
    r"|was war meine (?:letzte|vorige) (?:frage|nachricht)"
    r"|was habe? ich (?:dich |sie )?(?:gerade |zuletzt |eben )?(?:gefragt|geschrieben)",
    "all_mine": r"(?:(?:can|could|would) you )?(?:please )?(?:summari[sz]e|sum up|recap)"
    r" (?:our|this|the|my) (?:chat|conversation|questions)(?: so far)?(?: please)?"
    r"|what (?:have|did) (?:we|i) (?:talk(?:ed)?|discuss(?:ed)?|ask(?:ed)?|chat(?:ted)?)(?: you)?"
    r"(?: about)? so far|what (?:have we|did we) (?:talk(?:ed)?|chat(?:ted)?) about"
    r"|what have i asked(?: you)?"
    r"|(?:fasse?|fassen sie) (?:bitte )?(?:den|unseren|diesen) chat(?: bitte)? zusammen"
    r"|was habe? ich (?:dich |sie )?(?:bisher|bis jetzt) (?:alles )?gefragt"
    r"|woruber haben wir (?:bisher )?(?:gesprochen|geredet)",
    "your_last": r"what did (?:you|u|the (?:agent|bot|assistant|support)|he|she|they) (?:just )?"
    r"(?:say|write|answer|tell me|reply)(?: before| earlier| last| just now)?"
    r"|(?:(?:can|could|would) you )?(?:please )?(?:repeat|say)(?: (?:that|it|this"
    r"|your(?: last)? (?:answer|message|reply)))?(?: again| once more)?(?: please)?"
    r"|come again|was (?:hast du|haben sie|hat der agent) (?:gerade |zuletzt |eben )?"
    r"(?:gesagt|geschrieben|geantwortet)"
    r"|(?:(?:kannst du|konnen sie|koennen sie) )?(?:das |es )?(?:bitte )?(?:noch ?mal|noch einmal)"
    r"(?: sagen| wiederholen)?(?: bitte)?"
    r"|(?:(?:kannst du|konnen sie|koennen sie) )?(?:das|es)(?: bitte)? wiederholen",
    "what_are_you": rf"(?:so )?(?:are|r) (?:you|u) {_BE_MACHINE}(?: or {_BE_MACHINE})?"
    r"|am i (?:talking|speaking|chatting|writing) (?:to|with) "
    rf"{_BE_MACHINE}(?: or {_BE_MACHINE})?"
    rf"|is (?:this|that|it) {_BE_MACHINE}(?: or {_BE_MACHINE})?"
    r"|who (?:are|r) (?:you|u)|what are you|(?:what is|whats) your name|who is this"
    r"|(?:wer|was) (?:bist du|sind sie)|wie hei(?:ss|s)(?:t|en) (?:du|sie)"
    r"|(?:bist du|sind sie) (?:ein |eine )?(?:echte[rn]? )?"
    r"(?:bot|chatbot|roboter|mensch|maschine|ki|person)(?: oder (?:ein )?(?:bot|mensch|roboter))?"
    r"|(?:spreche|rede|schreibe) ich (?:hier )?mit (?:einem |einer )?(?:echten )?"
    r"(?:bot|menschen|roboter|maschine|computer)",
}
_ABOUT = {about: re.compile(pattern) for about, pattern in _PATTERNS.items()}


def about_chat(clauses: Sequence[str]) -> About | None:
    """What about this chat is asked, if that is all that is asked."""
    whole = " ".join(clauses)
    return next(
        (about for about, found in _ABOUT.items() if found.fullmatch(whole)), None
    )


def line_asked_for(about: About, history: Sequence[Line]) -> Line | None:
    """Return the line that was asked for, if there is one."""
    if about in ("my_last", "my_first"):
        own = [line for line in history if line.role == "customer"]
        if not own:
            return None
        return own[0] if about == "my_first" else own[-1]
    if about == "all_mine":
        return None
    others = [line for line in history if line.role != "customer"]
    return others[-1] if others else None

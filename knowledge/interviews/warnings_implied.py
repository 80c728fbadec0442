"""Warnings that say what people do and what comes of it, without a word like "never" or "don't"."""

import re

_PEOPLE = r"(?:people|somebody|someone|everybody|everyone|they|the new ones|new \w+|beginners|newcomers|colleagues|users|students|the young ones|most|some)"
_WELL = r"(?:notice|matter|know|mind|care|get|see|understand)"
_HABITS = (
    # What comes of what people do: "people prop them open and it gets hotter".
    rf"\b{_PEOPLE} (?:just |always |often |all |then )?(?!(?:are|is|were|was|have|has|had|can|could|will|would|should|get|told|said|say)\b)[a-z]+s?\b"
    r"[^.;!?]{2,90}?,? (?:and|and then|then|so) (?:all |half |suddenly |of course )?(?:it|it's|they|they're|everything|everybody"
    r"|everyone|nobody|nothing|the (?:whole )?[\w-]+(?:'s)?|all (?:the|of)|both|we(?:'re)?|you(?:'re)?) (?:\w+ ){0,4}?(?:again"
    r"|wrong|hotter|colder|worse|slower|crawls?|full|broken|breaks?|gone|dead|stuck|stops?|starves?|fails?|locked|lost|dies?"
    r"|empty|burnt|ruined|twice|double|hangs?|open|mixed|leaks?|blocked|missing|cracks?|bursts?|floods?|overflows?)\b",
    # "People lower it five minutes before, that doesn't do anything."
    rf"\b{_PEOPLE} \w+[^.;!?]{{2,60}},? (?:and )?(?:that|which|it) (?:doesn't|does not|won't) (?:do anything|help|work)\b",
    # "Always wear the gloves or you burn yourself."
    r"\b(?:always|make sure|be sure|remember|check|wait|keep|close|wear|use|take|put|leave|clean|hold|switch|turn|wash|dry|let"
    r"|tighten|lock|shut)\b[^.;!?]{3,60},? or (?:else )?(?:you|it|they|the [\w-]+|everything)(?:'ll| will)? (?!(?:can|could|may"
    r"|might|just|do|have|want|should|is|are|put|take|use|use)\b)[a-z]+\b",
    r"\byou (?:can't|cannot|can not) (?:just |simply )?(?!(?:see|tell|know|find|miss|hear|get|do|go|say|imagine|help)\b)[a-z]+\b"
    r"[^.;!?]{3,60}\b(?:because|otherwise|or else)\b",
    r"\bif (?:you|somebody|someone|people|they) (?:forget|forgot|skip)\b",
    r"\bwhat (?:i|you|we) (?:see|get|hear) (?:all the time|a lot|again and again|too often|every (?:day|week|year))\b",
    r"\bpeople \w+ing\b[^.;!?]{3,60}\band (?:that|then|it)\b|\bthe temptation is\b|\bthe worst (?:is|of all|thing)\b",
    r"(?:^\W*(?:so |and |please |but )*|\b(?:best|always|please|then|so) )avoid\b|\b(?:not|never) a good idea\b"
    r"|\ba (?:bad|terrible|stupid|very bad) idea\b",
    r"\bkeep (?:your )?(?:fingers|hands|hair|sleeves|eyes|face|feet|tools|metal|water|food|liquids)\b[^.;!?]{0,20}\b(?:away|off|out)\b",
    r"\b(?:a lot of|most|many|some|all) (?:people |of them )?think (?:it|that|the|they)\b[^.;!?]{3,60}\bbut\b",
    # "You don't restart a database because of one customer."
    rf"^\W*(?:and |but |so |no |then |well )*you (?:don't|do not) (?!(?:have|need|want|even|really|{_WELL})\b)[a-z]+ (?:\w+ ){{1,5}}?"
    r"(?:because of|straight away|right away|just like that|while|during|until|unless|without|before|by yourself|at once)\b",
    # "You don't raise the limit", without "have to" or "need to".
    r"\byou (?:don't|do not) (?:ever )?(?:raise|lower|touch|change|restart|open|delete|remove|mix|press|pull|wipe|reset|unplug"
    r"|overtighten|force|skip|bend|scrub|rub|overfill|pour|throw|lift|tilt|hit|flush|squeeze|stack|share|copy) (?:the|it|that|them"
    r"|your|any|anything|in|with)\b",
    # "so that it doesn't die with your connection"
    r"\bso (?:that )?(?:it|they|you|nobody|the \w+) (?:doesn't|don't|does not|do not|won't) (?:die|break|burn|crack|fall|leak"
    r"|freeze|slam|lose|overheat|jam|tear|spill|drip|run dry|get lost|get stuck|get wet|stop|tip over)\b",
    # "If that stays on manual and the power goes, it doesn't start."
    r"\bif (?:that|it|this|you|the [\w-]+|they)(?:'s| is| are)? (?:stays?|leave|left|forget|forgotten|give|pull|skip|lose|miss|mix"
    r"|open|take|touch|put|turn|switch|restart|reload|change|raise|use|let|start|run|stop|press|overfill|overtighten)\b"
    r"[^.;!?]{2,80}?,? (?:then )?(?:it|they|the [\w-]+|everything|everybody|nobody|all|nothing) (?:(?:doesn't|don't|won't|can't"
    r"|never) (?:start|come|work|run|open|close|hold|fit|stop|take)|(?:\w+ ){0,3}?(?:starves?|breaks?|dies?|is gone|are gone|goes"
    r" wrong|gets? stuck|burns?|cracks?|leaks?|fails?|crashes|is lost|are lost|is dead|freezes?|floods?|jams?)\b)",
    # "Not the whole service, please." and "Not write, ring."
    r"^\W*not (?:the|a|an|your|over|by|with|on|in|at|through|all|from)\b[^.;!?]{2,60}(?:\bplease\b|!)",
    r"^\W*not (?!one|all|two|yet|now|here|really)[a-z]{3,}, [a-z]{3,}\W*\Z",
    # "log in over the console and not over the network, because"
    r"\b(?:and|but) not (?:by|over|via|with|on|in|from|through|at|to)\b[^.;!?]{3,50}\b(?:because|since|otherwise)",
    r"\bmistake (?:the|a|an|my|our|all|every|some|\w+ (?:people|colleagues|ones))\b|\bmind you\b.*\b(?:gets|goes|breaks|falls)\b",
    r"\bmust(?:n't| not) be (?:smaller|bigger|larger|longer|shorter|higher|lower|older|wet|open|empty|full)\b",
)
_IMPLIED = [re.compile(each, re.IGNORECASE) for each in _HABITS]
_ASKED_FOR = re.compile(
    r"\b(?:what (?:should|must|may|can) (?:one|you|i|we|nobody) (?:\w+ )?(?:never|not)|(?:mistakes?|wrong|traps?|pitfalls?)"
    r"(?: \w+){0,4} (?:people|they|everybody|everyone|make|do|there|with|beginners|new)|(?:people|they|everybody|everyone|new"
    r" \w+|beginners) (?:\w+ ){0,3}(?:wrong|mistakes?)|what(?:'s| is) (?:the|a) (?:\w+ )?(?:mistake|trap|pitfall))\b",
    re.IGNORECASE,
)


def implies_warning(text: str) -> bool:
    """Whether a sentence tells what people do wrong, or what comes of doing something."""
    return any(pattern.search(text) for pattern in _IMPLIED)


def asks_for_mistakes(question: str) -> bool:
    """Whether an interviewer asks what people do wrong."""
    return _ASKED_FOR.search(question) is not None

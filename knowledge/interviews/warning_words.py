"""Words by which people warn, and whether a sentence does."""

import re

from knowledge.answering.word_sets import word_set
from knowledge.interviews.warnings_implied import implies_warning

_NOT_MEANT = r"know|think|worry|mind|remember|ask|get me|tell any|need|have|want|see|care|believe me|quote|laugh|say|understand|even|really|like|suppose|be sorry|get it|get that|recall|hold|look at me"
NEVER = re.compile(
    r"(?:^|[,.;:!\u2013\u2014-]\s*|\b(?:and|but|so|or|then|you|you should|you must|you can|please|um|uh"
    r"|well|is|ever|because|also|that|one should|people should|should|must|would)\s+)never\b(?! (?:had"
    r"|needed|seen|heard|tried|used|did|was|were|knew|mind|got|happened|came|saw|found|understood|met"
    r"|been|know|have|really|thought|worked|made|supposed|went)\b)",
    re.IGNORECASE,
)
_DONT = re.compile(
    rf"(?:^|(?P<before>[\w']+)(?P<sign>[,.;:!?\u2013\u2014-]*)\s+)(?:don't|do not|dont)\s+(?:ever |just |simply "
    rf"|please |you )?(?!(?:{_NOT_MEANT})\b)[a-z]",
    re.IGNORECASE,
)
_DOER = re.compile(
    r"(?:i|you|we|they|people|who|which|that|these|those|men|women|children|ones|us|why|and you"
    r"|[a-z]+(?<!s)s|half|most|many|both|all)\Z",
    re.IGNORECASE,
)
_ADVERBS = word_set(
    """always ourselves yourselves besides please this is yes perhaps"""
)
_MUST_NOT = re.compile(
    r"\b(?:(?:you|one|people|they|nobody|anyone|it|that|we|i) (?:really |simply |just )?(?:must(?:n't"
    r"| not| never)|should(?:n't| not| never)|may not|can't just|can never|cannot just|had better not"
    r"|better not|are not (?:allowed|supposed) to|aren't (?:allowed|supposed) to|wouldn't (?:ever|do"
    r"|use|touch|put))|(?:must|should)(?:n't| not| never) be\b|under no circumstances|whatever (?:you"
    r"|people) do|(?:be|very) careful|watch out|beware|stay away|hands off|keep your hands"
    r"|the worst thing|fatal)\b",
    re.IGNORECASE,
)
_MISTAKE = re.compile(
    r"\b(?:(?:classic|common|usual|typical|biggest|favou?rite|frequent|popular|beginner'?s?|stupid"
    r"|expensive|oldest|number one|first|one|big|same|easy|silly|worst|next|other) (?:\w+ )?(?:mistake"
    r"|trap|pitfall|blunder|slip)|(?:mistake|trap|pitfall|gotcha|blunder)s? (?:is|that|people|everybody"
    r"|everyone|they|here|i|we|number|there|new|one)|(?:everybody|everyone|people|they|somebody|someone"
    r"|most|new \w+|beginners|newcomers|colleagues|students|half of them|many"
    r"|nobody) (?:\w+ ){0,2}?(?:forgets?|leaves? (?:it |that |this )?out|skips?|overlooks?|misses"
    r"|gets? (?:it|that|this) wrong|confuses?|mixes|mix up|falls? for|trips? over|assumes?"
    r"|underestimates?|reads? it wrong)|(?:that's|is|it's) (?:a |the |an? old )?(?:what (?:people"
    r"|everybody|everyone|they|most|most people) (?:always |often )?(?:leave|forget|get|skip|miss"
    r"|do wrong)\b|classic\b|trap\b|gotcha|where (?:people|everybody|everyone|it goes wrong|they)"
    r"|how (?:people|you) (?:ruin|break|lose|kill))|tempting|bit(?:es|ten)? (?:you|us|me|people)"
    r"|burn(?:ed|t) (?:by|ourselves|my|our)|easy to (?:forget|miss|overlook)|what (?:people|everybody"
    r"|everyone|they|users|students|most|new \w+) (?:always |often |usually |all )?do\b|(?:nobody"
    r"|no one) (?:should|must|may)|mistake to|people tend to|tends? to forget|(?:quickest|fastest"
    r"|surest|best|easiest) way to (?:ruin|break|kill|destroy|lose|damage)|you(?:'ll| will) (?:ruin"
    r"|break|scratch|destroy|burn|crack|damage|kill|lose)|resist the temptation|number one (?:cause"
    r"|reason))\b",
    re.IGNORECASE,
)
_ELSE = re.compile(
    r"\b(?:otherwise|or else|or (?:you|it|the \w+)(?:'ll| will)|if (?:you|somebody|someone|anyone|people)\b)",
    re.IGNORECASE,
)
_OTHERWISE = re.compile(
    r"(?:^|[,;.\u2013\u2014-]\s*|\band |\bbecause )(?:otherwise|or else|else the"
    r"|because else)\b(?=.*\w+ \w+)|\bbecause if\b|\byou (?:don't|won't) (?:know why|notice)\b"
    r"|\byou wonder\b",
    re.IGNORECASE,
)
_THEN = re.compile(
    r"\bif (?:you|somebody|someone|people|anybody|anyone)\b[^,]{3,80},? then (?:the|it|they|our|that"
    r"|your|somebody|someone|everyone|everybody|people|nobody|nothing|there|all|both|half)\b"
    r"|^\W*(?:and |but |so )*you (?:don't|do not) [^,?]{3,50}!|\bso don't\W*$",
    re.IGNORECASE,
)
_HABIT = re.compile(
    r"\b(?:people|everybody|everyone|they|students|users|newcomers|beginners|colleagues"
    r"|the new ones) (?:always|often|keep|all|love to|like to)\b.*\b(?:and then|too|wrong|instead)\b",
    re.IGNORECASE,
)
_PRIVATE = re.compile(
    r"\b(?:let me|remind me|tell any(?:one|body)|put (?:that|this|it) in (?:the|your) (?:handbook|notes"
    r"|book|text|record)|for (?:your|the) recording|write (?:that|this) down)\b",
    re.IGNORECASE,
)
HARM = re.compile(
    r"\b(?:break|breaks|broken|broke|rubs?|cut|frays?|tears?|drifts?|bends?|floods?|freezes?|burn|burns"
    r"|burnt|crack|cracks|cracked|lose|loses|lost|gone|ruin|ruins|ruined|destroy|destroys|kill|kills"
    r"|damage|damages|wrong|twice|double|overwrit\w+|delete[sd]?|explode[sd]?|leak[s]?|blow[s]?|blew"
    r"|trip[s]?|stall[s]?|slam[s]?|jam[s]?|stuck|fail[s]?|fine[ds]?|penalt\w+|trouble|useless|garbage"
    r"|nonsense|mess|nobody notices|you wonder|too late|dead|dies|die|corrupt\w*|scratch\w*"
    r"|contaminat\w*|spill\w*|crash\w*|bleach\w*|melts?|rots?|sucks?|nothing happens|missing"
    r"|never comes back|starts? (?:all )?over|from scratch|hours|angry|complain\w*|expensive)\b",
    re.IGNORECASE,
)


_ASIDE = 20
_ENOUGH = (NEVER, _MUST_NOT, _MISTAKE, _OTHERWISE, _THEN, _HABIT)
"""Each of these warns by itself."""


def warns(text: str) -> bool:
    """Whether a sentence says what not to do, or what people do wrong."""
    if "?" in text or (_PRIVATE.search(text) and _is_aside(text)):
        return False
    if (
        implies_warning(text)
        or forbids(text)
        or any(pattern.search(text) for pattern in _ENOUGH)
    ):
        return True
    return _ELSE.search(text) is not None and HARM.search(text) is not None


def _is_aside(text: str) -> bool:
    """Whether "write that down" is about all that the sentence says."""
    return len(text.split()) <= _ASIDE and _MISTAKE.search(text) is None


def forbids(text: str) -> bool:
    """Whether somebody is told not to: nobody stands before the "don't" who does not."""
    return any(
        not found["before"] or found["sign"] or not _does_not(found["before"])
        for found in _DONT.finditer(text)
    )


def _does_not(word: str) -> bool:
    """Whether the word before a "don't" may be whoever does not do it."""
    return word.casefold() not in _ADVERBS and _DOER.match(word) is not None

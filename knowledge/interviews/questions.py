"""Whether an interviewer's words ask something, and the question as one would write it."""

import re
from collections.abc import Sequence

from knowledge.answering.wording import terms_of
from knowledge.interviews.written import finished, written

_OPEN = r"(?:(?:um+|uh+|er|okay|ok|so|and|but|right|great|good|well|now|sure|perfect|thanks|thank you|got it|fine|alright|all right|then|also|maybe|just|yeah|yes|nice|interesting|cool|excellent|i see|hm+|oh|ah|sorry|wow|lovely|brilliant)\b[\s,.;:!\u2026\u2013\u2014-]*)*"
_WH = r"what|how|why|when|where|which|who|whose|whom"
_BE = r"is|are|was|were|do|does|did|can|could|would|will|should|has|have|had|must|may|might|isn't|aren't|don't|doesn't|can't|couldn't|shouldn't|wouldn't|won't"
_REQUEST = (
    r"(?:(?:can|could|would|will) you (?:please |just |maybe )*)?(?:tell me|tell us|walk (?:me"
    r"|us) through|talk (?:me|us) through|take (?:me|us) through|run (?:me|us) through|describe|explain"
    r"|show me|give (?:me|us)|say (?:a bit |something |a little )?(?:more )?about|remind me|go through"
    r"|help me understand|define|list|name)\b"
    r"|i(?:'d| would) (?:also )?(?:like|love) (?:to (?:know|hear|understand|ask)|you to)|i(?:'m| am"
    r"| was|'d be| would be) (?:curious|wondering|interested)|i (?:want|wanted) to (?:ask|know"
    r"|understand|hear)|i wonder|(?:the |my )?(?:next|last|first|other|one more|another|final"
    r"|quick) (?:question|thing i)"
)
_ASKING = re.compile(
    rf"^{_OPEN}(?:(?:(?:and|so|in which case|for|from|to|at|on|with|in|by"
    rf"|under) )?(?:{_WH})\b(?! (?:ever|a (?:mess|pain|shame|story)|i (?:mean|wanted|thought|heard))\b)"
    rf"|(?:{_BE})\s+(?:you|we|i|it|that|this|these|those|there|they|he|she|people|somebody|someone"
    rf"|anyone|anybody|everyone|the|a|an|any|all|your|one|some|both|either|most|customers?|users?)\b"
    rf"|(?:{_REQUEST})|(?:any|anything|is there|are there|what about|how about|what if|and if)\b)",
    re.IGNORECASE,
)
# A question inside a sentence, as speech recognition leaves it.
_INSIDE = re.compile(
    rf"\b(?:(?:{_WH}) (?:{_BE})\b|(?:what|how)'s\b|how (?:long|often|much|many|hot|cold|far|big|high"
    rf"|low|fast|old|deep|wide|do|would|can|should)\b|what (?:happens|kind|sort|about|if|else|exactly"
    rf"|temperature|time)\b|which (?:one|of)\b|(?:can|could|would) you\b|(?:do|does|is|are|should|did"
    rf"|have) (?:you|we|i|it|that|there|they|people)\b|{_REQUEST}"
    r"|(?:does|did|should) (?:the|one|somebody|someone|a|an|this|these|those|your)\b"
    r"|(?<!that's )(?<!that is )why (?:such|not|the|is|are)\b|who (?:decides|does|makes|gets|tells|calls) (?:this|that|these|those|the|it)\b)",
    re.IGNORECASE,
)
_TAG_ONLY = re.compile(
    r"^(?:\W*(?:right|okay|ok|yeah|really|sorry|pardon|hm+|yes|no|what|huh|oh|is it|do you|does it"
    r"|ready|shall we(?: \w+){0,4}|are you (?:okay|ready|recording|comfortable|happy)(?: \w+){0,4}"
    r"|(?:can|could) you (?:hear|see) me(?: \w+){0,3}|is (?:that|this) (?:okay|ok|fine|alright|on"
    r"|recording)(?: \w+){0,3}|does that (?:work|make sense)(?: \w+){0,3}|can (?:we|i) (?:start|begin"
    r"|go on|move on|continue)(?: \w+){0,3}|what can i say|(?:do you )?want (?:a|some|more"
    r"|another) (?:coffee|tea|water|break)(?: \w+){0,3}|(?:do|should|shall) we (?:take|need"
    r"|have) a (?:break|pause|coffee)(?: \w+){0,3})\W*)+$",
    re.IGNORECASE,
)
_BACKCHANNEL = re.compile(
    r"^(?:\W*\b(?:mm+|hmm+|mhm+|uh-?huh|mm-?hm+|right|okay|ok|yeah|yes|yep|sure|i see|got it|gotcha"
    r"|understood|great|good|nice|perfect|wow|oh|ah|aha|interesting|exactly|absolutely|of course"
    r"|makes sense|that makes sense|fair enough|cool|fine|excellent|really|no|ha|haha|thanks|thank you"
    r"|go on|please|go ahead|noted|clear|very clear|that's clear|that's (?:great|good|helpful|useful"
    r"|interesting|fine|fair)|good to know|alright|all right|wonderful|brilliant|lovely|true|indeed"
    r"|ouch|huh|so)\b\W*)+$",
    re.IGNORECASE,
)
_POINTING = re.compile(
    r"\b(?:it|that|this|those|these|they|them|there|then|one|ones|its|their|he|she|so|instead|else"
    r"|either|same|other)\b",
    re.IGNORECASE,
)
_LIKE_FOLLOWING = re.compile(
    rf"^{_OPEN}(?:and\b|so\b|but\b|or\b|then\b|why\b|how (?:long|come|often|much|many|so|exactly"
    rf"|would you|do you know)\b|what (?:if|about|then|else|happens (?:then|if|when))\b|(?:for|until"
    rf"|since|in what|at what|by|with|to) (?:how|what|which|whom|when)\b|which one|who\b|when\b|where\b"
    rf"|is (?:that|it|this)\b|(?:does|do|did|can|would|should|could|are|was|were|has|have) (?:that|it"
    rf"|this|they|those|these|you|i|we)\b|any(?:thing)?\b)",
    re.IGNORECASE,
)
_TURNING = re.compile(
    r"\b(?:(?:let's|let us|can we|could we|shall we|i'd like to|i want to|we(?:'ll| can"
    r"| should)?) (?:now )?(?:move on|go on|turn|switch|talk about|get (?:in)?to|look at|come to"
    r"|start with|jump to|go to|change)|moving on|next (?:topic|section|up|subject|one|part|area|block)"
    r"|(?:new|another|different|other|final|last|second|third) (?:topic|subject|section|area|part"
    r"|block)|on to|switching (?:gears|topics?)|change of (?:topic|subject)|turning to|speaking of"
    r"|last (?:topic|section|question|thing|one)|a (?:different|separate|new) (?:question|thing"
    r"|matter))\b",
    re.IGNORECASE,
)
_FEW = 3
_GOES_ON = re.compile(
    r"^\W*(?:(?:okay|so|um+|uh+|right|good|got it)\W+)*(?:and|or|but|what about)\b",
    re.IGNORECASE,
)
_ECHO, _MOSTLY, _OWN = 3, 0.75, 2
_CHAT_TERMS = 6
_AGAIN = re.compile(
    r"\b(?:remind(?:ed)? (?:you|me)|going to remind|you(?:'ve| have)? still|still (?:owe|want(?:ed)?)"
    r"|you (?:said|promised|wanted).{0,20} (?:later|at the end)|this is the end|(?:go|come|get|coming"
    r"|going) back to|back to)\b",
    re.IGNORECASE,
)
_ASKS_TRULY = re.compile(
    rf"(?:^|[.,;] |\b(?:and|so|but|or) )(?:{_WH}|which|how's|what's|who's|where's|why's)\b"
    rf"|^{_OPEN}(?:{_BE})\b|\b(?:{_BE}) (?:you|we|i|it|that|there|they|people|one)\b|, right\b"
    rf"|^{_OPEN}(?:if|suppose|in case|any(?:thing|body|one)?)\b",
    re.IGNORECASE,
)
_SUMS_UP = re.compile(
    rf"^{_OPEN}(?:that's|that is|it's|it is|it isn't|that isn't|so that's|that means|which means"
    rf"|you mean|meaning)\b|^{_OPEN}[\w' -]{{1,20}} means\b",
    re.IGNORECASE,
)
_ABOUT_PEOPLE = re.compile(
    r"\b(?:can you (?:see|hear) (?:me|us|the (?:bar|light))|how was your|how are (?:you|things)|how's (?:it going|life)|did you (?:sleep|get here|find (?:us|the way|a"
    r" (?:parking|seat)))|how did you (?:get here|come here|get into|end up|become)|how long have you (?:been"
    r" (?:working|here|with|doing this|in (?:this|the) (?:job|role|team|company|trade))|worked)"
    r"|how many years have you|when did you (?:start|join|begin) (?:here|working|at|with)"
    r"|(?:what's|what is|what was|tell (?:me|us)(?: \w+){0,3} about) your(?:self| (?:role|job|position|background|title|career))"
    r"|tell (?:me|us)(?: \w+){0,3} about yourself|who are you)\b",
    re.IGNORECASE,
)
_CHAT = re.compile(
    r"\b(?:coffee|tea\b|parking|is that window open|open (?:the|that|a) window|weather"
    r"|your (?:holidays?|weekend|kids?|children|wife|husband|dog|cat|daughter|son|knee|back|journey"
    r"|train)|(?:shut|close|open) (?:the|that) (?:window|door)|the window shut|the weekend|lunch|breakfast|biscuits?|your names?|introduce yourself|fire drill"
    r"|how old is (?:he|she)|football)\b",
    re.IGNORECASE,
)


def asks(text: str) -> bool:
    """Whether a sentence asks for something that an answer could tell."""
    if _TAG_ONLY.match(text) or _BACKCHANNEL.match(text):
        return False
    return has_mark(text) or _ASKING.match(text) is not None


def has_mark(text: str) -> bool:
    """Whether a question mark of any script stands in a text."""
    return any(mark in text for mark in "?\uff1f\u061f")


def asks_inside(text: str) -> int:
    """Return where a question begins in a text without marks; -1 where none does."""
    found = _INSIDE.search(text)
    return found.start() if found else -1


def asks_again(text: str) -> bool:
    """Whether a question that was put off may be taken up here."""
    return _AGAIN.search(text) is not None


def echoes(text: str, told: str) -> bool:
    """Whether an interviewer only says again, or sums up, what was just `told`: no answer is needed."""
    if _ASKS_TRULY.search(text):
        return False
    asked = set(terms_of(text))
    if _SUMS_UP.match(text) is not None:
        return True
    if len(text.split()) <= _ECHO:
        return not (_GOES_ON.match(text) and asked - set(terms_of(told)))
    return len(asked & set(terms_of(told))) > _MOSTLY * len(asked)


def chats(question: str) -> bool:
    """Whether a question is about coffee and the weather, or about the people who talk."""
    if _ABOUT_PEOPLE.search(question):
        return True
    return _CHAT.search(question) is not None and len(terms_of(question)) <= _CHAT_TERMS


def only_listens(text: str) -> bool:
    """Whether somebody only shows that they listen."""
    return _BACKCHANNEL.match(text) is not None or not re.search(r"\w", text)


def turns_away(text: str) -> bool:
    """Whether somebody says that another topic begins."""
    return _TURNING.search(text) is not None


def leans(text: str, told: str = "") -> bool:
    """Whether a question is only understood after what was said, or `told`, before it."""
    if turns_away(text):
        return False
    terms = terms_of(text)
    if len(terms) <= 1:
        return True
    if told and _names_its_own(text, told):
        return False
    if _LIKE_FOLLOWING.match(text) and (len(terms) <= _FEW or _POINTING.search(text)):
        return len(terms) <= 2 * _FEW
    return bool(_POINTING.search(text)) and len(terms) <= _FEW


def _names_its_own(text: str, told: str) -> bool:
    """Whether a question names two things that nobody spoke of, before it says "it" or "that"."""
    pointing = _POINTING.search(text)
    named = set(terms_of(text[: pointing.start()] if pointing else text))
    return len(named - set(terms_of(told))) >= _OWN


def points_back(question: str) -> bool:
    """Whether a question says "it" or "that" before it has named anything."""
    head = re.split(r"[,.;]\s", question)[0]
    found = _POINTING.search(head)
    return (
        found is not None
        and len(terms_of(head[: found.start()])) == 0
        and len(terms_of(head)) <= _FEW - 1
    )


def question_of(sentences: Sequence[str]) -> str:
    """Return the sentences of a question as one written question."""
    texts = [written(text) for text in sentences]
    texts = [text for text in texts if text]
    if not texts:
        return ""
    joined = " ".join(texts)
    if (
        joined.endswith("?")
        or not _ASKING.match(texts[-1])
        or re.match(_REQUEST, texts[-1], re.IGNORECASE)
    ):
        return joined
    return finished(joined.rstrip(".! ") + "?")

"""Spoken sentences as written ones: fillers, false starts and hedges taken out, nothing added.

Every word of the result was said; only letters, stops and the casual forms of `CASUAL` change.
"""

import re

from knowledge.answering.word_sets import word_set

_ASIDE = re.compile(
    r"\[[^\]\n]{0,60}\]|\((?:laugh|sigh|cough|pause|inaudible|crosstalk|chuckl|unclear)[^)\n]{0,40}\)"
    r"|\*[a-z ]{3,30}\*",
    re.IGNORECASE,
)
_FILLER = re.compile(
    r"(?:(?<=^)|(?<=[\s,.;:\u2013\u2014(\"-]))"
    r"(?:u+h+m*|u+m+|e+r+m*|a+h+|e+h+|h+m+|m+h*m+|mm-?hm+|uh-huh)(?=$|[\s,.;:!?\u2026\u2013\u2014-])"
    r"[,.\u2026]*",
    re.IGNORECASE,
)
_PARENTHESIS = (
    r"you know(?: what i mean)?|you see|i mean|sort of|kind of|kinda|sorta|basically|actually|literally"
    r"|honestly"
    r"|to be (?:honest|fair|frank)|obviously|essentially|if you like|if you will|let'?s say|shall we say"
    r"|as it were|so to speak|at the end of the day|for what it'?s worth|as far as i know|more or less like"
)
_LOOSE = r"you know|i mean|sort of|kind of|kinda|sorta|basically|actually|literally|honestly|obviously|essentially"
_SET_OFF = re.compile(
    rf",\s*(?:{_PARENTHESIS}|like|right|well|okay|yeah|look|anyway|oh|ah)\s*,\s*",
    re.IGNORECASE,
)
_PAREN_BEFORE = re.compile(
    rf"(?:^|(?<=[,;:\u2013\u2014])\s*)(?:{_PARENTHESIS})\s*,\s*", re.IGNORECASE
)
_PAREN_BARE = re.compile(
    # "You know how it works" asks; "know that" and "mean that" go on.
    r"\b(?:(?:,\s*)?(?<!do )(?<!did )(?<!if )(?<!that )(?<!when )(?<!once )you know(?! (?:how|what|that"
    r"|the|if|whether|when|where|it|which|who|why|this|your)\b)"
    r"|(?<!what )(?<!that )(?<!thing )i mean(?! (?:by|the|that)\b)"
    r"|(?<!a )(?<!some )(?<!this )(?<!that )(?<!the )(?<!what )(?<!any )(?<!which )(?:sort"
    r"|kind) of(?! thing)|kinda|sorta|basically|literally|honestly|to be honest|essentially"
    r"|(?<=, )actually)\b,?",
    re.IGNORECASE,
)
_HEDGE = re.compile(
    r"(?:,\s*)?\b(?:i (?:would )?(?:think|guess|suppose|reckon|believe)|i'?d (?:say|guess|think)"
    r"|i would say|i'?m (?:pretty|fairly|quite) sure"
    r"|if i (?:remember|recall)(?: correctly| right(?:ly)?)?|as far as i (?:know|remember|recall)"
    r"|i want to say)\b(?! (?:of|about|so)\b),?(?: that\b(?! (?:is|was|one)))?",
    re.IGNORECASE,
)
_OPENING = re.compile(
    rf"^(?:(?:(?:so|and|but|well|okay|ok|now|right|look|see|listen|anyway|anyways|alright|all right"
    rf"|sure|great|good question|yeah|yep|yup|hm+|oh|ah|also"
    rf"|(?:{_PARENTHESIS})(?=\s*[,.;:!\u2026\u2013\u2014-])|(?:{_LOOSE})(?! (?:how|what|why|when|where"
    rf"|which|who|if|whether|your|that|the|to)\b)|like i said|as i said|as i say|as i mentioned|again"
    rf"|of course|the thing is|thing is|the trick is|let me think|let me see|let'?s see|no worries"
    rf"|exactly|absolutely|definitely|correct)"
    r"\b(?! (?:far|that|long|many|much|as|to|at|on|in)\b)\s*[,.:;!\u2026\u2013\u2014-]*\s*)+)",
    re.IGNORECASE,
)
_TAG = re.compile(
    r"[,\u2013\u2014-]\s*(?:right|okay|ok|yeah|you know|you see|isn'?t it|doesn'?t it|don'?t you"
    r"|i think|i guess|i suppose|or whatever|or something(?: like that)?"
    r"|and (?:so on|stuff|all that|that kind of thing|things like that)|if that makes sense"
    r"|does that make sense|actually|really|basically|to be honest|honestly|obviously|of course|so|and"
    r"|but)?\s*(?=[.?!\u2026]*$)",
    re.IGNORECASE,
)
_ASKED_TAG = re.compile(
    r",?\s+(?:right|okay|ok|yeah|you know|you see|isn'?t it|doesn'?t it|don'?t you)\s*\?+\Z",
    re.IGNORECASE,
)
_STUTTER = re.compile(
    r"\b(?P<said>[^\W\d][\w']*(?: [^\W\d][\w']*){0,3})(?:\s*[,\u2026\u2013\u2014-]+\s*|\s*\.\.\.\s*"
    r"|\s+)(?P=said)\b(?!-)",
    re.IGNORECASE,
)
_TWICE_RIGHTLY = word_set(
    """very that had really no bye never so much many far long again more"""
)
_BROKEN_WORD = re.compile(
    r"\b(?P<part>[^\W\d]{1,8})[-\u2013\u2014]+\s+(?=(?P=part))", re.IGNORECASE
)
_BROKEN_OFF = re.compile(
    r"\b(?P<word>[\w']+) [^\W\d]{1,8}[-\u2013\u2014]+\s+(?=(?P=word)\b)", re.IGNORECASE
)
_HANGING = re.compile(
    r"\b(the|a|an|of|to|in|on|at|is|are|and|or|but|with|for|from|your|my|this|it's|that's|you|then|so),(?=\s)",
    re.IGNORECASE,
)
_BEGINNING = re.compile(r"(?<=[.!?] )[a-z]|(?<=[.!?]  )[a-z]")
_DANGLING = re.compile(
    r"(?:[\s,]+(?:and|but|so|or|because|then|which|until|till))+[.,]*\Z", re.IGNORECASE
)
_RESTART = re.compile(
    r"(?:^|(?<=\s))(?P<first>[\w']+)(?:,? (?!(?P=first)\b)[\w']+){0,5}?\s*(?:[\u2013\u2014]|--|\.\.\."
    r"|\u2026)\s*(?=(?P=first)\b)",
    re.IGNORECASE,
)
_ROUGH_FILLER = re.compile(
    r"\b(?:you know(?! (?:how|what|that|the|if|whether|when|where|it|which|who|why|this|your)\b)"
    r"|i mean(?! (?:by|the|that)\b)"
    r"|(?<!a )(?<!some )(?<!this )(?<!that )(?<!what )(?<!same )(?<!the )sort of"
    r"|(?<!look )(?<!looks )(?<!looked )(?<!feel )(?<!feels )(?<!sounds )(?<!something )(?<!anything )(?<!nothing )(?<!just )(?<!would )(?<!i'd )(?<!more )(?<!it's )(?<!that's )(?<!is )(?<!be )(?<!you )(?<!they )like(?! (?:that"
    r"|this|it|those|these)\b)"
    r"|(?<!as )(?<!very )(?<!works )(?<!work )(?<!quite )(?<!pretty )(?<!so )(?<!it )(?<!them )(?<!go )(?<!goes )(?<!is )well(?! (?:as"
    r"|enough|done|known)\b))(?=\s)",
    re.IGNORECASE,
)
CASUAL = {
    "gonna": "going to",
    "wanna": "want to",
    "gotta": "have to",
    "gimme": "give me",
    "lemme": "let me",
    "'cause": "because",
    "cuz": "because",
    "dunno": "don't know",
    "y'all": "you",
    "ain't": "isn't",
    "whatcha": "what you",
    "'em": "them",
}
"""Casual forms with the written form of the same words."""
_CASUAL = re.compile(
    "|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in CASUAL), re.IGNORECASE
)
_LONE_I = re.compile(r"\bi(?=\b(?!\.))")
_SAFE_STARTS = re.compile(r"[a-z]+[A-Z_./\d]|[a-z]+[./_][a-z]")


def fluent(text: str, *, rough: bool = False) -> str:
    """Return what was said without its hesitation; in rough text, where no commas set them off, without little fillers too."""
    plain = _ASIDE.sub(" ", text.replace("\u2019", "'"))
    hushed = _FILLER.sub(" ", plain)
    text = _tidy_start(hushed if hushed == plain else _HANGING.sub(r"\1", hushed))
    if not rough:
        # A sentence whose first word was a filler begins with the next one.
        text = _BEGINNING.sub(lambda found: found[0].upper(), text)
    if rough:
        text = _ROUGH_FILLER.sub(" ", text)
    return " ".join(text.split()) or "\u2026"


def _tidy_start(text: str) -> str:
    return re.sub(r"\s+([,.;:!?])", r"\1", text).lstrip(" ,-\u2013\u2014>*\u2022#|`")


def written(text: str) -> str:
    """Return a spoken sentence as one would write it; empty when nothing is left."""
    text = " ".join(_ASIDE.sub(" ", text.replace("\u2019", "'")).split())
    hushed = _tidy(_FILLER.sub(" ", text))
    if hushed != text:
        hushed = _HANGING.sub(r"\1", hushed)
    text = _without_false_starts(hushed)
    text = _without_phrases(text)
    text = _CASUAL.sub(lambda found: CASUAL[found[0].casefold()], text)
    return finished(_without_false_starts(_tidy(text)))


def finished(text: str) -> str:
    """Return a text with a capital first letter and a mark at its end."""
    text = _tidy(_LONE_I.sub("I", text)).strip(" ,;:\u2013\u2014-\u2026")
    text = re.sub(r"(?:\.{2,}|\u2026)\Z", ".", text)
    text = _DANGLING.sub("", text)
    if not re.search(r"\w", text):
        return ""
    if not _SAFE_STARTS.match(text):
        text = text[:1].upper() + text[1:]
    return text if re.search(r"[.!?][\"')\u201d]?\Z", text) else f"{text}."


def casual_spelled(text: str) -> str:
    """Return a text with its casual forms spelled out, so that both spellings compare equal."""
    return _CASUAL.sub(
        lambda found: CASUAL[found[0].casefold()], text.replace("\u2019", "'")
    )


def is_hedged(text: str) -> bool:
    """Whether the speaker said that they are not sure."""
    return _HEDGE.search(text) is not None


def _without_phrases(text: str) -> str:
    text = _SET_OFF.sub(lambda m: " " if m.start() else "", text)
    before = ""
    while before != text:
        before = text
        text = _tidy(_OPENING.sub("", text))
        text = _PAREN_BEFORE.sub("", text)
        text = _TAG.sub("", text) if "?" not in text else _ASKED_TAG.sub(".", text)
    text = _HEDGE.sub(" ", text)
    text = _PAREN_BARE.sub(" ", text)
    return _tidy(text)


def _without_false_starts(text: str) -> str:
    text = _RESTART.sub("", _BROKEN_OFF.sub("", _BROKEN_WORD.sub("", text)))
    before = ""
    while before != text:
        before = text
        text = _STUTTER.sub(_once, text)
    return text


def _once(found: re.Match[str]) -> str:
    said = found["said"]
    return found[0] if said.casefold() in _TWICE_RIGHTLY else said


def _tidy(text: str) -> str:
    text = re.sub(r"\s+([,.;:!?])", r"\1", " ".join(text.split()))
    text = re.sub(r"([,;:])(?:\s*[,;:])+", r"\1", text)
    text = re.sub(r"[,;:]+(?=[.!?])", "", text)
    return text.lstrip(" ,;:.!\u2013\u2014").strip()

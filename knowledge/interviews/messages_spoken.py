"""Messages that nobody put in quotes: known by who says them, and by words that only messages begin with."""

import re
from collections.abc import Iterator

from knowledge.answering.word_sets import word_set

_DIGITS = r"(?:oh|zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d+|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?)"
_CODE = re.compile(rf"{_DIGITS}(?: {_DIGITS}){{2,3}}\b", re.IGNORECASE)
_SAYS = re.compile(
    r"\b(?:it|that|this|they|display|panel|screen|log|mail|program|system|check|controller|console|machine|window|box"
    r"|printer|message|software|page|device|unit|app|tool|browser|service|server)(?: (?:just|then|only|always|usually"
    r"|suddenly|simply|also))? (?:says?|shows?|reads?|writes?|throws?|complains?(?: with| about)?|reports?|displays?"
    r"|prints?|puts? up|comes? (?:up|back) with|pops? up(?: with)?|gives? (?:you|me|us|them|out)|answers?|stops? with"
    r"|fails? with|dies with|ends with|flashes|goes)(?: (?:that|this))?(?: (?:in|on) the [a-z]+)?(?: something like"
    r"| an? (?:error|message))?,? ",
    re.IGNORECASE,
)
_COMES_UP = re.compile(
    r"\b(?:comes?|pops?) up(?: with|,) |\b(?:sees?|gets?) is |(?<!he )(?<!she )(?<!who )\bsays,? |\b(?:message|alarm|pop-?up"
    r"|warning|banner)(?: (?:called|saying|that says|is called|reads))?,? ",
    re.IGNORECASE,
)
_GETS = re.compile(
    r"\b(?:you(?:'ll)?|i|we|they|he|she|people|customers?|users?|somebody|side) (?:just |only |then |always |might |may"
    r" )?(?:gets?|sees?|got|reads?|saw|sees?) (?:an? |the |this )?",
    re.IGNORECASE,
)
_FAULT = re.compile(
    r"\b(?:no|not|denied|fail(?:ed|ure|s)?|locked|full|lost|invalid|unknown|missing|errors?|exceed(?:s|ed)|reached|expired"
    r"|refused|rejected|unavailable|time-?outs?|timed out|too (?:many|high|low|long|large|big|small)|bad|unchanged"
    r"|replace|greylisted|cannot|can't|could not|couldn't|unable|overload(?:ed)?|mismatch|does not match|empty|broken"
    r"|blocked|disconnected|aborted|interrupted|fault|low|high|warning|stopped|jam(?:med)?|down|offline|suspended"
    r"|conflict|duplicate|incomplete|corrupt(?:ed)?|unsupported|wrong|required|busy|stuck|insufficient|forbidden|unreachable"
    r"|out of|overheated|tripped|unexpected|illegal|already|overdue|negative|open|please|critical|pending|disabled|undefined)\b",
    re.IGNORECASE,
)
_CUT = re.compile(
    r"[,.;:!?]|\s(?:and|but|so|then|because|which|when|that's|that|it's|it|if|um|uh|you|i|we|he|they|or|yes|the"
    r"|nine out|with the|in the|on the|after)\b|\s+-\s",
    re.IGNORECASE,
)
# No message begins with one of these.
_BEGINS_NO = word_set(
    """a an the it it's that that's this these those there there's how what where when if who why you your we our i my
    he she his her they their in on at to from with about of for by exactly so something nothing anything everything
    somebody nobody yes hello later and but or because as like than then also just only really very all both some
    any every each same right okay well is are was were be been have has had do does did don't doesn't can could will
    would should must may might green red yellow fine good away back off up over through ready done"""
)
_ITSELF = re.compile(
    r"\b(?:comes up|pops up|in the (?:mail|log|journal|display|browser)|on the (?:screen|display|panel)|that one"
    r"|(?:that|this|it)(?:'s| is| means| comes| happens| shows| says))\b",
    re.IGNORECASE,
)
_SURE = re.compile(
    r"\b(?:denied|fail(?:ed|ure)|locked|lost|invalid|unknown|missing|error|exceeded|reached|expired|refused|rejected"
    r"|unavailable|time-?out|timed out|cannot|unable|overload|mismatch|no \w+ (?:left|found)|not found|interrupted|fault"
    r"|suspended|conflict|unsupported|insufficient|forbidden|unreachable|not responding|aborted)\b",
    re.IGNORECASE,
)
_FEWEST, _MOST = 2, 8


def spoken_in(text: str, following: str = "") -> list[str]:
    """Return the messages of a sentence, as spoken; `following` is the sentence after it."""
    told = [each for each in _told(text) if each]
    if not told and (own := _own(text, following)):
        told = [own]
    return list(dict.fromkeys(told))


def _told(text: str) -> Iterator[str]:
    for pattern in (_SAYS, _COMES_UP, _GETS):
        for found in pattern.finditer(text):
            yield _message(text[found.end() :])


def _message(rest: str) -> str:
    """Return what a text begins with if that is a message, or nothing."""
    said = _CUT.split(rest, maxsplit=1)[0].strip(" -")
    words = said.split()
    if not words or words[0].casefold() in _BEGINS_NO:
        return ""
    if (code := _CODE.match(rest)) is not None:
        more = _CUT.split(rest[code.end() :].lstrip(", "), maxsplit=1)[0]
        return rest[: rest.index(more, code.end()) + len(more)].strip(" ,")
    few = _FEWEST <= len(words) <= _MOST
    return said if few and _FAULT.search(said) else ""


def _own(text: str, following: str) -> str:
    """Return a message that is a sentence of its own: "No space left on device. That comes up"."""
    said = _message(text)
    around = f"{text[len(said) :]} {' '.join(following.split()[:_MOST])}"
    begins = said[:1].isupper() or text.islower()
    shown = begins and _SURE.search(said) and _ITSELF.search(around)
    return said if shown else ""

"""Errors: messages of devices and programs, with what they mean, where they come from and what helps."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from knowledge.answering.wording import words_of
from knowledge.interviews.actions import does
from knowledge.interviews.error_questions import asked_for
from knowledge.interviews.messages_spoken import spoken_in
from knowledge.interviews.roles import INTERVIEWER
from knowledge.interviews.utterances import Utterance

_QUOTED = re.compile(
    r"[\"\u201c\u201d\u201e\u00ab](?P<said>[^\"\u201c\u201d\u201e\u00ab\u00bb]{2,80}?)[.,!?]?[\"\u201c\u201d\u00bb]"
    r"|(?<!\w)['\u2018](?P<single>[A-Z0-9][^'\u2018\u2019]{2,60}?)[.,!?]?['\u2019](?!\w)"
)
_DEVICE = re.compile(
    r"\b(?:error|errors|fault|faults|alarm|alarms|message|messages|warning|warnings|code|codes|display"
    r"|screen|panel|log|popup|pop-up|dialog|box|banner|lamp|prompt|status|exception|reject(?:ion|ed|s)?"
    r"|fail(?:s|ed|ure)?|it (?:just |then |only |also )?(?:says|shows|reads|tells you|reports|gives"
    r"|complains|throws|writes|goes|puts up|pops up)|(?:says|shows|reads|reading|saying|comes up"
    r"|pops up|appears|get|gets|got|see|sees|throws))\b",
    re.IGNORECASE,
)
_BY_PEOPLE = re.compile(
    r"\b(?:he|she|they|i|we|people|you|colleague|boss|customer|everybody|somebody|someone|who|him|her"
    r"|them|me) (?:\w+ )?(?:said|say|says|asked|ask|asks|called|call|calls|wrote|told|tell|thought"
    r"|think|shout|shouts|go|went)\b[^\"]{0,20}$",
    re.IGNORECASE,
)
_CODED = re.compile(
    r"(?<![\w-])(?:(?:error|fault|alarm|exception|warning|status|failure)(?: (?:code|number"
    r"|message))? (?:[A-Z]{0,4}[- ]?\d[\w.-]*|[A-Z]{1,4}\d[\w-]*)|[A-Z]{1,5}[-_]?\d{2,6}(?=[^\w]"
    r"|\Z)(?! ?(?:breaker|fuse|modem))|[A-Z]{2,}_[A-Z_0-9]+|0x[0-9A-Fa-f]{2,})"
)
_SPOKEN_CODE = re.compile(
    r"\b(?:error|fault|alarm|exception|warning)(?: (?:code|number"
    r"|message))?,? (?P<code>(?:[a-z] )?(?:\d[\w-]*|(?:zero|one|two|three|four|five|six|seven|eight"
    r"|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty"
    r"|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ -](?:one|two|three|four|five|six|seven|eight"
    r"|nine|zero|hundred))*))\b(?! (?:times|of|percent|minutes|hours))",
    re.IGNORECASE,
)
_SPOKEN = re.compile(
    r"\b(?:it|display|panel|screen|message|log|program|system|box|window|software|machine"
    r"|controller)(?: \w+)? (?:says|shows|reads|that says|saying|called|is called|pops up with"
    r"|comes up with) (?:that )?(?:there's |something like )?(?P<said>[a-z0-9][\w' -]{3,60})"
    r"|\b(?:you|i|we|they) (?:read|get|see|got|saw|had) (?:an? |the )?(?P<read>(?:\d{2,}"
    r"|[a-z]{1,3} \d+) [a-z][\w' -]{3,50})"
    r"|\A(?P<coded>[a-z]{1,3} \d{1,4} [a-z][\w' -]{3,50})"
    r"|(?P<before>[a-z0-9][\w' -]{3,60}) that(?:'s| is) what (?:it|the \w+) (?:says|shows|reads)\b",
    re.IGNORECASE,
)
_CODE = re.compile(r"\d|[A-Z]{2,}|_")
# A message begins with a capital and has some words; so has a button, which the words before it tell.
_SENTENCE = re.compile(r"[A-Z][a-z]+(?: [\w'-]+){1,7}\Z")
_ON_SCREEN = re.compile(
    r"\b(?:press|click|tick|untick|choose|pick|select|menu|button|tab|box|switch|field|called|call it"
    r"|named|labell?ed|under|in|to|with|on)(?: the| a| on)?\W*\Z",
    re.IGNORECASE,
)
_CAUSE = re.compile(
    r"\b(?:because|cause[sd]?|since|due to|that's when|this is when|which means|that means"
    r"|means (?:that|the|there|you|it|somebody|someone)|usually (?:it's|that's|the)|it's (?:always"
    r"|mostly|usually|almost always|nearly always|often|the)|that's (?:always|mostly|usually"
    r"|almost always|nearly always|often|the|a|an|when)|happens (?:when|if|after)|comes (?:from|when|if"
    r"|after)|nine (?:out )?of ten|most(?:ly)? (?:of the time|cases|often)|in (?:most|nine"
    r"|almost all) (?:\w+ )*cases|when (?:the|somebody|someone|you|it|there)|if (?:the|somebody|someone"
    r"|there)|reason|forgot|forgotten|wasn't|isn't|has been|have been|hasn't)\b",
    re.IGNORECASE,
)
_NO_MESSAGE = re.compile(
    r"(?:it|it's|that|that's|there|there's|this|how|what|where|when|if|you|we|i|they|he|she|in|on|at|to"
    r"|from|with|about|exactly|so|something|nothing|anything|the (?:same|truth|opposite)|a lot|yes|no"
    r"|hello|later)\b",
    re.IGNORECASE,
)
_TELLING = 6
_LONGEST_TALE = 24
_PAUSE = 10


@dataclass
class ErrorTold:
    """A message and what was told of it; `said` are the sentences that quote it."""

    message: str
    said: list[Utterance] = field(default_factory=list)
    causes: list[Utterance] = field(default_factory=list)
    fixes: list[Utterance] = field(default_factory=list)

    @property
    def turns(self) -> tuple[int, ...]:
        """All turns, sorted."""
        every = (*self.said, *self.causes, *self.fixes)
        return tuple(sorted({turn for each in every for turn in each.turns}))


def errors_of(
    utterances: Sequence[Utterance], breaks: frozenset[int] = frozenset()
) -> list[ErrorTold]:
    """Return the errors that a talk names; `breaks` are turns that begin another matter."""
    listening = _Listening(breaks)
    for place, utterance in enumerate(utterances):
        following = utterances[place + 1 : place + 2]
        listening.hear(utterance, following[0].text if following else "")
    return listening.told


class _Listening:
    """The errors so far, the one that is spoken of, and what was last asked about it."""

    def __init__(self, breaks: frozenset[int]) -> None:
        self.told: list[ErrorTold] = []
        self._breaks = breaks
        self._current: ErrorTold | None = None
        self._mode = ""
        self._left = 0

    def hear(self, utterance: Utterance, following: str) -> None:
        """Take in a sentence and what follows it: a message, what is asked about it, or what is told of it."""
        asks = utterance.role == INTERVIEWER
        if asks:
            self._asked(utterance)
        names = messages_in(utterance, following)
        for name in names:
            self._current = _noted(name, utterance, self.told)
            self._mode, self._left = "", _LONGEST_TALE
        if not asks and self._current is not None and self._says_more(utterance, names):
            _sort(utterance, self._current, self._mode)
        self._left -= not asks

    def _asked(self, utterance: Utterance) -> None:
        mode = asked_for(utterance.text)
        if self._breaks.intersection(utterance.turns):
            self._current, self._mode = None, mode
        self._mode = mode or self._mode

    def _says_more(self, utterance: Utterance, names: Sequence[str]) -> bool:
        """Whether a sentence belongs to the message and does not only name it."""
        if not names:
            return self._left > 0
        return len(utterance.text.split()) > len(names[0].split()) + _PAUSE


def messages_in(utterance: Utterance, following: str = "") -> list[str]:
    """Return the messages that a sentence tells; `following` is the sentence after it."""
    text = utterance.text
    if quoted := [
        said
        for said in _quotes(text)
        if _like_a_message(said, text, told=utterance.role != INTERVIEWER)
    ]:
        return quoted
    if _DEVICE.search(text) and (
        codes := [c[0].rstrip(".-") for c in _CODED.finditer(text)]
    ):
        return codes
    if utterance.role != INTERVIEWER and (told := spoken_in(text, following)):
        return told
    if (code := _SPOKEN_CODE.search(text)) is not None:
        return [code[0]]
    # Without quotes and capitals only the words around tell where a message is.
    spoken = _SPOKEN.search(text) if text == text.lower() else None
    said = _short(next(filter(None, spoken.groups()))) if spoken else ""
    return [said] if len(said.split()) > 1 and not _NO_MESSAGE.match(said) else []


def _quotes(text: str) -> Iterator[str]:
    """Yield what stands in quotes and is not what people said."""
    for quote in _QUOTED.finditer(text):
        said = (quote["said"] or quote["single"]).strip()
        if _CODE.search(said) or not _BY_PEOPLE.search(text[: quote.start()]):
            yield said


def _like_a_message(said: str, text: str, *, told: bool) -> bool:
    """Whether quoted words look like a message; `told` when an expert quotes them."""
    if _CODE.search(said):
        return True
    if (
        told
        and _SENTENCE.match(said)
        and not _ON_SCREEN.search(text[: text.find(said)])
    ):
        return True
    return len(said.split()) > 1 and _DEVICE.search(text.replace(said, " ")) is not None


def _short(said: str) -> str:
    cut = re.split(
        r"\b(?:and|but|so|then|because|which|when|that's|it's|um|uh|you|or|in the|on the|after|yes)\b",
        said,
    )[0]
    return cut.strip()


def _noted(name: str, utterance: Utterance, told: list[ErrorTold]) -> ErrorTold:
    key = _key(name)
    known = next(
        (
            each
            for each in told
            if _key(each.message) == key or _within(key, _key(each.message))
        ),
        None,
    )
    if known is None:
        known = ErrorTold(name)
        told.append(known)
    if utterance not in known.said:
        known.said.append(utterance)
    return known


def _within(one: str, other: str) -> bool:
    """Whether one message is part of the other, long enough to be no chance."""
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) > _TELLING and shorter in longer


def _key(name: str) -> str:
    return " ".join(words_of(name))


def _sort(utterance: Utterance, told: ErrorTold, mode: str) -> None:
    if does(utterance.text) and mode != "cause":
        told.fixes.append(utterance)
    elif mode == "cause" or (
        mode != "fix" and not told.fixes and _CAUSE.search(utterance.text)
    ):
        told.causes.append(utterance)
    elif mode == "fix":
        told.fixes.append(utterance)

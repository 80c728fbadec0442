"""What tells somebody what to do: verbs of instructions, and clauses that begin with one."""

import re
from collections.abc import Iterator

from knowledge.answering.word_sets import word_set
from knowledge.interviews.flat_clauses import flat_clauses, is_flat
from knowledge.interviews.utterances import Utterance
from knowledge.interviews.written import written

VERBS = word_set(
    """accept acknowledge activate add adjust agree align allow answer apply approve archive arrange ask assign
    attach avoid back balance begin bleed blow boil book boot bring bump call cancel carry catch centre center
    change charge check choose clamp clean clear click close collect come compare compress configure confirm connect
    contact continue convert cool copy correct count cover crack create crop cut deactivate delete demount describe
    detach dial dilute dim dip disable discard disconnect disengage dismiss dismount divide do document double
    double-check download drag drain draw drive drop dry dump duplicate edit eject email empty enable end engage
    ensure enter erase escalate estimate exchange exit expand explain export expose extract fasten fetch file fill
    filter find finish fit fix flip flush focus fold follow format generate get give go grab grease grind group
    guide hand hang heat hit hold home hook import incubate inform insert inspect install invert isolate join jot jump
    keep label leave level lift light limit link list listen load locate lock log look loosen lower lubricate make
    mark match measure merge mix monitor mount move multiply name navigate note notify open order pack park paste pause
    pay peel phone pick pin pipette place plan plug point polish pop post pour power prepare press prime print pull pump
    punch purge push put raise read realign rebook recalculate record recheck recalibrate reconnect reduce refill refresh reinstall release
    reload remount remove rename reopen repeat replace report request rerun rescan reseat reset resend restart restore resume retract return
    reverse review revert rinse roll rotate rub run save scan schedule screw scroll seal search seat secure see select
    send separate set settle shake share shift show shut sign simulate sit skip slide slip slot snap soak sort specify spin split
    spray spread stack stain stand start step stir stop store strike submit subtract swap sweep swing switch sync tag take tap
    tare tell test throttle throw tick tie tighten tilt toggle top touch transfer trigger trim try tune turn twist type
    undo unblock uncheck unclip uncover undock unfold uninstall unload unlock unmount unplug unscrew unwrap update upgrade upload use
    vent verify void wait bake bend blot brush decant dust defocus drill freeze glue hammer immerse knead moisten oil paint pinch
    refocus sand sharpen solder squeeze thaw vacuum vortex wet
    bolt calibrate charge chop commit deploy disinfect dispatch dispense forward preheat publish quarantine reboot recharge
    refit reinsert ring scrub slice sterilise sterilize swipe unbolt unmount weld whisk
    walk warm warn wash watch wear weigh wind wipe withdraw wrap write zero zoom"""
)
_LEAD = (
    r"(?:(?:and|so|but|then|now|okay|well|first(?:ly)?(?: of all)?|second(?:ly)?|third(?:ly)?|next"
    r"|after that|afterwards|finally|last(?:ly)?|at the end|in the end|again|once more|just|simply"
    r"|only then|only|always|please|also"
    r"|after (?:which|this)|when (?:that's|it's|that is|it is) (?:done|finished|ready)|carefully|slowly"
    r"|gently|quickly|immediately|maybe|either|from there|step (?:one|two|three|four|five|six|\d)"
    r"|before that|in between|then again|number (?:one|two|three|four|\d))\b[\s,:]*)*"
)
_SUBJECT = (
    r"(?:(?:(?:on|at|in|before|after|from|with|by|under|for|during) [\w' -]{2,40}?,? (?=(?:you|we"
    r"|i)\b))?(?:you|we|i|they)(?:'ll|'d|'ve)?\s+(?:(?:always|then|also|just|simply|first|usually"
    r"|normally|really|now|only|basically|do|will|would|should|must|can|could|have to|has to|need to"
    r"|got to|want to|have got to|had better|go and|better|go ahead and|carefully|slowly|gently|quickly"
    r"|go|come|again)\s+)*"
    r"|(?:what (?:you|we|i) do (?:is|then is|first is),?\s+)?(?:you|we|i)\s+|(?:be sure|remember"
    r"|make sure|don't forget|do not forget|it's (?:best|important|good|better)|(?:the )?(?:trick|idea"
    r"|point) is|(?:i|we|you) (?:like|tend|prefer)|(?:you|we)(?:'re| are) (?:going|supposed)"
    r"|the (?:first|next|last|other) (?:thing|step)(?: (?:you|we|i) do)? is)\s+(?:to|that you|you"
    r"|and)?\s*|to\s+|let(?:'s| us)\s+)?"
)
_DOES = re.compile(
    rf"^(?P<lead>{_LEAD})(?P<subject>{_SUBJECT})(?P<again>{_LEAD})(?P<verb>[a-z][a-z-]*)\b(?!')(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_ORDERED = re.compile(
    r"\b(?:first(?:ly)?|then|next|after that|afterwards|finally|last(?:ly)?|before that|second(?:ly)?"
    r"|third(?:ly)?|once (?:you|it|that|this)|as soon as|only then|when that's|when it's|step (?:one"
    r"|two|three|four|\d)|in the end|at the end)\b",
    re.IGNORECASE,
)
_NOUN_STEP = re.compile(
    r"^(?:and |so )?(?:then|next|after that|first|finally|and last|last)[,]?\s+(?:the|a|your|its|menu"
    r"|tab|new|both|all|down|back|over|up|in|out)\b(?! (?:thing|reason|point|problem|trick))",
    re.IGNORECASE,
)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|'s|has|have|had|does|did|will|would|can|could|comes?|goes|gets?|makes?"
    r"|starts?|stops?|burns?|slams?|trips?|blows?|breaks?|knows?|thinks?|happens?|works?|runs?|needs?"
    r"|wants?|sees?|shows?|says?|takes?|looks?|stalls?|[a-z]+(?:ed))\b",
    re.IGNORECASE,
)
_PARTICIPLE = re.compile(
    r"^(?:and |then )?(?:the )?(?:\w+ )?\w+ (?:off|out|in|on|down|up|back|shut|open|closed)\b(?:[ ,.]"
    r"|$)(?!.*\b(?:is|are|was|were|has|have)\b)",
    re.IGNORECASE,
)
_CUT = re.compile(
    r"(?:(?<=[,;:\u2013\u2014])\s+|\s+)(?=(?:and )?(?:then|after that|afterwards|finally)\b(?! (?:again"
    r"|some|on)\b))|(?<=[;\u2013\u2014])\s+|(?<=,)\s+(?=(?:and|but|so|because|otherwise|or else|where"
    r"|if|which|until|till)\b)|(?<=,)\s+(?=[a-z'-]+\b)|\s+(?=and (?:you|we|i|it|they|there|that's)\b)"
    r"|\s+(?=(?:because|otherwise|or else)\b)",
    re.IGNORECASE,
)
_NO_STEP = re.compile(
    r"^\W*(?:and |so |but |then )*(?:i (?:think|mean|guess|know|see|like|remember|say|tell|call it|get"
    r"|do|come|find|suppose)\b|we (?:get|do|call|see|say|run|find|come)\b|you (?:see|know|get|do|come"
    r"|find|say|wear|hear|watch)\b(?! (?:to|into|on|off|in)\b)|they\b|look,|see,|let me|let's (?:say"
    r"|see)|wait,|wait (?:a|no)|do (?:you|not|that|it)\b|to (?:be|me|us)\b|go on|come on|tell me|ask me"
    r"|you (?:want|need) (?:it|that|this|a|the)\b|(?:you|we|i|they|it|he|she) (?:would|could|can|will"
    r"|might|did)(?:n't| not|n't)\b)",
    re.IGNORECASE,
)
_SUPPOSING = re.compile(
    r"^\W*(?:and |so |but |or )*(?:if|when|whenever|unless|because|since|otherwise|as|while|although"
    r"|that|which|who|where|until|till|or)\b",
    re.IGNORECASE,
)


def clauses_of(utterance: Utterance) -> list[Utterance]:
    """Cut a sentence before "and then", "because" and commas that a new clause follows.

    Where nobody wrote commas, also before what somebody does next.
    """
    text = utterance.text
    pieces = [piece for piece in _CUT.split(text) if piece and piece.strip()]
    if is_flat(text):
        pieces = [part for piece in pieces for part in flat_clauses(piece, VERBS)]
    return utterance.parts(_sensible(pieces))


def _sensible(pieces: list[str]) -> Iterator[str]:
    """Join what is too short to stand alone, or begins no clause, with the piece before it."""
    held = ""
    for piece in pieces:
        if held and not _begins(piece):
            held = f"{held} {piece}"
            continue
        if held:
            yield held
        held = piece
    if held:
        yield held


def _begins(piece: str) -> bool:
    first = re.match(r"[\W]*(?:and |but |so |or )?([\w'-]+)", piece)
    if first is None:
        return False
    word = first[1].casefold()
    return (
        word in _OPENERS
        or (word in VERBS and len(piece.split()) > 1)
        or _ORDERED.match(piece) is not None
    )


_OPENERS = word_set(
    """you we i it they there that's it's because otherwise if when then so but which until till where never don't
    always only make not once as to he she this that what first next last after before without"""
)


def does(text: str) -> bool:
    """Whether a clause tells one to do something: an imperative, or "you" with a plain verb."""
    if _NO_STEP.match(text) or "?" in text:
        return False
    found = _DOES.match(re.sub(r"^\W+", "", text))
    if found is None or found["verb"].casefold() not in VERBS:
        # A verb far behind belongs to something else, where nobody wrote commas.
        head = " ".join(text.split()[:_NOUN_WORDS])
        return bool(_NOUN_STEP.match(text)) and not _FINITE.search(head)
    if not found["rest"].strip(" .,!") and not (
        found["lead"] or found["subject"] or found["again"]
    ):
        return found["verb"].casefold() in _ALONE
    return bool(found["subject"].strip()) or _imperative(found["verb"], found["rest"])


def _imperative(verb: str, rest: str) -> bool:
    """Whether a verb without a subject in front is one: a noun would be followed by its own verb."""
    after = rest.split()
    if not after:
        return True
    return re.match(
        r"(?:is|are|was|were|has|have|had|does|'s|comes?|goes|will|would|can|of|and the|could|should)\b",
        after[0],
        re.IGNORECASE,
    ) is None and not rest.startswith("'")


_NOUN_WORDS = 7
_ALONE = word_set("""stop listen wait restart save confirm send repeat""")


def orders(text: str) -> bool:
    """Whether a clause says where in an order it stands."""
    return _ORDERED.search(text) is not None


def supposes(text: str) -> bool:
    """Whether a clause only says when or why."""
    return _SUPPOSING.match(text) is not None


def step_of(clause: str) -> str:
    """Return a step as a written imperative: "then you open the lid" is "Open the lid."."""
    text = written(clause)
    found = _DOES.match(text)
    if found is None or found["verb"].casefold() not in VERBS:
        return text
    if re.search(
        r"\b(?:they|must|should)\b", found["subject"], re.IGNORECASE
    ) and not re.search(r"\byou\b", found["subject"], re.IGNORECASE):
        return text
    rest = f"{found['verb']}{found['rest']}"
    return rest[:1].upper() + rest[1:]

"""Titles made of the words that were spoken."""

import re
from collections.abc import Collection, Iterable, Sequence

from knowledge.answering.word_sets import word_set

LONGEST = 90
_HOW = re.compile(
    r"^(?:.*?[.,:;] )?(?:(?:so|and|but|then|okay|now) )*(?:how|where|when) (?:do|would|can|should|could"
    r"|must|did|does|shall) (?:you|i|we|one|they|somebody|someone|people|it)(?: (?:actually|usually"
    r"|normally|then|now|go about|have to|need to|get to))* (?P<deed>[a-z].*?)[?.]*$",
    re.IGNORECASE | re.DOTALL,
)
_EMPTY_DEED = re.compile(
    r"^(?:do|go|work|happen|handle|deal with|manage|get)?\s*(?:it|that|this|them|these|those"
    r"|such a thing|so)?(?: (?:then|now|there|here|in|go|work))*$",
    re.IGNORECASE,
)
_STEPS = re.compile(
    r"^(?:.*?[.,:;] )?(?:(?:walk|talk|take|run) (?:me|us) through|tell (?:me|us) about|describe|explain"
    r"|show (?:me|us)|what about|let's talk about|how about)\s+(?:how (?:you|to|one"
    r"|we)\s+)?(?P<deed>.*?)[?.]*$",
    re.IGNORECASE | re.DOTALL,
)
_LEAD_IN = re.compile(
    r"(?<=[.,:;?])\s+(?=how|what|where|when|why|is|does|do|can)", re.IGNORECASE
)
_TELLING = 3
_LEADING = re.compile(
    r"^(?:(?:so|and|but|then|okay|ok|now|well|the thing that|um|uh|er|oh|otherwise)\b[ ,]*"
    # Without a comma "right valve" is a thing.
    r"|(?:right|good|great|fine|yes|yeah|no|sure|exactly|listen|look|alright|all right|you know|i mean|let's see"
    r"|let me see)\s*[,.!]+\s*)+",
    re.IGNORECASE,
)
_ASKS_LAST = re.compile(r"(?<=[.!?])\s+(?=[^.!?]+\?$)")
_SAYS_WHAT = 4
"""A question of fewer words is not understood without those before it."""
_REASON = re.compile(r",? (?:because|otherwise|or else|since)\b", re.IGNORECASE)
_POINTS_BACK = re.compile(
    r"\W*(?:that's|that is|that was|this is|it's|it is|because|otherwise|or else|one turn)\b",
    re.IGNORECASE,
)
_LEAST_WARNING = 3


def of_procedure(question: str, first_step: str) -> str:
    """Return "Start a pump by hand" of "How do you start a pump by hand?", or the question itself."""
    for pattern in (_HOW, _STEPS):
        found = pattern.match(question)
        if (
            found is not None
            and not _EMPTY_DEED.match(found["deed"])
            and len(found["deed"].split()) > 1
        ):
            return shortened(found["deed"])
    before = _LEAD_IN.split(question)[0]
    named_there = len(before.split()) >= _TELLING and before != question
    return shortened(before if named_there else question or first_step)


def of_question(question: str) -> str:
    """Return the last sentence of a question, where it says by itself what is asked: "Let's go on. How is it stopped?"."""
    last = _ASKS_LAST.split(question)[-1]
    plain = _LEADING.sub("", last)
    return (
        last
        if len(plain.split()) > _SAYS_WHAT and not _POINTS.search(plain)
        else question
    )


def of_warning(sentences: Sequence[str]) -> str:
    """Return what is warned of: the first sentence that says it, without its reason."""
    telling = (
        each
        for each in sentences
        if len(each.split()) >= _LEAST_WARNING and not _POINTS_BACK.match(each)
    )
    text = next(telling, sentences[0] if sentences else "")
    head = _REASON.split(text)[0]
    return head if len(head.split()) >= _LEAST_WARNING else text


def without_names(text: str, names: Collection[str]) -> str:
    """Return a question without the name of whoever is asked: "Tom, what is it for?" is "What is it for?"."""
    for name in sorted(names, key=len, reverse=True):
        called = re.escape(name)
        text = re.sub(rf"^((?:okay|so|and|well)?,? ?){called},\s+", r"\1", text)
        text = re.sub(rf",\s+{called}(?=[,?.!]|$)", "", text)
    return text[:1].upper() + text[1:]


def called(speakers: Iterable[str]) -> frozenset[str]:
    """Return how people are spoken to: whole names, and their first words."""
    names = {name for each in speakers for name in (each, each.partition(" ")[0])}
    return frozenset(name for name in names if name.istitle() and len(name) > 1)


def shortened(text: str, longest: int = LONGEST) -> str:
    """Return a text as a title: one line, a capital, no stop, cut between words."""
    plain = (
        _LEADING.sub("", " ".join(text.split()))
        .strip(" .,:;!\u2013\u2014-")
        .removeprefix("? ")
    )
    if len(plain) > longest:
        plain = f"{plain[:longest].rsplit(' ', 1)[0].rstrip(' ,;:')}\u2026"
    return plain[:1].upper() + plain[1:]


def named(text: str, at: int) -> str:
    """Return the words before a value that name it: "the precharge of the vessel is" is "Precharge of the vessel"."""
    before = re.split(r"[;:.!?]\s+|,\s+(?:and|but|so|because|if|then)\s+", text[:at])[
        -1
    ]
    before = re.sub(
        r"\s+(?:is|are|was|were|has|have|had|must|should|may|can|will|to|be|at|on|goes|stays|between"
        r"|from|about|around|it|that|which|at least|at most|more than|less than|not|no|of|a|an|the"
        r"|say)\s*$",
        "",
        f" {before} ".rstrip(),
        flags=re.IGNORECASE,
    )
    before = re.sub(r"(?:'s|'re|,)\s*$", "", before.strip())
    words = _LEADING.sub("", before.strip()).split()
    words = words[-7:]
    while words and words[0].casefold().strip(",") in _WEAK:
        words = words[1:]
    while words and words[-1].casefold().strip(",") in _WEAK:
        words = words[:-1]
    name = " ".join(words).strip(" ,")
    return "" if re.match(_NO_NAME, name, re.IGNORECASE) else name


_NO_NAME = r"(?:through|back|over|up|down|under|above|below|after|before|until|till|because|since|only|not|no|never|always|don't|everything|something|anything|if|when|i'd|you'd|say|them|people|then|go|goes|wait|said|told)\b|\W*\Z"
_POINTS = re.compile(
    r"\b(?:it|that|this|those|these|they|them|there|then|one|its|their|he|she)\b",
    re.IGNORECASE,
)
_WEAK = word_set(
    """the a an that this these those it it's its and or so but then there there's which is are
    was were to of at on in you we i they be has have should must may can will with for from
    by if when as up about normal takes take put set goes go says"""
)

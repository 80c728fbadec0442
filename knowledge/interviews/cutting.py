"""What somebody said, cut into sentences, with and without stops."""

import re
from collections.abc import Iterator, Sequence

from knowledge.answering.sentences import pieces_of
from knowledge.answering.word_sets import word_set
from knowledge.interviews.turns import Turn

_MARKS = re.compile(r"[.!?\u2026](?=\s|[\"')\u201d]|\Z)")
_ROUGH_WORDS = 40
"""Fewer marks than one in so many words: nobody, or a machine, wrote the stops."""
_SHORTEST, _LONGEST = 4, 80
"""Words of a sentence that nobody ended."""
_STARTS = re.compile(
    r"(?:and then|and so|and if|and when|and after|and you(?:'ll|'ve|'d)?(?= [a-z]+)|and it(?:'s| is)"
    r"|and that(?:'s| is)|and there(?:'s| is)"
    r"|and the (?:first|next|second|third|last|other) (?:thing|step|one)|but|so(?! (?:that|much|many"
    r"|long|far|called|on|you can|it can|they can)\b)|okay|ok|then|now(?! (?:and|it's the)\b)"
    r"|after that|first(?: of all| you)?|second(?:ly)?(?= you)|third(?:ly)?(?= you)|next(?= you)"
    r"|finally|once (?:you|it|that|the)|otherwise|anyway|also|well|never|whatever you do"
    r"|don't|do not|always|if (?:you|it|the|there|that|we|i)|when (?:you|it|the|that|they|we)|it's"
    r"|there's|there are|this is|what happens is|what you do is"
    r"|you(?:'ll| have to| need to| must| should| then| just| always| never)|make sure|i'd|i would"
    r"|the (?:reason|trick|thing|mistake|problem|cause|fix|fault|default|range|minimum|maximum)\b"
    r"|how (?:do|does|did|long|often|much|many|would|should|can)|what (?:do|does|is|are|about|happens"
    r"|would|should|if|kind|sort)|what's|why (?:do|does|is|not|would|should)|where (?:do|does|is|are)"
    r"|which (?:one|is|of)|who (?:do|does|is)|can you|could you|would you|do you|does it|is it|is there"
    r"|are there|tell me|walk me through|talk me through|let's|thank you|thanks)\b",
    re.IGNORECASE,
)
_CONDITION = 14
# With these goes on what began with "if".
_CONSEQUENCES = word_set("then it's there's you you'll don't never always")
# After these words no sentence ends.
_BINDING = word_set(
    """a an the of to in on at for with from by into onto over under and or but if when while
    because that which who whose what how why where so then than as is are was were be been
    being do does did don't not never just only very too also have has had will would can
    could should must may might you i we they he she it's this these those my your our their
    its his her your'e you're i'm we're they're no until unless before after once really um
    uh about like first next finally second now well okay ok make sure whatever there's
    which's can't won't it says say said called means mean saying think know always"""
)


def is_rough(turns: Sequence[Turn]) -> bool:
    """Whether a transcript has next to no stops, as much speech recognition gives it."""
    words = sum(len(turn.text.split()) for turn in turns)
    marks = sum(len(_MARKS.findall(turn.text)) for turn in turns)
    return words > marks * _ROUGH_WORDS


def sentences_of(text: str, *, rough: bool = False) -> Iterator[str]:
    """Yield the sentences of what somebody said, as it was said."""
    flowing = " ".join(text.split())
    if not rough and not _lacks_stops(flowing):
        yield from (
            piece.text.strip() for piece in pieces_of(flowing) if piece.text.strip()
        )
        return
    for piece in re.split(r"(?<=[.!?])\s+", flowing):
        yield from _cut(piece.split())


def _lacks_stops(text: str) -> bool:
    return len(text.split()) > _ROUGH_WORDS * (len(_MARKS.findall(text)) + 1)


def _supposes(words: Sequence[str]) -> bool:
    """Whether a few words say "if", and not yet what comes of it."""
    first = [each.casefold() for each in words[:2]]
    return len(words) < _CONDITION and bool({"if", "when"} & set(first))


def _cut(words: Sequence[str]) -> Iterator[str]:
    begun = 0
    for place in range(1, len(words)):
        if place - begun < _SHORTEST or words[place - 1].casefold() in _BINDING:
            continue
        begins = _STARTS.match(" ".join(words[place : place + 5]))
        if begins and _supposes(words[begun:place]) and words[place] in _CONSEQUENCES:
            continue
        if begins or place - begun >= _LONGEST:
            yield " ".join(words[begun:place])
            begun = place
    if begun < len(words):
        yield " ".join(words[begun:])

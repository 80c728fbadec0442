"""Clauses of what a machine heard: no comma says where the next one begins, only what is done in it."""

import re
from collections.abc import Iterator

from knowledge.answering.word_sets import word_set

_LONG = 16
_LONE_I = re.compile(r"\bI\b")

_SOMEBODY = word_set("i you we")
_BETWEEN = word_set("then just always also simply first usually only now really")
# After these a verb, or somebody who does something, goes on with the clause.
_HOLDS = word_set(
    """a an the this that these those which who whom whose what how why where when whenever if unless whether because
    since as than while although though until till before after once and or but so to of in on at for from with by
    into about like not don't never do does did can can't could will would should must may might have has had need
    want let let's help i you we he she it they me him her us them my your our their its is are was were be been
    please always just only also then now first say says said think know mean everything anything something all"""
)
_OBJECT = word_set(
    """the a an it them this that these those your my our its his her their both all one two three four each every
    everything off on up down out in into to back for with from at again until him himself someone somebody where who
    which what whether if five ten twenty thirty sixty"""
)
# What is a thing as often as a deed: without somebody in front, no clause begins with it.
_THINGS = word_set(
    """back balance box change check code cool copy count cover cut display double drain drill drop end exchange file
    fill filter fit flush focus fold format group guide hand heat hit hold hook import label level lift light limit
    link list lock log look mark match measure mix monitor name note number order pack park pass pause pay phone pick
    pin place plan plug point polish post power press print pull pump punch push rate record release repair report
    request reset review ring roll run sample scale scan schedule screen screw seal search seat set shift show sign slice slide
    slip slot sort spin split spot spray spread stack stain stand start step stop store stretch subject support swing
    switch tag tap test tick tie time tip top touch track transfer trial trigger trip tune turn twist type update use
    view walk wash watch wave wear weight wind work wrap zoom"""
)


def is_flat(text: str) -> bool:
    """Whether a text has neither capitals nor commas, as some machines write it.

    Others write a capital where a sentence begins: a long one without a comma is theirs.
    """
    if "," in text or is_bare(text):
        return "," not in text
    rest = _LONE_I.sub("i", text[1:])
    return rest == rest.lower() and len(text.split()) >= _LONG


def is_bare(text: str) -> bool:
    """Whether nobody wrote capitals or stops."""
    return text == text.lower()


def flat_clauses(text: str, verbs: frozenset[str]) -> Iterator[str]:
    """Cut a text without commas before "i look at", "and press the" and "open the"."""
    words = text.split()
    begun = 0
    for place in range(1, len(words)):
        if _begins(words, place, verbs):
            yield " ".join(words[begun:place])
            begun = place
    yield " ".join(words[begun:])


def _begins(words: list[str], place: int, verbs: frozenset[str]) -> bool:
    before, word = words[place - 1], words[place]
    if word == "and":
        return _is_done(words, place + 1, verbs)
    if before in _HOLDS:
        return False
    if word in _SOMEBODY:
        return _does(words, place + 1, verbs)
    return word not in _THINGS and _is_done(words, place, verbs)


def _does(words: list[str], place: int, verbs: frozenset[str]) -> bool:
    """Whether a verb stands here, perhaps behind "then" or "always"."""
    while place < len(words) and words[place] in _BETWEEN:
        place += 1
    return place < len(words) and words[place] in verbs


def _is_done(words: list[str], place: int, verbs: frozenset[str]) -> bool:
    """Whether a verb stands here with what it is done to."""
    if place + 1 >= len(words):
        return False
    return words[place] in verbs and words[place + 1] in _OBJECT

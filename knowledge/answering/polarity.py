"""Whether a sentence says the opposite of its source: what is denied, and words with opposites."""

import re
from collections.abc import Iterable, Sequence

from knowledge.answering.word_sets import word_set
from knowledge.answering.wording import STOPWORDS, stem, words_of

# A negation denies the next words that carry meaning, to the end of its clause.
_REACH = 3
_ALIKE = 0.7
_CLAUSE_END = re.compile(
    r"[,;:.!?()\u2013\u2014]|\b(?:but|however|although|unless|because|if|when|so that|and then"
    r"|aber|sondern|obwohl|weil|wenn|falls|damit)\b",
    re.IGNORECASE,
)
_CONTRACTED = re.compile(r"\b(?:(can)'t|(won)'t|([a-z]+)n't)\b", re.IGNORECASE)
# Denials in several words, one of which would end a clause or carry no meaning.
_BY_PHRASE = re.compile(
    r"\b(?:anything but|far from|nowhere near|by no means|under no circumstances|no longer"
    r"|keineswegs|keinesfalls|auf keinen fall)\b",
    re.IGNORECASE,
)
NEGATIONS = word_set(
    """not no never neither nor none nobody nothing nowhere cannot cant without hardly
    rarely seldom scarcely barely selten kaum
    nicht kein keine keinen keinem keiner keines nie niemals nirgends nichts ohne weder"""
)
DENYING = word_set(
    """unable impossible fail fails failed refuse refuses prevent prevents prohibited forbidden
    disallowed unavailable unsupported lacks avoid avoids avoiding refrain refrains cease ceases
    stop stops unmoglich verboten vermeide vermeiden"""
)
_OPPOSITES = tuple(
    tuple(frozenset(stem(word) for word in side.split()) for side in pair)
    for pair in (
        ("enable enabled enables enabling", "disable disabled disables disabling"),
        ("activate activated activates", "deactivate deactivated deactivates"),
        (
            "allow allowed allows permitted",
            "deny denied forbid forbidden prohibited disallow",
        ),
        ("include included includes including", "exclude excluded excludes excluding"),
        ("increase increased increases", "decrease decreased decreases reduce reduced"),
        ("available", "unavailable"),
        ("possible", "impossible"),
        ("supported supports", "unsupported"),
        ("always", "never"),
        ("required mandatory", "optional"),
        ("accept accepted accepts", "reject rejected rejects"),
        ("connect connected", "disconnect disconnected"),
        ("install installed", "uninstall uninstalled"),
        ("subscribe subscribed", "unsubscribe unsubscribed"),
        ("lock locked", "unlock unlocked"),
        ("publish published", "unpublish unpublished"),
        ("minimum least", "maximum most"),
        ("internal", "external"),
        ("visible", "invisible hidden"),
        ("free", "paid"),
        ("open opened", "closed close"),
        ("aktivieren aktiviert", "deaktivieren deaktiviert"),
        ("moglich", "unmoglich"),
        ("immer", "nie niemals"),
        ("erlaubt", "verboten"),
    )
)
_BEFORE = (
    frozenset({"before", "vor", "bevor"}),
    frozenset({"after", "nach", "nachdem"}),
)
_SWITCH = re.compile(
    r"\b(?:turn|switch|power)(?:ed|es|s|ing)?(?: \w+){0,3}? (on|off)\b"
)


class Stance:
    """What a text affirms and what it denies, by the stems of its words."""

    def __init__(self, text: str) -> None:
        words = words_of(_spelled_out(text))
        self.words = frozenset(words)
        self.undenied = [word for word in words if word not in NEGATIONS]
        self.denials = len(words) - len(self.undenied)
        self.negations = 0
        self.switched = frozenset(_SWITCH.findall(" ".join(words)))
        self.affirmed: set[str] = set()
        self.denied: set[str] = set()
        for clause in _CLAUSE_END.split(_spelled_out(text)):
            affirmed, denied = _told_apart(words_of(clause))
            self.affirmed |= affirmed
            self.denied |= denied
            self.negations += bool(denied)
        self.terms = self.affirmed | self.denied


def contradicts(said: Stance, told: Stance) -> bool:
    """Whether one denies what the other affirms; they must be about the same for it to count."""
    return (
        _denies(said, told)
        or _negated_otherwise(said, told)
        or _one_denial_apart(said, told)
        or _opposed(said, told)
    )


def swapped_words(said: Stance, told: Stance) -> tuple[frozenset[str], frozenset[str]]:
    """Return the words, or stems, of each text in whose place the other has the opposite."""
    mine: set[str] = set()
    theirs: set[str] = set()
    pairs = [
        (frozenset(said.terms), frozenset(told.terms), *pair) for pair in _OPPOSITES
    ]
    for here, there, one, other in (*pairs, (said.words, told.words, *_BEFORE)):
        if _swapped(here, there, one, other):
            mine |= (one | other).intersection(here)
            theirs |= (one | other).intersection(there)
    if said.switched and told.switched and not said.switched & told.switched:
        mine |= said.switched
        theirs |= told.switched
    return frozenset(mine), frozenset(theirs)


def _denies(said: Stance, told: Stance) -> bool:
    """Whether one affirms what the other denies, and there is nothing that both deny."""
    if said.denied & told.denied:
        return False
    return bool(
        said.denied & told.affirmed - said.affirmed
        or told.denied & said.affirmed - told.affirmed
    )


def _spelled_out(text: str) -> str:
    text = _BY_PHRASE.sub("not", text.replace("\u2019", "'"))
    return _CONTRACTED.sub(lambda m: f"{m[1] or (m[2] and 'will') or m[3]} not", text)


def _told_apart(words: Sequence[str]) -> tuple[set[str], set[str]]:
    """Return what a clause affirms and what it denies."""
    affirmed: list[str] = []
    denied: list[str] = []
    left = 0
    for word in words:
        if word in NEGATIONS or word in DENYING:
            left = _REACH
        elif word not in STOPWORDS and not word.isdigit():
            (denied if left > 0 else affirmed).append(stem(word))
            left -= 1
    if left == _REACH and affirmed and words[-1] in NEGATIONS:
        # "Das geht nicht": what is denied stands before it.
        denied.append(affirmed.pop())
    return set(affirmed), set(denied)


def _negated_otherwise(said: Stance, told: Stance) -> bool:
    """Whether nearly the same words hold a negation more or less."""
    both, either = said.terms & told.terms, said.terms | told.terms
    alike = bool(either) and len(both) / len(either) >= _ALIKE
    return alike and said.negations % 2 != told.negations % 2


def _one_denial_apart(said: Stance, told: Stance) -> bool:
    """Whether the very same words stand there with more or fewer denials among them."""
    return said.undenied == told.undenied and said.denials != told.denials


def _opposed(said: Stance, told: Stance) -> bool:
    """Whether one has a word and the other, in its place, the opposite."""
    if said.switched and told.switched and not said.switched & told.switched:
        return True
    return any(
        _swapped(said.terms, told.terms, one, other) for one, other in _OPPOSITES
    ) or _swapped(said.words, told.words, *_BEFORE)


def _swapped(
    said: Iterable[str], told: Iterable[str], one: frozenset[str], other: frozenset[str]
) -> bool:
    mine = one.intersection(said), other.intersection(said)
    theirs = one.intersection(told), other.intersection(told)
    return bool(
        (mine[0] and not mine[1] and theirs[1] and not theirs[0])
        or (mine[1] and not mine[0] and theirs[0] and not theirs[1])
    )

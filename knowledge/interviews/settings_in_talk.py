"""Settings as people talk of them: "the timeout, we have that at ninety", "retries three", "default of an hour"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.answering.word_sets import word_set
from knowledge.interviews.actions import VERBS
from knowledge.interviews.values_said import NUMBER, UNIT

_VALUE = re.compile(
    rf"(?<![\w'.-])(?:(?P<number>(?:minus |plus )?{NUMBER}(?:[ -](?P<unit>{UNIT}))?)"
    rf"|(?P<word>on|off|true|false|enabled|disabled|automatic|manual|auto|info|debug))(?![\w-]|'\w)",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"'(?:s|re|ve|d|ll)\b|[\w-]+|[,;.:!?]")
# What stands between a setting and its value.
_LINKS = word_set(
    """is 's are 're at on to set of about around exactly always now only still just usually normally currently be
    stay stays sits stands fixed by default put left kept have has got keep keeps leave run we i they you 've it that
    one this which there switched turned been must should needs goes as also both well all leaves set's"""
)
_PUTS = word_set("at on to set stands stays sits")
_AGENTS = word_set("we i they you")
_HAVING = word_set("have has 've got left kept keep keeps leave")
_ALWAYS = re.compile(
    r"\W*(?:always|permanently|by default|as a rule|all the time)\b", re.IGNORECASE
)
_PAST = word_set("had was were used")
_BEGINS = word_set(", ; : . ! ? and then so")
# With these no name of a setting goes on.
_STOPS = word_set(
    """used a an the and or but so then if when because since while where what who how why not no never don't for from in
    into with without by out up down off over under after before until till than between within per about like more
    less most least only also just even too very really here there he she him her them us me my your our his their its
    these those some any every each other another such same yes okay well oh um uh can could would will shall may might
    must should do does did done be been being am is are was were has have had having go goes going went get gets got
    say says said see sees saw know think take takes took need needs want wants wait waits come comes came make makes
    made put puts give gives gave keep keeps look looks tell tells told call calls called turn turns turned press write
    writes try tries work works run runs start starts stop stops stay stays put i you we they it that this which one"""
)
_HEADS = word_set(
    """time timeout timeouts delay limit limits threshold interval retention retries size lifetime period length rate
    alarm setpoint set-point max min maximum minimum mode quota cut-off cutoff offset gain factor tolerance schedule
    cache buffer retry backoff expiry port baud batch renew keep children connections workers logging lockout shutdown
    setting parameter option flag variable default"""
)
_ENDS = re.compile(
    r"\W*\Z|\s*[,.;:!]|\s+(?:and|but|so|because|or|for|in|as|by|now|then|it|that's|is|with)\b"
)
_NAMED_ENV = re.compile(r"\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b")
_CLOCK = re.compile(
    r"\W*(?:o'clock|in the (?:morning|evening|afternoon|night)|[ap]\.?m\b)"
)
_LEADING = word_set("it that this one which they those we i you")
_MOST_WORDS = 4
_SHORT = 6
_COUNTED, _LARGE = (
    re.compile(r"[a-z]{3,}(?<!s)s\Z"),
    re.compile(r"\d\d|ty|teen|ten|eleven|twelve|hundred|thousand|million|minus|point"),
)


@dataclass(frozen=True)
class Told:
    """What is set to what; `at` is where the value stands."""

    at: int
    key: str
    value: str


def told_in(text: str, before: str) -> Iterator[Told]:
    """Yield the settings of a sentence; `before` is the sentence before it, that "it" may be about."""
    env = _NAMED_ENV.search(text)
    for value in _VALUE.finditer(text):
        if _CLOCK.match(text[value.end() :]) or value[0].casefold() == "one":
            continue
        if env is not None and value["number"]:
            yield Told(value.start(), env[0], value[0])
        elif key := _key(text, value, before):
            yield Told(value.start(), key, value[0])


def thing_in(text: str) -> str:
    """Return the last words of a text that name a setting, or nothing."""
    runs = [run for run in _runs(text) if _is_head(run)]
    return " ".join(runs[-1]) if runs else ""


def last_named(text: str, before: str) -> str:
    """Return the last words of a text, or of the one `before`, that can name something, or nothing."""
    runs = [*_runs(before), *_runs(text)]
    return " ".join(runs[-1]) if runs else ""


def _key(text: str, value: re.Match[str], before: str) -> str:
    """Return the name of what is set to a value, or nothing."""
    tokens = [found[0] for found in _TOKEN.finditer(text[: value.start()])]
    links: list[str] = []
    while tokens and (tokens[-1].casefold() in _LINKS or tokens[-1] == ","):
        links.insert(0, tokens.pop().casefold())
    named: list[str] = []
    if _ends_in_a_moment(tokens):
        named = [tokens.pop()]
    while tokens and len(named) < _MOST_WORDS and _names(tokens[-1]):
        named.insert(0, tokens.pop())
    last = tokens[-1].casefold() if tokens else "."
    if last in _PAST:
        return ""
    told = _Reading(links, named, value, text[value.end() :], last in _BEGINS)
    if told.is_setting:
        name = " ".join(named)
        return thing_in(before) or name if name.casefold() == "default" else name
    if not told.is_comment:
        return ""
    rest = " ".join((*tokens, *named))
    led_in = "" if rest else _first_of_few(before)
    return thing_in(rest) or thing_in(before) or led_in


def _ends_in_a_moment(tokens: Sequence[str]) -> bool:
    """Whether words are called like "renew before" or "retry after"."""
    return (
        len(tokens) > 1
        and tokens[-1].casefold() in {"before", "after", "per"}
        and tokens[-2].casefold() in VERBS
    )


def _first_of_few(before: str) -> str:
    """Return what a short sentence names: "Max prefix, yeah." leads in what "it" is."""
    runs = list(_runs(before)) if len(before.split()) <= _SHORT else []
    return " ".join(runs[0]) if runs and runs[0][0].casefold() not in VERBS else ""


def _runs(text: str) -> Iterator[list[str]]:
    """Yield the words that follow each other and can name something."""
    held: list[str] = []
    for token in (*(found[0] for found in _TOKEN.finditer(text)), "."):
        if _names(token) and not _VALUE.fullmatch(token):
            held.append(token)
            continue
        if held:
            yield held[-_MOST_WORDS:]
        held = []


def _names(token: str) -> bool:
    word = token.casefold()
    return word.isascii() and word[0].isalpha() and word not in _STOPS


def _is_head(words: Sequence[str]) -> bool:
    return any(word.casefold() in _HEADS for word in words)


@dataclass(frozen=True)
class _Reading:
    """The words before a value: what names it, and what links both; `bare` where no article leads it in."""

    links: Sequence[str]
    named: Sequence[str]
    value: re.Match[str]
    after: str
    bare: bool

    @property
    def is_setting(self) -> bool:
        """Whether its own words tell a setting."""
        if not self.named or _VALUE.fullmatch(self.named[-1]):
            return False
        if self.value["word"]:
            return self._is_switched
        return self._is_put or self._is_bare

    @property
    def is_comment(self) -> bool:
        """Whether "it's at", "that one's" or "we have that at" tells the value of what was named before."""
        said = [each for each in self.links if each not in {",", "now"}]
        parted = not self.named or "," in self.links
        if self.value["word"] or not (parted and said and said[0] in _LEADING):
            return False
        stands = bool(_PUTS & set(said)) or said[:2] == ["that", "one"]
        stands = stands or "now" in self.links
        return self._is_held or (stands and self._ends)

    @property
    def _is_switched(self) -> bool:
        links = set(self.links)
        if self._is_held and self._ends:
            return True
        if links & (_LEADING | {"that"}) or not self._ends:
            return False
        stands = bool(links & {"on", "to", "at"}) and bool(links & {"be", "is", "'s"})
        return stands or (self.bare and bool(links & {"is", "'s", "are"}))

    @property
    def _is_put(self) -> bool:
        links = set(self.links)
        kept = _ALWAYS.search(self.after) is not None and bool(links & {"'s", "is"})
        by_rule = "default" in links or self._is_held or {"set", "to"} <= links
        return by_rule or (kept and bool(links & {"at", "on"})) or self._is_default

    @property
    def _is_held(self) -> bool:
        """Whether somebody has, keeps or left it at the value."""
        links = set(self.links)
        return bool(links & _HAVING) and bool(links & {"at", "on", "to"})

    @property
    def _is_default(self) -> bool:
        named = [each.casefold() for each in self.named]
        return (
            named == ["default"] and self._ends and bool({"is", "'s"} & set(self.links))
        )

    @property
    def _is_bare(self) -> bool:
        """Whether a name without an article is followed by its value and nothing else."""
        links = set(self.links)
        if not (self.bare and self._ends and _is_head(self.named)):
            return False
        if links & _AGENTS or links in ({"to"}, {"of"}):
            return False
        return bool(links & {"is", "'s", "are", "at"}) or self._is_plain

    @property
    def _is_plain(self) -> bool:
        """Whether a value right behind a name is none of its numbers: "setpoint two" is a name."""
        value, last = self.value[0].casefold(), self.named[-1].casefold()
        counts = bool(self.value["unit"] or _LARGE.search(value))
        return counts or _COUNTED.search(last) is not None

    @property
    def _ends(self) -> bool:
        return _ENDS.match(self.after) is not None

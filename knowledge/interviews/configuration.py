"""Configuration: settings that stay in a device or a program, with the value that they should have."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from knowledge.interviews.roles import INTERVIEWER
from knowledge.interviews.schedules_told import ENDS_AFTER, HOLDS_FOR, every_in
from knowledge.interviews.settings_in_talk import thing_in, told_in
from knowledge.interviews.utterances import Utterance
from knowledge.interviews.values_said import NUMBER, UNIT
from knowledge.interviews.values_settled import plain_key, plain_value, settles

_THING = r"set ?points?|parameters?|settings?|thresholds?|factors?|cut-?offs?|options?|time-?outs?|config(?:uration|s)?|flags?|variables?|registers?|defaults?|limits?|intervals?|modes?|offsets?|gains?|ramps?|(?:mini|maxi)mum \w+|block|release|schedules?|formats?|check ?box(?:es)?|toggles?|profiles?|presets?|tolerances?|rounding|cut-?off date|deadline|retention|frequency|baud rate|port|address|addresses|rates?|scales?|keys?|values?|fields?|menu|tick ?box|quota|tries|cut-?off day|separator|server|sender|batch(?: size)?|password|archive|auto-?[a-z]+|averaging|binning|bit depth|timer|logging|backups?|notifications?|exposure time|gain|pinhole|hysteresis"
_VALUE = rf"(?:minus |plus )?(?:{NUMBER})(?:[ -]?(?:{UNIT}))?|on\b|off\b|true\b|false\b|yes\b|no\b|enabled|disabled|automatic|manual|auto\b|zero|(?:a )?(?:comma|semicolons?|dots?|point)\b|[\"\u201c][^\"\u201d]{{2,30}}[\"\u201d]"
_SET = re.compile(
    rf"(?<!['\w])(?P<key>(?:[\w-]+ ){{0,3}}?(?:{_THING})(?: (?:for|of|by|at|in|up|down"
    rf"|on) (?:the )?[\w-]+(?: [\w-]+)?)?)(?:,? (?:that(?:'s| is)|which is|it(?:'s"
    rf"| is))? ?(?:parameter )?[\w -]{{0,30}}?,?)?\s*(?:'s|'re| is| are| was| stands| stays| goes| must"
    rf"| has| have| should| to| at| on|,|=|:| needs| sits| remains)(?:\s+(?:be|stay|stand|read|have|at"
    rf"|on|to|set|always|currently|now|still|only|just|usually|really|actually|about|around|by default"
    rf"|fixed|it|is|left|been))*\s+(?P<value>{_VALUE})(?![\w-])",
    re.IGNORECASE,
)
_PUT = re.compile(
    rf"\b(?:set|leave|keep|put|configured|configure|have|got) (?P<key>(?:the|that|this|your|it|its"
    rf"|our)(?: [\w-]+){{0,5}}?) (?:to|at|on|as) (?P<value>{_VALUE})(?![\w-])",
    re.IGNORECASE,
)
_LITERAL = re.compile(
    r"(?<![\w/])(?P<key>[A-Za-z][\w-]*(?:[._][\w-]+)+|[A-Z][A-Z_0-9]{3,})\s*(?:=|:|\bto\b"
    r"|\bis\b)\s*(?P<value>[\w./-]+)"
)
_TRIPS = re.compile(
    rf"\b(?:at|after|from|above|below|over|under) (?P<value>{_VALUE}(?: [a-z]+){{0,2}}?),? (?P<key>(?:it|they"
    r"|the [\w-]+)(?: [\w-]+)?"
    r" (?:(?:is|are|gets?|will be) (?:automatically )?(?:deleted|locked|archived|removed|logged out"
    r"|switched off|stopped|closed|blocked)|switches?|trips?|stops?|comes?|starts?|shuts?|blocks?|locks?|cuts?"
    r"|logs?|goes|alarms?|warns?|rejects?|refuses?|bounces)\b[\w ]*)",
    re.IGNORECASE,
)
_BY_ITSELF = re.compile(
    r"\b(?P<key>[\w' ]{3,40}?(?:by itself|automatically|on its own)) (?:after|at|in|on"
    r"|every) (?P<value>[\w -]{2,30})",
    re.IGNORECASE,
)
_KEEPS = re.compile(
    r"\b(?P<key>(?:it|(?:the )?[\w ]{3,30}) (?:keeps|changes|saves|deletes|holds|backs up|rotates"
    r"|archives|expires|logs)"
    rf"(?: (?:it|them|the [\w -]{{3,20}}?|you out))?) (?:for |every "
    rf"|after )(?P<value>(?:{NUMBER})? ?[\w-]+(?: at [\w -]+)?)",
    re.IGNORECASE,
)
_ACTS_AT = re.compile(
    rf"(?<!['\w])(?P<key>the [\w-]+(?: [\w-]+)? (?:comes|goes off|trips|starts|stops|cuts (?:in|out)"
    rf"|switches (?:on|off)|kicks in|alarms|shuts (?:off|down))) (?:at|after|above|below"
    rf"|from) (?P<value>{_VALUE})(?![\w-])",
    re.IGNORECASE,
)
_MENUS = r"[A-Z]\w+(?:, [A-Z][\w-]*(?: [a-z]+)?)+"
_IN_MENU = re.compile(
    rf"\bin (?P<key>{_MENUS}),? (?:and |there's |there you'd see |there it says |which is "
    rf"|it's )*(?P<value>{_VALUE})(?![\w-])"
)
_NAMED = re.compile(
    rf"\b(?P<key>[A-Z]\w+(?: [a-z]+)?) (?:is|stands|stays|goes) (?:set to|on|at) (?P<value>{_VALUE})(?![\w-])"
)
_IS_SET = re.compile(
    rf"(?<!['\w])(?P<key>(?:the|our|its|their|this|that) (?:[\w-]+ ){{0,4}}?[\w-]+?)(?:'s| is"
    rf"| are) (?:always |usually |normally |now |still )?(?:set|fixed|locked|configured|limited"
    rf"|programmed|capped) (?:to|at|on) (?P<value>{_VALUE})(?![\w-])",
    re.IGNORECASE,
)
_STAYS = re.compile(
    r"\b(?:by default|default|configured|set to|is set|stays? (?:on|at|off)|must stay|config|menu"
    r"|under settings|in the settings|factory|preset|permanently|once and for all|we (?:always "
    r"|usually |normally )?(?:keep|leave)|(?:we|they|i)(?:'ve| have) (?:set|configured|fixed"
    r"|limited))\b",
    re.IGNORECASE,
)
_STANDS = re.compile(
    rf"\b(?:[Ii]t|[Tt]hat|[Tt]his|which|[Tt]here|[Tt]hey)(?:'s| is|'re| are) (?:still |now |always "
    rf"|only |just |usually |normally )*(?:set )?(?:on|to|at) (?P<value>{_VALUE}"
    rf"|[\w -]{{2,20}}(?=,? in [A-Z]))(?!\w)",
)
_TECHNICAL = re.compile(
    r"\b(?P<key>(?:[\w-]+ )?(?:server|host|port|sender|separator|encoding|date format|format|time ?zone"
    r"|baud rate|path|protocol|delimiter|retention|language))(?P<link>'s| is|,| has to be| have to be"
    r"| must be| should be| =|:)? (?:set to |on |always |a |the )?(?P<value>(?!(?:is|was|are|and|or|of"
    r"|for|in|that|which|to|by|at|has|have|must|should|the|it)\b)[\w@.:/+-]+(?: (?:dot "
    r"|at )?[\w@.]+){0,3}?)(?=[,.;]|\Z| and | but | because )",
    re.IGNORECASE,
)
_TECHNICAL_VALUE = re.compile(
    rf"\d|[.@:/+]|\b(?:dot|at|comma|semicolons?|{NUMBER})\b", re.IGNORECASE
)
_PATH = re.compile(rf"\b(?P<path>{_MENUS})")
_NOUN = re.compile(rf"\b(?:[\w-]+ )?(?:{_THING})\b", re.IGNORECASE)
_NO_VALUES = frozenset({"no", "yes"})
_UNNAMED = re.compile(
    r"\W*(?:the |that |a )?default\b(?! \w+ (?:is|at|on))", re.IGNORECASE
)
_USED_TO = re.compile(r"\bused to\b", re.IGNORECASE)
_APART = 6
_DONE = re.compile(r"^\W*(?:and |then |so |first )*(?:you|we|i)\b", re.IGNORECASE)


@dataclass(frozen=True)
class SettingTold:
    """A setting and its value as spoken, with the sentence that says so."""

    key: str
    value: str
    said: Utterance

    @property
    def turns(self) -> tuple[int, ...]:
        """The turns of the sentence."""
        return self.said.turns


def settings_of(utterances: Sequence[Utterance]) -> list[SettingTold]:
    """Return the settings that experts give a value for."""
    found: list[SettingTold] = []
    before = ""
    for utterance in utterances:
        if utterance.role != INTERVIEWER and "?" not in utterance.text:
            told = _apart(_settings_in(utterance, before))
            for each in told:
                if not _is_known(each, found):
                    found = [one for one in found if not _is_taken_back(one, each)]
                    found.append(each)
        before = utterance.text
    return found


def _is_known(told: SettingTold, found: Sequence[SettingTold]) -> bool:
    """Whether the same was told of the same setting before."""
    return any(
        (each.key.casefold(), each.value.casefold())
        == (told.key.casefold(), told.value.casefold())
        for each in found
    )


def _is_taken_back(before: SettingTold, now: SettingTold) -> bool:
    """Whether what is told now stands in the place of what was told of the same setting before."""
    same = before.key.casefold() == now.key.casefold()
    return same and settles(now.said.text, before.value)


def _apart(told: Iterator[tuple[int, SettingTold]]) -> list[SettingTold]:
    """Leave out what begins within the words of another."""
    found: dict[int, SettingTold] = {}
    for at, each in told:
        if all(abs(at - other) > _APART for other in found):
            found[at] = each
    return list(found.values())


def _settings_in(
    utterance: Utterance, before: str
) -> Iterator[tuple[int, SettingTold]]:
    """Yield what is set, with where its value stands; the surest readings first."""
    text = utterance.text
    for found in _first_of((_LITERAL, _TECHNICAL, _IN_MENU), text):
        yield _told(found, found["key"], utterance)
    for found in _STANDS.finditer(text):
        if key := _named(text, found.start(), before):
            yield _told(found, key, utterance)
    for found in _first_of(
        (
            _IS_SET,
            _SET,
            _NAMED,
            _BY_ITSELF,
            _TRIPS,
            _ACTS_AT,
            ENDS_AFTER,
            HOLDS_FOR,
            _KEEPS,
        ),
        text,
    ):
        yield _told(found, found["key"], utterance)
    for told in (*told_in(text, before), *every_in(text, before)):
        yield told.at, SettingTold(plain_key(told.key), told.value, utterance)
    yield from _put(utterance, before)


def _put(utterance: Utterance, before: str) -> Iterator[tuple[int, SettingTold]]:
    """Yield what somebody puts to a value, where a word says that it stays so."""
    text = utterance.text
    for found in _PUT.finditer(text if _STAYS.search(text) else ""):
        if key := _meant(found["key"], text[: found.start()], before):
            yield _told(found, key, utterance)


def _first_of(
    patterns: Iterable[re.Pattern[str]], text: str
) -> Iterator[re.Match[str]]:
    return (
        found
        for pattern in patterns
        for found in pattern.finditer(text)
        if _is_setting(found)
    )


def _is_setting(found: re.Match[str]) -> bool:
    """Whether a reading names something, gives it a value, and does not tell what somebody does."""
    key, value = found["key"], found["value"]
    if _DONE.match(key) or _UNNAMED.match(key) or value.casefold() in _NO_VALUES:
        return False
    if _USED_TO.search(found[0]):
        return False
    if "link" not in found.groupdict():
        return True
    # Without a verb, what stands behind a host or a format has to look like its value.
    linked = (found["link"] or ",") != ","
    return linked or _TECHNICAL_VALUE.search(value) is not None


def _told(
    found: re.Match[str], key: str, utterance: Utterance
) -> tuple[int, SettingTold]:
    told = SettingTold(plain_key(key), plain_value(found["value"]), utterance)
    return found.start("value"), told


def _named(text: str, at: int, before: str) -> str:
    """Return what "it's set to" is about: a path of menus, or the last thing of a kind that is set."""
    around = text[:at] + text[at:].split(". ")[0]
    if (path := _PATH.search(around)) is not None:
        return path["path"].strip()
    things = [*_NOUN.finditer(before), *_NOUN.finditer(text[:at])]
    return plain_key(things[-1][0]) if things else ""


def _meant(key: str, text: str, before: str) -> str:
    """Return what is put: for "it", what was named before."""
    if key.casefold() not in {"it", "that", "this"}:
        return key
    return thing_in(text) or thing_in(before)

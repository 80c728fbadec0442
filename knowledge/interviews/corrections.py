"""What a speaker took back: the right words put in the place of the wrong ones."""

import re
from collections.abc import Sequence

from knowledge.answering.wording import terms_of
from knowledge.interviews.roles import INTERVIEWER
from knowledge.interviews.second_thoughts import (
    BREAK,
    LEAD,
    SURE,
    agree,
    numbers_in,
    replaced,
    within,
)
from knowledge.interviews.told_before import said_anew, same_speaker, swap_value
from knowledge.interviews.utterances import Utterance
from knowledge.interviews.values_said import values_in

_FIRST = re.compile(
    rf"^(?:(?:oh|um|uh|ah|and|but|so|well|yeah|yes)\b[\s,]*)*(?P<mark>(?:{SURE})|sorry(?=,| i said"
    rf"| that)|i said (?=.{{1,60}}(?:\bit's|\bit is|\bshould|\bmeant|\bmake)))\b{BREAK}(?P<after>.*)$",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"\bi (?:(?:may|might) have )?(?:said|told you|called it|gave you)(?: (?:earlier|before|it was"
    r"|that it(?:'s| is| was)))*,? (?P<old>[^,;.\u2014\u2013-]{1,40}?)(?: (?:earlier|before|a (?:minute"
    r"|moment) ago))?"
    r"(?:[,;.\u2014\u2013-]+| and| but)+\s*(?:(?:it|that|the \w+)(?:'s| is| should(?: really"
    r"| actually)? (?:be|have been|read|say)| was)|i meant|make (?:it|that)|should be|the right (?:one"
    r"|number|value) is)(?: (?:actually|really))? (?P<new>[^,;.\u2014\u2013]{1,40})",
    re.IGNORECASE,
)
_NOT = re.compile(
    r"(?:^|\b(?:it's|it is|that's|should be|is|was|make it"
    r"|make that)\s+)?(?P<new>[^,;.]{1,40}?),?\s+(?:and |rather )?not (?P<old>[^,;.]{1,30}?)(?=[,;.!]"
    r"|\Z)",
    re.IGNORECASE,
)
_CUE = re.compile(
    rf"\b(?:{SURE}|earlier|before|i said|sorry|wrong|mixed up|actually)\b",
    re.IGNORECASE,
)
_OLD_BEFORE = re.compile(r"\b(?:no|wait|wrong)\W+$", re.IGNORECASE)
_OLD_AFTER = re.compile(r"\s?(?:'s| is| was| were)\b", re.IGNORECASE)
_YIELDS = re.compile(
    r"\b(?:you're right|you are right|(?:had|have|was) (?:still )?(?:the )?old (?:one|value|number"
    r"|figure)|in my head|my mistake|i (?:mixed|got) (?:that|it|them) (?:up|wrong)"
    r"|i was wrong(?: (?:before|earlier|there|about (?:it|that)))?|(?:that|what i said) (?:before |earlier )?was wrong"
    r"|i said (?:it|that) wrong)\b",
    re.IGNORECASE,
)
_AGAIN = re.compile(
    r"\b(?:let me (?:say|do|try) (?:that|it|this) again|let me (?:start|begin) (?:over|again)|i(?:'ll"
    r"| will) (?:start|begin) (?:over|again)|i said (?:that|it) wrong"
    # "People forget that" takes nothing back.
    r"|(?:(?<=^)|(?<=[,;.] )|(?<=no )|(?<=oh )|(?<=sorry )|(?<=wait ))forget (?:that|what i (?:just )?said)"
    r"|from the (?:beginning|start) again)\b",
    re.IGNORECASE,
)
_ROUND = re.compile(r"\b(?:the )?other way (?:a)?round\b", re.IGNORECASE)
_LOOKED_BACK = 120
_NEAR = 3
_EARLY = 30
_WHOLE = 8


def corrected(utterances: Sequence[Utterance]) -> list[Utterance]:
    """Return the utterances with every correction that its speaker made applied.

    An utterance that was changed by a later one has the turns of both; one that only corrects is left out.
    """
    told: list[Utterance] = []
    awaiting = _Awaiting()
    for utterance in utterances:
        better = within(utterance.text)
        now = (
            utterance
            if better == utterance.text
            else utterance.with_text(better, utterance)
        )
        if now.role == INTERVIEWER:
            told.append(now)
        elif _AGAIN.search(now.text):
            _take_back(now, told)
        elif not (awaiting.settled(now, told) or _applied(now, told)):
            awaiting.look(now, told)
            told.append(now)
    return told


def _take_back(now: Utterance, told: list[Utterance]) -> None:
    """Leave out what is said again from its beginning: back to the last whole sentence."""
    for place in same_speaker(now, told, _NEAR):
        words = len(told[place].text.split())
        del told[place]
        if words >= _WHOLE:
            return


class _Awaiting:
    """A value or a fact that was called wrong, until the right one is said."""

    def __init__(self) -> None:
        self._wrong = ""
        self._turned = False
        self._left = 0

    def look(self, now: Utterance, told: list[Utterance]) -> None:
        """Notice that something said before is taken back here."""
        if _ROUND.search(now.text):
            self._turned, self._left = True, 2
            return
        first = next(iter(values_in(now.text)), None)
        if first is None or first.start() > _EARLY or len(first["number"]) < 2:
            return
        if not (
            _OLD_BEFORE.search(now.text[: first.start()])
            and _OLD_AFTER.match(now.text, first.end())
        ):
            return
        number = first["number"].casefold()
        before = (told[place].text for place in same_speaker(now, told, 8))
        if any(number in numbers_in(text) for text in before):
            self._wrong, self._left = number, 2

    def settled(self, now: Utterance, told: list[Utterance]) -> bool:
        """Put what is right in the place of what was wrong; whether nothing else was said here."""
        if self._left == 0:
            return False
        self._left -= 1
        if self._turned:
            return self._turn_round(now, told)
        right = next(
            (v for v in values_in(now.text) if v["number"].casefold() != self._wrong),
            None,
        )
        if right is None:
            return False
        self._left = 0
        for place in same_speaker(now, told, 10)[1:]:
            if swap_value(told, place, self._wrong, right, now):
                break
        return False

    def _turn_round(self, now: Utterance, told: list[Utterance]) -> bool:
        terms = set(terms_of(now.text))
        places = same_speaker(now, told, _LOOKED_BACK)[1:]
        best = max(
            places,
            key=lambda place: len(terms & set(terms_of(told[place].text))),
            default=None,
        )
        if best is None or len(terms & set(terms_of(told[best].text))) < 2:
            return False
        told[best] = told[best].with_text(now.text, now)
        self._turned, self._left = False, 0
        return True


def _applied(now: Utterance, told: list[Utterance]) -> bool:
    """Put a correction into what was told; whether it was one."""
    if _YIELDS.search(now.text):
        _yield(now, told)
        return False
    if (said := _SAID.search(now.text)) is not None:
        return _swap(now, told, said["old"], said["new"])
    denied = _NOT.search(now.text) if _CUE.search(now.text) else None
    if denied is not None and _swap(
        now, told, denied["old"], _after_mark(denied["new"])
    ):
        return True
    first = _FIRST.match(now.text)
    if first is None or not first["after"]:
        return False
    if said_anew(now, told, first["after"]):
        return True
    for place in same_speaker(now, told, _NEAR):
        before = told[place]
        better = replaced(before.text.rstrip(" .!"), first["after"], sure=False)
        if better and better != before.text:
            told[place] = before.with_text(better, now)
            return True
    return False


def _yield(now: Utterance, told: list[Utterance]) -> None:
    """Put the value that the speaker now agrees to in the place of the last of its unit."""
    right = next((value for value in values_in(now.text) if value["unit"]), None)
    right = right or next(iter(values_in(now.text)), None)
    if right is None:
        return
    for place in same_speaker(now, told, 12):
        for value in values_in(told[place].text):
            number = value["number"].casefold()
            if (
                value["unit"]
                and number != right["number"].casefold()
                and agree(value["unit"], right["unit"])
            ):
                swap_value(told, place, number, right, now)
                return


def _swap(now: Utterance, told: list[Utterance], old: str, new: str) -> bool:
    """Replace the last place where the wrong words were said."""
    old, new = _plain(old), _plain(new)
    wrong, right = values_in(old), values_in(new)
    for place in same_speaker(now, told, _LOOKED_BACK):
        text = told[place].text
        if wrong and right:
            same = [
                v
                for v in values_in(text)
                if v["number"].casefold() == wrong[0]["number"].casefold()
                and agree(v["unit"], wrong[0]["unit"] or right[0]["unit"])
            ]
            spans = [
                (v.start("number"), v.end() if right[0]["unit"] else v.end("number"))
                for v in same
            ]
            put = right[0][0]
        else:
            spans = (
                [
                    m.span()
                    for m in re.finditer(rf"\b{re.escape(old)}\b", text, re.IGNORECASE)
                ]
                if len(old) > 1
                else []
            )
            put = new
        if spans:
            for begin, end in reversed(spans):
                text = text[:begin] + put + text[end:]
            told[place] = told[place].with_text(text, now)
            return True
    return False


def _after_mark(text: str) -> str:
    parts = re.split(_CUE, text)
    return parts[-1].strip(" ,:") or text


def _plain(text: str) -> str:
    return LEAD.sub("", text.strip(" ,.")).strip()

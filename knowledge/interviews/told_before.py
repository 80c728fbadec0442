"""What a speaker told before, found again and put right."""

import re
from collections.abc import Sequence
from itertools import islice

from knowledge.answering.wording import terms_of
from knowledge.interviews.second_thoughts import agree
from knowledge.interviews.utterances import Utterance
from knowledge.interviews.values_said import values_in

_LOOKED_BACK = 12
_NAMED = 2


def swap_value(
    told: list[Utterance], place: int, wrong: str, right: re.Match[str], now: Utterance
) -> bool:
    """Replace a value of an utterance by the right one."""
    text = told[place].text
    for value in values_in(text):
        if value["number"].casefold() == wrong and agree(value["unit"], right["unit"]):
            end = value.end() if right["unit"] else value.end("number")
            text = text[: value.start()] + right[0] + text[end:]
            told[place] = told[place].with_text(text, now)
            return True
    return False


def said_anew(now: Utterance, told: list[Utterance], text: str) -> bool:
    """Put the value of a whole sentence where its speaker gave the same thing another one; whether it was found.

    "No, wait, the interval is twenty seconds" corrects what was said of the interval, however long ago.
    """
    right = next(iter(values_in(text)), None)
    if right is None:
        return False
    names = set(terms_of(text[: right.start()]))
    for place in same_speaker(now, told, _LOOKED_BACK):
        before = told[place].text
        for value in values_in(before):
            same = names <= set(terms_of(before[: value.start()]))
            wrong = value["number"].casefold()
            if len(names) >= _NAMED and same and wrong != right["number"].casefold():
                return swap_value(told, place, wrong, right, now)
    return False


def same_speaker(now: Utterance, told: Sequence[Utterance], most: int) -> list[int]:
    """Return the places of the last sentences of the same role, latest first."""
    places = (n for n in range(len(told) - 1, -1, -1) if told[n].role == now.role)
    return list(islice(places, most))

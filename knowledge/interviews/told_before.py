"""What a speaker told before, found again and put right."""

import re
from collections.abc import Sequence
from itertools import islice

from knowledge.interviews.second_thoughts import agree
from knowledge.interviews.utterances import Utterance
from knowledge.interviews.values_said import values_in


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


def same_speaker(now: Utterance, told: Sequence[Utterance], most: int) -> list[int]:
    """Return the places of the last sentences of the same role, latest first."""
    places = (n for n in range(len(told) - 1, -1, -1) if told[n].role == now.role)
    return list(islice(places, most))

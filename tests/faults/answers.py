"""Lets the model give answers that are long, slow, and good enough to be shown."""

import html
import re

from tests.faults.model import Model
from tests.faults.place import ORIGIN, SITE, Place
from tests.faults.robot import Robot
from tests.ollama_double.replies import pieces

QUESTION = "Tell me everything about publishing an atom."
FIRST_TOKEN_SECONDS = 0.3
SENTENCES = 12
_SOURCE = re.compile(r'<source\s+n="(\d+)"[^>]*>(.*?)</source>', re.DOTALL)
_SENTENCE = re.compile(r"[A-Z][a-z][^.!?|`:*]{30,160}\.(?=\s|$)")


async def talk_long(place: Place, talker: Model, *, times: int, seconds: float) -> None:
    """Answer so many questions in so many seconds each, after the first token.

    The answer is made of sentences of the very sources that QUESTION finds.
    """
    curious = Robot(place.desks, site=SITE, origin=ORIGIN)
    await curious.arrive()
    await curious.say(QUESTION)
    await curious.answered()
    await curious.leave()
    asked = talker.ask("requests")["requests"][-1]["body"]["messages"]
    prompt = "\n".join(message["content"] for message in asked)
    found = [
        f"{sentence[:-1]} [{n}]."
        for n, text in _SOURCE.findall(prompt)
        for line in html.unescape(text).splitlines()
        for sentence in _SENTENCE.findall(line)
    ]
    sentences = list(dict.fromkeys(found))[:SENTENCES]
    assert len(sentences) > 5, prompt
    answer = " ".join(sentences)
    talker.tell("reply", text=answer, times=times)
    talker.pace(ttft=FIRST_TOKEN_SECONDS, tps=len(pieces(answer)) / seconds)

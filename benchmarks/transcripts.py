"""What reading the transcript of a long interview takes, the start of the process included.

.venv/bin/python -m benchmarks.transcripts
"""

import json
import os
import random
import resource
import statistics
import sys
from collections.abc import Callable, Iterator

from knowledge.interviews.turns import Turn
from knowledge.transcribed import read_apart
from tests.knowledge.documents.making import docx, paragraph

ROUNDS = 3
WORDS = 40_000
SECONDS = 3 * 3600
WORDS_OF_A_TURN = 40
SENTENCE = "the export queue hangs when a worker restarts so look at the log and never at the server"


def talk() -> Iterator[Turn]:
    """Yield three hours of two people."""
    chosen = random.Random(7)
    count = WORDS // WORDS_OF_A_TURN
    for number in range(count):
        text = " ".join(chosen.choices(SENTENCE.split(), k=WORDS_OF_A_TURN)) + "."
        start = number * SECONDS / count
        speaker = ("Ana", "Tom")[number % 2]
        yield Turn(number + 1, speaker, text, 1, start, start + SECONDS / count)


def stamp(seconds: float | None) -> str:
    whole = int(seconds or 0)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"


def text() -> bytes:
    return "".join(
        f"[{stamp(t.start)}] {t.speaker}: {t.text}\n" for t in talk()
    ).encode()


def webvtt() -> bytes:
    cues = (
        f"{stamp(t.start)}.000 --> {stamp(t.end)}.000\n<v {t.speaker}>{t.text}\n\n"
        for t in talk()
    )
    return ("WEBVTT\n\n" + "".join(cues)).encode()


def whisper() -> bytes:
    """Return segments with the time of every word, as programs write them that tell speakers."""
    segments = [
        {
            "speaker": t.speaker, "text": t.text, "start": t.start, "end": t.end,
            "words": [{"word": w, "start": t.start, "end": t.end, "score": 0.9} for w in t.text.split()],
        }
        for t in talk()
    ]  # fmt: skip
    return json.dumps({"segments": segments}, indent=1).encode()


def word() -> bytes:
    return docx(
        *(paragraph(f"[{stamp(t.start)}] {t.speaker}: {t.text}") for t in talk())
    )


def used() -> float:
    """Return the seconds of processor that this process and those that ended have used."""
    return sum(os.times()[:4])


def main() -> None:
    cases: dict[str, Callable[[], bytes]] = {
        "text": text, "WebVTT": webvtt, "JSON with words": whisper, "Word": word,
    }  # fmt: skip
    print("| transcript | MB | turns | CPU seconds |\n|---|---|---|---|")
    for label, make in cases.items():
        data = make()
        took, turns = [], 0
        for _ in range(ROUNDS):
            begun = used()
            turns = len(read_apart(data).turns)
            took.append(used() - begun)
        size = len(data) / 1_000_000
        print(f"| {label} | {size:.2f} | {turns:,} | {statistics.median(took):.2f} |")
    unit = 1_000_000 if sys.platform == "darwin" else 1_000
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / unit
    print(f"\nAt most {peak:.0f} MB in the process that reads.")


if __name__ == "__main__":
    main()

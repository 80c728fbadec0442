"""Measures how well unclear messages are told from clear ones, on the manual.

What is answered is not asked back; `data/asking_back.txt` says what a person would do.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.manual_desk import manual_desk
from knowledge.answering.asking_back import question_back
from knowledge.answering.outcomes import Question
from knowledge.answering.weigh import weigh
from knowledge.replaying import finished

MESSAGES = Path(__file__).parent / "data" / "asking_back.txt"


def messages() -> Iterator[tuple[str, str]]:
    """Yield each message with its label."""
    label = ""
    for line in MESSAGES.read_text().splitlines():
        if line.startswith("["):
            label = line.strip("[]")
        elif line and not line.startswith("#"):
            yield label, line


def main() -> None:
    """Print the row of docs/figures.md, and each message that was taken otherwise."""
    counts = dict.fromkeys(
        [(label, back) for label in ("unclear", "clear") for back in (True, False)], 0
    )
    answered = 0
    with manual_desk() as desk:
        for label, text in messages():
            weighed = finished(weigh(Question(text), (), desk.reader, desk.retrieve))
            answered += weighed.enough
            back = (
                ""
                if weighed.enough
                else question_back(text, (), weighed.candidates, "en")
            )
            counts[label, bool(back)] += 1
            if bool(back) != (label == "unclear"):
                sys.stdout.write(f"  {label}: {text!r}: {back or weighed.enough}\n")
    right, wrong = counts["unclear", True], counts["clear", True]
    unclear, clear = right + counts["unclear", False], wrong + counts["clear", False]
    sys.stdout.write(
        f"| {unclear} | {clear} | {right + wrong} | {right} "
        f"| {right / max(right + wrong, 1):.3f} | {right / unclear:.3f} | {answered} |\n"
    )


if __name__ == "__main__":
    main()

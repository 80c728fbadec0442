"""Makes the recorded dialogues that `manage.py replay` is measured with.

Customers ask a few things often and many things rarely: the questions of
`data/dialogue_questions.txt` are drawn by Zipf's law, in one of their wordings, written as carefully
or carelessly as people write. `python -m benchmarks.dialogues --write` writes `data/dialogues.jsonl`;
the same seed gives the same file.
"""

import json
import random
import re
import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent / "data"
QUESTIONS = HERE / "dialogue_questions.txt"
HELD_OUT = HERE / "dialogue_questions_held_out.txt"
DIALOGUES = HERE / "dialogues.jsonl"
SEED = 20261122
NUMBER = 1000
MOST_TURNS = 8
ZIPF = 0.9
"""The nth commonest question is asked 1 / n ** ZIPF as often as the commonest."""
PLAINEST = 0.3
"""How often a question is put in its first wording; the others share the rest."""
UNANSWERABLE = 0.12
FOLLOW_UP = 0.5
WISH = 0.04
GREETING = 0.2
THANKS = 0.25
QUESTIONS_ASKED = {1: 0.45, 2: 0.3, 3: 0.15, 4: 0.07, 5: 0.03}
OPENINGS = ("Hi, ", "Hello, ", "quick question: ", "Hi! ", "hey, ", "Good morning, ")

Row = dict[str, Any]


@dataclass(frozen=True)
class Wording:
    """One way to say something, and the atoms that answer it."""

    text: str
    atoms: Sequence[str]


@dataclass
class Topic:
    """A question with its wordings, or something else that people say."""

    name: str
    expects: str
    atoms: Sequence[str]
    wordings: list[Wording] = field(default_factory=list)
    follow_ups: list[Wording] = field(default_factory=list)


def topics(text: str) -> list[Topic]:
    """Read the list of questions; the form is described at its beginning."""
    found: list[Topic] = []
    for line in _lines(text):
        if not line.startswith(" "):
            name, sign, what = line.split(maxsplit=2)
            atoms = what.split() if sign == "=" else []
            found.append(Topic(name, "answer" if sign == "=" else what, atoms))
            continue
        said, _, named = line.strip(" >").partition(" = ")
        follows = line.strip().startswith(">")
        wordings = found[-1].follow_ups if follows else found[-1].wordings
        wordings.append(Wording(said, named.split() or found[-1].atoms))
    return found


def held_out(text: str, known: Sequence[Topic]) -> list[Topic]:
    """Read further wordings of questions that are known; labels are those of the question."""
    by_name = {topic.name: topic for topic in known}
    found: list[Topic] = []
    for line in _lines(text):
        if line.startswith(" "):
            found[-1].wordings.append(Wording(line.strip(), found[-1].atoms))
        else:
            topic = by_name[line.strip()]
            found.append(Topic(topic.name, topic.expects, topic.atoms))
    return found


def _lines(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            yield line


class Crowd:
    """Customers with a seed."""

    def __init__(self, known: Sequence[Topic], seed: int) -> None:
        self._random = random.Random(seed)
        self._by_name = {topic.name: topic for topic in known}
        self._asked = [topic for topic in known if topic.expects == "answer"]
        self._unknown = [topic for topic in known if topic.expects == "silence"]
        # What is asked often has nothing to do with where it stands in the list.
        self._random.shuffle(self._asked)
        self._random.shuffle(self._unknown)

    def dialogues(self, number: int) -> Iterator[Row]:
        """Yield what so many customers say."""
        for _ in range(number):
            yield {"turns": list(self._dialogue())[:MOST_TURNS]}

    def _dialogue(self) -> Iterator[Row]:
        chance = self._random.random
        if chance() < GREETING:
            yield self._said(self._by_name["hello"])
        counts = list(QUESTIONS_ASKED)
        (number,) = self._random.choices(counts, list(QUESTIONS_ASKED.values()))
        for _ in range(number):
            yield from self._question()
        if chance() < WISH:
            yield self._said(self._by_name["person"])
        elif chance() < THANKS:
            yield self._said(self._by_name["thanks"])
            if chance() < THANKS:
                yield self._said(self._by_name["bye"])

    def _question(self) -> Iterator[Row]:
        unknown = self._random.random() < UNANSWERABLE
        topic = self._drawn(self._unknown if unknown else self._asked)
        yield self._said(topic, careless=True)
        if topic.follow_ups and self._random.random() < FOLLOW_UP:
            yield _follow_up(topic, self._random.choice(topic.follow_ups))

    def _drawn(self, among: Sequence[Topic]) -> Topic:
        shares = list(accumulate(1 / n**ZIPF for n in range(1, len(among) + 1)))
        return self._random.choices(among, cum_weights=shares)[0]

    def _said(self, topic: Topic, *, careless: bool = False) -> Row:
        plain = self._random.random() < PLAINEST
        said = topic.wordings[0] if plain else self._random.choice(topic.wordings)
        text = self._written(said.text) if careless else said.text
        return _row(topic, text, said.atoms)

    def _written(self, text: str) -> str:
        """As somebody types it: with a greeting, without capitals, or with a slip."""
        style = self._random.random()
        if style < 0.55 or not text[0].isalpha():
            return text
        if style < 0.75:
            return text.rstrip("?").lower()
        if style < 0.9:
            return self._random.choice(OPENINGS) + text[0].lower() + text[1:]
        return self._with_slip(text)

    def _with_slip(self, text: str) -> str:
        """Two letters of a long plain word are swapped."""
        words = [word for word in re.findall(r"[a-z]+", text) if len(word) > 5]
        if not words:
            return text
        word = self._random.choice(words)
        place = self._random.randrange(1, len(word) - 2)
        swapped = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
        return text.replace(word, swapped, 1)


def made(seed: int = SEED, number: int = NUMBER) -> str:
    """Return the whole file."""
    crowd = Crowd(topics(QUESTIONS.read_text(encoding="utf-8")), seed)
    return "".join(f"{json.dumps(row)}\n" for row in crowd.dialogues(number))


def wordings(known: Sequence[Topic]) -> Iterator[Row]:
    """Yield each wording of each topic as a dialogue, and each follow-up after its question."""
    for topic in known:
        for said in topic.wordings:
            yield {"turns": [_row(topic, said.text, said.atoms)]}
        for said in topic.follow_ups:
            plain = topic.wordings[0]
            asked = _row(topic, plain.text, plain.atoms)
            yield {"turns": [asked, _follow_up(topic, said)]}


def _row(topic: Topic, text: str, atoms: Sequence[str]) -> Row:
    row: Row = {"text": text, "expects": topic.expects, "question": topic.name}
    return row | ({"atoms": list(atoms)} if atoms else {})


def _follow_up(topic: Topic, said: Wording) -> Row:
    return {
        "text": said.text,
        "expects": "answer",
        "atoms": list(said.atoms),
        "question": f"{topic.name}+",
        "follow_up": True,
    }


def main() -> None:
    """Write the file, or say how it is made up."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the set anew")
    parser.add_argument(
        "--wordings", type=Path, metavar="FILE", help="write each wording once"
    )
    parser.add_argument(
        "--held-out", action="store_true", help="those of the other file"
    )
    given = parser.parse_args()
    if given.wordings:
        known = topics(QUESTIONS.read_text(encoding="utf-8"))
        if given.held_out:
            known = held_out(HELD_OUT.read_text(encoding="utf-8"), known)
        lines = (f"{json.dumps(row)}\n" for row in wordings(known))
        given.wordings.write_text("".join(lines), encoding="utf-8")
    if given.write:
        DIALOGUES.write_text(made(), encoding="utf-8")
    rows = [json.loads(line) for line in made().splitlines()]
    turns = [turn for row in rows for turn in row["turns"]]
    seen: set[str] = set()
    again = 0
    for turn in turns:
        again += turn["question"] in seen and not turn.get("follow_up")
        seen.add(turn["question"])
    sys.stdout.write(
        f"{len(rows)} dialogues, {len(turns)} turns, {again / len(turns):.3f} of them ask"
        f" again, {len({t['text'] for t in turns})} texts\n"
    )


if __name__ == "__main__":
    main()

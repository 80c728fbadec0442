"""Counts what an engine found as the corpus's README says."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.interviews.corpus import Interview
from knowledge.interviews.candidates import Candidate
from knowledge.interviews.hearing import heard
from knowledge.interviews.segments import Embed, answered_by, segments_of

KINDS = {
    "procedures": "procedure",
    "errors": "error",
    "pitfalls": "pitfall",
    "inputs": "interface_input",
    "configuration": "config_template",
}
Label = Mapping[str, Any]
Tell = Callable[[str], None]


@dataclass(frozen=True)
class Count:
    """How many were found, how many of these are right, and how many there are to find."""

    right: int = 0
    found: int = 0
    wanted: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(
            self.right + other.right,
            self.found + other.found,
            self.wanted + other.wanted,
        )

    @property
    def precision(self) -> float:
        """Which share of what was found is right; 0 when nothing was."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Which share of what there is was found."""
        return self.right / self.wanted if self.wanted else 0.0

    def __str__(self) -> str:
        shares = f"{self.precision:.2f} / {self.recall:.2f}"
        return f"{shares} ({self.right} of {self.found}, {self.wanted})"


def exchanges_counted(
    candidates: Sequence[Candidate], labels: Sequence[Label], tell: "Tell"
) -> Count:
    """Count pairs whose question and whose answer share a turn with a labelled exchange's."""
    pairs = [pair for each in candidates for pair in each.pairs]
    return _matched(
        pairs,
        labels,
        lambda pair, label: bool(
            set(pair.asked) & set(label["asked"])
            and set(pair.answered) & set(label["answered"])
        ),
        lambda pair: tell(f"{pair.asked} {pair.question}"),
        lambda label: tell(f"missed {label['asked']} {label['question']}"),
    )


def typed_counted(
    kind: str, candidates: Sequence[Candidate], labels: Mapping[str, Any], tell: "Tell"
) -> Count:
    """Count candidates of a type that share a turn with a label, as the README says."""
    told = [each for each in candidates if each.type == KINDS[kind]]
    if kind == "procedures":
        fixes = [set(error["fix"]) for error in labels["errors"]]
        known = [each for each in told if not _is_labelled(each, labels[kind])]
        neither = [c for c in known if any(set(c.turns) <= fix for fix in fixes)]
        told = [each for each in told if each not in neither]
    return _matched(
        told,
        labels[kind],
        lambda each, label: _same(kind, each, label),
        lambda each: tell(f"{each.turns} {each.title}"),
        lambda label: tell(f"missed {dict(label)}"),
    )


def _is_labelled(candidate: Candidate, labels: Sequence[Label]) -> bool:
    return any(_same("procedures", candidate, label) for label in labels)


def _same(kind: str, candidate: Candidate, label: Label) -> bool:
    turns = {turn for said in candidate.sentences for turn in said.turns}
    if kind == "procedures":
        steps = label["steps"]
        return 2 * sum(bool(turns & set(s["turns"])) for s in steps) >= len(steps)
    return bool(turns & set(label["said" if kind == "errors" else "turns"]))


def _matched(
    found: Sequence[Any],
    labels: Sequence[Label],
    same: Callable[[Any, Label], bool],
    wrong: Callable[[Any], None],
    missed: Callable[[Label], None],
) -> Count:
    """Pair what was found with labels, each used once, so that most are paired."""
    fits = [[n for n, label in enumerate(labels) if same(f, label)] for f in found]
    taken: dict[int, int] = {}
    for place in range(len(found)):
        _claim(place, fits, taken, set())
    right = set(taken.values())
    for place in sorted(set(range(len(found))) - right):
        wrong(found[place])
    for n in sorted(set(range(len(labels))) - set(taken)):
        missed(labels[n])
    return Count(len(right), len(found), len(labels))


def _claim(
    place: int, fits: Sequence[Sequence[int]], taken: dict[int, int], tried: set[int]
) -> bool:
    """Give a label to what was found, moving others where they fit elsewhere too."""
    for n in fits[place]:
        if n in tried:
            continue
        tried.add(n)
        if n not in taken or _claim(taken[n], fits, taken, tried):
            taken[n] = place
            return True
    return False


def segments_counted(of: Interview, embed: Embed | None, tell: Tell) -> Count:
    """Count beginnings of segments that lie within two questions of a labelled one."""
    talk = heard(of.transcript.turns, of.roles)
    last = of.transcript.turns[-1].number
    found = [s.first for s in segments_of(talk.exchanges, last, of.guide, embed)]
    asked = [each.asked[0] for each in talk.exchanges]

    def place(turn: int) -> int:
        return sum(first < turn for first in asked)

    return _matched(
        found,
        of.labels["segments"],
        lambda turn, label: abs(place(turn) - place(label["start"])) <= 1,
        lambda turn: tell(f"segment at {turn}"),
        lambda label: tell(f"missed segment at {label['start']}: {label['topic']}"),
    )


def guide_counted(of: Interview, embed: Embed | None) -> str:
    """Say for how many questions of the guide "answered or not" is told as labelled."""
    if of.guide is None:
        return "-"
    talk = heard(of.transcript.turns, of.roles)
    told = answered_by(of.guide, talk.exchanges, embed)
    labels = of.labels["guide_questions"]
    right = sum(
        bool(places) == (str(label["answered"]) != "no")
        for places, label in zip(told, labels, strict=True)
    )
    return f"{right} of {len(labels)}"

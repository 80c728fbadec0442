"""Counts how often judgements agree with people."""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.triage.examples import Example
from knowledge.triage.judging import Judgement
from knowledge.triage.labels import Category

BINS = 5


@dataclass(frozen=True)
class Figures:
    """Shares from 0 to 1 of messages judged as people did."""

    messages: int
    category: float
    macro_f1: float
    priority: float
    sentiment: float
    language: float
    recall: float
    precision: float
    calibration_error: float

    def row(self, name: str) -> str:
        """Return the row of docs/figures.md."""
        shares = (
            self.category, self.macro_f1, self.priority, self.sentiment, self.language,
            self.recall, self.precision, self.calibration_error,
        )  # fmt: skip
        return (
            " | ".join([f"| {name}", str(self.messages), *(f"{x:.3f}" for x in shares)])
            + " |"
        )


HEAD = (
    "| | messages | category | its macro F1 | priority | sentiment | language "
    "| needs a person: recall | precision | calibration error |\n"
    "|---|---|---|---|---|---|---|---|---|---|"
)


def figures_of(examples: Sequence[Example], judgements: Sequence[Judgement]) -> Figures:
    """Compare judgements with what people said."""
    pairs = [
        (example.labels, judgement.labels)
        for example, judgement in zip(examples, judgements, strict=True)
    ]
    needed = [told for told in pairs if told[0].needs_person]
    called = [told for told in pairs if told[1].needs_person]
    both = sum(told.needs_person for told, _ in called)
    return Figures(
        messages=len(pairs),
        category=_share(told.category == said.category for told, said in pairs),
        macro_f1=_macro_f1([(t.category, s.category) for t, s in pairs]),
        priority=_share(told.priority == said.priority for told, said in pairs),
        sentiment=_share(told.sentiment == said.sentiment for told, said in pairs),
        language=_share(told.language == said.language for told, said in pairs),
        recall=both / max(len(needed), 1),
        precision=both / max(len(called), 1),
        calibration_error=_calibration_error(examples, judgements),
    )


def _share(found: object) -> float:
    values = list(found)  # type: ignore[call-overload]
    return sum(values) / max(len(values), 1)


def _macro_f1(pairs: Sequence[tuple[Category, Category]]) -> float:
    scores = []
    for category in {told for told, _ in pairs}:
        both = sum(told == said == category for told, said in pairs)
        either = sum((told == category) + (said == category) for told, said in pairs)
        scores.append(2 * both / either)
    return sum(scores) / len(scores)


def _calibration_error(
    examples: Sequence[Example], judgements: Sequence[Judgement]
) -> float:
    """Expected calibration error over five equally wide bins of the risk."""
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for example, judgement in zip(examples, judgements, strict=True):
        place = min(int(judgement.risk * BINS), BINS - 1)
        bins[place].append((judgement.risk, example.labels.needs_person))
    gaps = [
        abs(sum(risk for risk, _ in held) - sum(need for _, need in held))
        for held in bins
    ]
    return sum(gaps) / len(examples)

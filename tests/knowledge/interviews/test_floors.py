"""The rules keep their floors on the interviews that they were tuned on; figures are in docs/figures.md."""

import pytest

from benchmarks.interviews.corpus import TUNED, interview, variants
from benchmarks.interviews.counting import (
    KINDS,
    Count,
    exchanges_counted,
    typed_counted,
)
from knowledge.interviews.by_rules import Rules


def unheard(_: str) -> None:
    """What went wrong is for the benchmark to tell."""


@pytest.mark.parametrize("name", TUNED)
def test_exchanges_and_types_are_found_in_labelled_interviews(name: str) -> None:
    of = interview(name)

    found = Rules().extract(of.transcript, of.roles, of.guide)

    exchanges = exchanges_counted(found, of.labels["exchanges"], unheard)
    typed = sum(
        (typed_counted(kind, found, of.labels, unheard) for kind in KINDS), Count()
    )
    assert exchanges.precision >= 0.9
    assert exchanges.recall >= 0.85
    assert typed.precision >= 0.7
    assert typed.recall >= 0.6
    assert not any(each.unsupported for each in found)
    assert not any(each.parsed.errors for each in found)


@pytest.mark.parametrize("name", TUNED)
def test_without_stops_and_capitals_most_is_still_found(name: str) -> None:
    of = variants(interview(name))[0]

    found = Rules().extract(of.transcript, of.roles, of.guide)

    exchanges = exchanges_counted(found, of.labels["exchanges"], unheard)
    typed = sum(
        (typed_counted(kind, found, of.labels, unheard) for kind in KINDS), Count()
    )
    steps = typed_counted("procedures", found, of.labels, unheard)
    assert exchanges.recall >= 0.85
    assert typed.precision >= 0.8
    assert typed.recall >= 0.6
    assert steps.precision >= 0.7
    assert steps.recall >= 0.6


def test_an_interview_without_stops_and_with_wrong_speakers_still_tells_most() -> None:
    of = variants(interview(TUNED[0]))[-1]

    found = Rules().extract(of.transcript, of.roles, of.guide)

    exchanges = exchanges_counted(found, of.labels["exchanges"], unheard)
    assert exchanges.precision >= 0.8
    assert exchanges.recall >= 0.7
    assert not any(each.unsupported for each in found)

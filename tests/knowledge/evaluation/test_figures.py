"""The figures mean what their names say."""

import math
from collections.abc import Sequence

import pytest

from knowledge.evaluation.figures import (
    Result,
    auroc,
    discounted_gain,
    figures,
    percentile,
    reciprocal_rank,
)


def result(
    ranked: Sequence[str],
    relevant: Sequence[str] = (),
    *,
    score: float = 0.5,
    answered: bool = False,
    milliseconds: float = 1,
) -> Result:
    return Result(
        relevant=frozenset(relevant),
        in_scope=bool(relevant),
        ranked=ranked,
        score=score,
        answered=answered,
        cited=ranked[0] if answered and ranked else None,
        milliseconds=milliseconds,
    )


def test_recall_asks_whether_any_relevant_id_is_among_the_first() -> None:
    told = figures(
        [
            result(["a", "b"], ["a"]),
            result(["b", "a"], ["a", "z"]),
            result(["b", "c", "d", "a"], ["a"]),
            result([], ["a"]),
            result(["a"]),
        ]
    )

    assert (told["recall@1"], told["recall@3"], told["recall@5"]) == (0.25, 0.5, 0.75)
    assert (told["n_in"], told["n_out"]) == (4, 1)
    assert told["mrr@10"] == pytest.approx((1 + 1 / 2 + 1 / 4) / 4, abs=1e-4)


def test_only_ten_places_count() -> None:
    ranked = [*"abcdefghij", "right"]

    assert reciprocal_rank(ranked, {"right"}) == 0
    assert reciprocal_rank(ranked, {"j"}) == 0.1
    assert discounted_gain(ranked, {"right"}) == 0


def test_the_gain_is_one_for_an_ideal_order_and_falls_with_each_place() -> None:
    assert discounted_gain(["a", "b", "c"], {"a", "b"}) == pytest.approx(1)
    assert discounted_gain(["c", "a"], {"a"}) == pytest.approx(1 / math.log2(3))
    assert discounted_gain(["c"], {"a"}) == 0


@pytest.mark.parametrize(
    ("positive", "negative", "expected"),
    [
        ([0.9, 0.8], [0.1, 0.2], 1),
        ([0.1], [0.9], 0),
        ([0.5], [0.5], 0.5),
        ([0.9, 0.3], [0.5], 0.5),
        ([0.9, 0.5], [0.5, 0.1], 0.875),
        ([], [0.5], None),
        ([0.5], [], None),
    ],
)
def test_auroc_is_the_chance_that_an_answerable_question_scores_higher(
    positive: list[float], negative: list[float], expected: float | None
) -> None:
    assert auroc(positive, negative) == expected


def test_what_was_answered_is_judged_by_its_first_citation() -> None:
    told = figures(
        [
            result(["a", "b"], ["a"], answered=True),
            result(["b", "a"], ["a"], answered=True),
            result(["a"], ["a"]),
            result(["a"], answered=True),
            result(["a"]),
        ]
    )

    assert (told["answered"], told["answered_right"]) == (3, 1)
    assert told["abstained_wrong"] == 1
    assert told["f1_out"] == 0.5  # silent twice, once rightly, of two to be silent on


def test_figures_that_the_questions_cannot_give_are_null() -> None:
    told = figures([result(["a"], ["a"], answered=True)])

    assert told["auroc"] is None
    assert told["f1_out"] is None
    assert figures([result(["a"])])["coverage@95"] is None
    nothing = figures([])
    assert (nothing["p50_ms"], nothing["ece"], nothing["coverage@90"]) == (None,) * 3


def test_coverage_is_that_of_the_boldest_threshold_that_is_right_often_enough() -> None:
    right = [result(["a"], ["a"], score=0.9 - n / 100) for n in range(19)]
    wrong = [result(["a"], score=0.5), result(["b"], ["a"], score=0.4)]

    told = figures([*right, *wrong])

    assert told["coverage@95"] == 0.95  # 19 of 20 answers, of 20 answerable ones
    assert told["coverage@90"] == 0.95


def test_nothing_is_covered_when_the_surest_answers_are_wrong() -> None:
    told = figures([result(["b"], ["a"], score=0.9), result(["a"], ["a"], score=0.1)])

    assert told["coverage@90"] == 0.0


def test_the_calibration_error_is_how_far_scores_lie_off_what_is_right() -> None:
    sure = [result(["a"], ["a"], score=0.8)] * 4 + [result(["b"], ["a"], score=0.8)]

    assert figures(sure)["ece"] == 0.0
    assert figures(sure[:4])["ece"] == 0.2


def test_percentiles_are_times_that_were_measured() -> None:
    times = [float(n) for n in range(1, 21)]

    assert percentile(times, 50) == 10
    assert percentile(times, 95) == 19
    assert percentile([7.0], 95) == 7


def test_the_keys_are_these_in_this_order() -> None:
    assert list(figures([])) == [
        "n_in",
        "n_out",
        "recall@1",
        "recall@3",
        "recall@5",
        "mrr@10",
        "ndcg@10",
        "auroc",
        "f1_out",
        "answered",
        "answered_right",
        "abstained_wrong",
        "p50_ms",
        "p95_ms",
        "ece",
        "coverage@90",
        "coverage@95",
    ]

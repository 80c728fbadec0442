"""Scores of the lanes become one ranking."""

import pytest

from knowledge.retrieval.scoring import MOST, View, rank, together


def view(
    cosines: dict[int, list[float]],
    bm25: dict[int, float] | None = None,
    rarity: float = 10,
) -> View:
    return View(cosines=cosines, bm25=bm25 or {}, rarity=rarity)


def keys(*views: View) -> list[int]:
    return [scored.key for scored in rank(views).scored]


def test_nearness_and_words_both_count() -> None:
    near_and_worded = view({1: [0.6], 2: [0.6], 3: [0.5]}, {2: 4, 3: 12})

    assert keys(near_and_worded) == [3, 2, 1]


def test_the_score_is_mostly_the_cosine() -> None:
    (scored,) = rank([view({1: [0.6]}, {1: 5})]).scored

    assert scored.score == pytest.approx(0.8 * 0.6 + 0.2 * 0.5)
    assert (scored.cosine, scored.lexical) == (0.6, 0.5)


def test_units_that_agree_lift_a_text() -> None:
    assert together([0.6]) == pytest.approx(0.6)
    assert together([0.6, 0.1]) < 0.61
    assert together([0.6, 0.58]) > 0.66
    assert keys(view({1: [0.6, 0.1], 2: [0.58, 0.57]})) == [2, 1]


def test_more_than_four_units_count_as_four() -> None:
    assert together([0.6] * 9) == together([0.6] * 4)


def test_a_follow_up_is_scored_with_the_turn_before_it() -> None:
    alone = view({1: [0.3], 2: [0.25]})
    behind = view({1: [0.3], 2: [0.7]})

    first, second = rank([alone, behind]).scored

    assert (first.key, first.view, first.cosine) == (2, 1, 0.7)
    assert (second.key, second.view) == (1, 0)


def test_a_change_of_topic_is_scored_alone() -> None:
    alone = view({1: [0.8], 2: [0.1]})
    behind = view({1: [0.4], 2: [0.6]})

    first, second = rank([alone, behind]).scored

    assert (first.key, first.view) == (1, 0)
    assert (second.key, second.view) == (2, 1)


def test_the_nearest_is_measured_on_the_last_turn_alone() -> None:
    assert rank([view({1: [0.3], 2: [0.4]}), view({1: [0.9]})]).nearest == 0.4


def test_a_text_found_by_its_words_alone_is_ranked() -> None:
    ranking = rank([view({1: [0.2]}, {2: 10})])

    assert [scored.key for scored in ranking.scored] == [2, 1]
    assert ranking.scored[0].cosine == 0


def test_a_question_without_words_is_ranked_by_nearness() -> None:
    assert keys(view({1: [0.2], 2: [0.4]}, rarity=0)) == [2, 1]


def test_equal_scores_keep_one_order() -> None:
    assert keys(view({3: [0.5], 1: [0.5], 2: [0.5]})) == [1, 2, 3]


def test_a_ranking_ends_somewhere() -> None:
    many = {key: [1 - key / 1000] for key in range(500)}

    assert keys(view(many)) == list(range(MOST))


def test_nothing_found_is_an_empty_ranking() -> None:
    ranking = rank([view({})])

    assert ranking.scored == ()
    assert ranking.nearest == 0

"""Scores of the lanes become one ranking."""

import pytest

from knowledge.retrieval.scoring import (
    LONG,
    MOST,
    View,
    content_words,
    rank,
    together,
)


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


def test_a_name_that_is_spelled_alike_breaks_a_tie() -> None:
    views = View({1: [0.6], 2: [0.6]}, {}, 0, literals={2: 1.0})

    ranked = rank([views]).scored

    assert [scored.key for scored in ranked] == [2, 1]
    assert (ranked[0].literal, ranked[1].literal) == (1.0, 0.0)


def test_a_text_that_only_shares_a_name_is_ranked() -> None:
    assert [scored.key for scored in rank([View({}, {}, 0, {7: 0.5})]).scored] == [7]


def test_further_units_do_not_count_for_a_long_message() -> None:
    cosines = {1: [0.6, 0.6, 0.6, 0.6], 2: [0.65]}

    short = rank([View(cosines, {}, 0, words=LONG)])
    long = rank([View(cosines, {}, 0, words=LONG + 1)])

    assert [scored.key for scored in short.scored] == [1, 2]
    assert [scored.key for scored in long.scored] == [2, 1]


def test_a_ranking_knows_the_words_of_the_view_that_fits_best() -> None:
    alone = View({1: [0.3]}, {}, 0, words=1)
    behind_the_turn_before = View({1: [0.8]}, {}, 0, words=6)

    assert rank([alone, behind_the_turn_before]).words == 6


def test_content_words_are_long_and_counted_once() -> None:
    assert content_words("How do I reset my password? Password!") == 2

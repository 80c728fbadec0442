"""The curve of right answers against given ones, over the threshold."""

from knowledge.evaluation.figures import Result
from knowledge.evaluation.tradeoff import MOST_POINTS, Point, tradeoff


def scored(score: float, *, right: bool) -> Result:
    return Result(
        relevant=frozenset({"a"}) if right else frozenset(),
        in_scope=right,
        ranked=["a", "b"],
        score=score,
        answered=True,
        cited="a",
        milliseconds=1,
    )


def test_a_lower_threshold_answers_more_and_less_of_it_right() -> None:
    found = tradeoff([scored(0.2, right=False), scored(0.9, right=True)])

    assert found == [Point(0.9, 0.5, 1.0), Point(0.2, 1.0, 0.5)]


def test_questions_of_one_score_stand_or_fall_together() -> None:
    same = [scored(0.5, right=True), scored(0.5, right=False), scored(0.9, right=True)]

    assert [point.threshold for point in tradeoff(same)] == [0.9, 0.5]


def test_nothing_found_is_no_right_answer() -> None:
    nothing = Result(frozenset({"a"}), True, [], 0.0, False, None, 1)

    assert tradeoff([nothing]) == [Point(0.0, 1.0, 0.0)]


def test_many_questions_give_few_points_and_the_last_answers_all() -> None:
    found = tradeoff([scored(n / 1000, right=n > 500) for n in range(1000)])

    assert len(found) <= MOST_POINTS + 1
    assert found[-1] == Point(0.0, 1.0, 0.499)


def test_no_questions_give_no_curve() -> None:
    assert tradeoff([]) == []

"""A record as lanes and times."""

from knowledge.admin.lanes import lanes_of, spent_of


def test_times_stand_in_the_order_of_the_stages_whatever_order_they_were_kept_in() -> (
    None
):
    spent = spent_of(
        {"total": 30.0, "weighed": 20.0, "rewrite": 5.0, "dense": 3.0, "embed": 8.0}
    )

    assert [each.name for each in spent] == [
        "embed",
        "dense",
        "rewrite",
        "weighed",
        "total",
    ]
    assert [each.percent for each in spent] == [26.7, 10.0, 16.7, 66.7, 100.0]


def test_nothing_found_has_no_lanes_and_no_times() -> None:
    assert lanes_of([]) == []
    assert spent_of({}) == []


def test_a_lane_has_its_best_first_and_says_where_they_ended() -> None:
    candidates = [
        {"atom": "a", "title": "A", "cosine": 0.5, "version_id": 9, "score": 0.9},
        {"atom": "b", "title": "B", "cosine": 0.7, "version_id": 8, "score": 0.8},
    ]

    dense, pairs = lanes_of(candidates)

    assert [(each.atom, each.place) for each in dense.found] == [("b", 2), ("a", 1)]
    assert pairs.found == []

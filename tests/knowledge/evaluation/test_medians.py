"""Several runs as one."""

from knowledge.evaluation.medians import medians


def test_each_figure_is_the_median_of_the_runs() -> None:
    runs = [{"p50_ms": ms, "n": 2} for ms in (3.0, 1.0, 9.0)]

    assert medians(runs) == {"p50_ms": 3.0, "n": 2}


def test_figures_in_figures_are_treated_alike_and_curves_are_the_first() -> None:
    runs = [{"by_type": {"faq": {"n": n}}, "tradeoff": [n]} for n in (1, 3, 2)]

    assert medians(runs) == {"by_type": {"faq": {"n": 2}}, "tradeoff": [1]}


def test_a_figure_that_no_run_can_give_stays_none() -> None:
    assert medians([{"auroc": None}, {"auroc": None}]) == {"auroc": None}
    assert medians([{"auroc": None}, {"auroc": 0.5}]) == {"auroc": 0.5}

"""Background work on knowledge, by the names under which queues and beat know it."""

from knowledge.tasks.regular import (
    evaluate_all,
    forget_usage,
    run_due,
    sort_gaps,
    sweep,
    sweep_cache,
    tend_models,
    watch_budgets,
    watch_folders,
)
from knowledge.tasks.waiting import (
    carry_out,
    compare,
    evaluate,
    extract,
    index,
    measure_impact,
    propose,
    publish,
    read_documents,
    take_in,
    tend_index,
)

__all__ = [
    "carry_out",
    "compare",
    "evaluate",
    "evaluate_all",
    "extract",
    "forget_usage",
    "index",
    "measure_impact",
    "propose",
    "publish",
    "read_documents",
    "run_due",
    "sort_gaps",
    "sweep",
    "sweep_cache",
    "take_in",
    "tend_index",
    "tend_models",
    "watch_budgets",
    "watch_folders",
]

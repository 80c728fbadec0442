"""Hints to the indexer."""

from accounts.nudging import nudge_after_commit


def index_soon() -> None:
    """After COMMIT, ask an index worker to look at its queue; never raises, never waits."""
    nudge_after_commit("knowledge.tasks.index", queue="index")

"""Hints to the workers of knowledge."""

from accounts.nudging import nudge, nudge_after_commit


def index_soon() -> None:
    """After COMMIT, ask an index worker to look at its queue; never raises, never waits."""
    nudge_after_commit("knowledge.tasks.index", queue="index")


def measure_impact_soon() -> None:
    """After COMMIT, ask a worker to look for previews that wait; never raises, never waits."""
    nudge_after_commit("knowledge.tasks.measure_impact", queue="maintenance")


def publish_waiting_soon() -> None:
    """After COMMIT, ask a worker to look for texts to publish; never raises, never waits."""
    nudge_after_commit("knowledge.tasks.publish", queue="maintenance")


def import_soon() -> None:
    """After COMMIT, ask a worker to look for files to take in; never raises, never waits."""
    nudge_after_commit("knowledge.tasks.take_in", queue="maintenance")


def tend_index_soon() -> None:
    """After COMMIT, ask a worker to count and index what is large; never raises, never waits."""
    nudge_after_commit("knowledge.tasks.tend_index", queue="maintenance")


def evaluate_soon() -> None:
    """After COMMIT, ask a worker to look for evaluations; never raises, never waits."""
    nudge_after_commit("knowledge.tasks.evaluate", queue="maintenance")


def tend_models_now() -> None:
    """Ask a worker to look after the chat models; never raises, never waits."""
    nudge("knowledge.tasks.tend_models", queue="maintenance")


def propose_soon() -> None:
    """After COMMIT, ask a worker to look at what people answered in chats; never raises, never waits."""
    nudge_after_commit("knowledge.tasks.propose", queue="maintenance")


def read_documents_soon() -> None:
    """After COMMIT, ask a worker to look for documents to read; never raises, never waits."""
    nudge_after_commit("knowledge.tasks.read_documents", queue="maintenance")


def extract_soon() -> None:
    """After COMMIT, ask a worker to look for interviews to look through; never raises, never waits."""
    nudge_after_commit("knowledge.tasks.extract", queue="maintenance")


def compare_soon() -> None:
    """After COMMIT, ask a worker to hold interviews against their guides; never raises, never waits."""
    nudge_after_commit("knowledge.tasks.compare", queue="maintenance")

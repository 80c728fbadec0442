"""Hints to the answers workers."""

from uuid import UUID

from accounts.nudging import nudge, nudge_after_commit


def answer(turn: UUID) -> None:
    """After COMMIT, ask an answers worker to take a turn."""
    nudge_after_commit("conversations.tasks.answer", str(turn), queue="answers")


def answer_again(turn: UUID) -> None:
    """Now, ask once more for a turn that nobody took."""
    nudge("conversations.tasks.answer", str(turn), queue="answers")

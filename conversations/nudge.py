"""Hints to the workers of answers and of triage."""

from uuid import UUID

from accounts.nudging import nudge, nudge_after_commit

ANSWER_SECONDS = 2.0
"""An answer that takes longer is not waited for: an angry customer is seen while it is being made."""


def answer(turn: UUID) -> None:
    """After COMMIT, ask an answers worker to take a turn."""
    nudge_after_commit("conversations.tasks.answer", str(turn), queue="answers")


def answer_again(turn: UUID) -> None:
    """Now, ask once more for a turn that nobody took."""
    nudge("conversations.tasks.answer", str(turn), queue="answers")


def triage(conversation: int) -> None:
    """After COMMIT, ask a worker to look at what was said in a conversation."""
    nudge_after_commit(
        "conversations.tasks.triage", str(conversation), queue="maintenance"
    )


def triage_unless_answered(conversation: int) -> None:
    """The same, once there was time for an answer: its end has question and answer looked at together."""
    nudge_after_commit(
        "conversations.tasks.triage",
        str(conversation),
        queue="maintenance",
        seconds=ANSWER_SECONDS,
    )


def triage_by_model() -> None:
    """After COMMIT, ask a worker to have a model look at what waits for it."""
    nudge_after_commit("conversations.tasks.triage_by_model", queue="maintenance")


def learn(conversation: int) -> None:
    """After COMMIT, ask a worker to learn from a conversation that was resolved."""
    nudge_after_commit(
        "conversations.tasks.learn", str(conversation), queue="maintenance"
    )


def try_rules() -> None:
    """After COMMIT, ask a worker to try the rules that somebody wants tried."""
    nudge_after_commit("conversations.tasks.try_rules", queue="maintenance")

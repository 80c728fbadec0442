"""Chats for tests, a line as `customer: words` each."""

from collections.abc import Sequence
from datetime import UTC, datetime

from knowledge.chats.drafting import Answer, Told
from knowledge.chats.exchanges import Exchange, exchanges_of
from knowledge.chats.lines import Said, cleaned

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)


def chat(*lines: str, cites: Sequence[int] = ()) -> list[Said]:
    """Return lines numbered from 1; every line of the bot cites these versions."""
    found = []
    for seq, line in enumerate(lines, 1):
        author, _, text = line.partition(": ")
        versions = tuple(cites) if author == "bot" else ()
        found.append(Said(seq, author, text, AT, versions=versions))  # type: ignore[arg-type]
    return found


def matters(*lines: str, names: Sequence[str] = ()) -> list[str]:
    """Return the texts of the lines that are kept."""
    return [line.text for line in cleaned(chat(*lines), names)]


def exchanges(*lines: str, cites: Sequence[int] = ()) -> list[Exchange]:
    """Return the exchanges of a chat as it is taken in."""
    return exchanges_of(cleaned(chat(*lines, cites=cites), ["Mia Lang", "Ana"]))


def answer(question: str, *said: str) -> Answer:
    """Return an answer whose first line is the question."""
    lines = [Told(1, question, by_agent=False)]
    return Answer(
        question,
        [*lines, *(Told(n, text, by_agent=True) for n, text in enumerate(said, 2))],
    )

"""What an author should know about two texts: that they say the same, or cannot both be right."""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.answering.same_question import same_question
from knowledge.answering.wording import bare
from knowledge.likeness.contradictions import Contradiction, contradictions
from knowledge.likeness.copying import NOT_COPIED, Copied, copied
from knowledge.likeness.nearness import Near
from knowledge.likeness.sameness import NEARLY_THE_SAME, same_title, sameness
from knowledge.likeness.statements import Text


@dataclass(frozen=True)
class Likeness:
    """What one text has to do with another; false when that is nothing worth a word."""

    same: float = 0.0
    contradictions: Sequence[Contradiction] = ()
    has_same_title: bool = False
    questions: Sequence[tuple[str, str]] = ()
    """Phrasings of the one that the other answers, each with its own."""

    copied: Copied = NOT_COPIED

    @property
    def is_same(self) -> bool:
        """Whether one of the two seems to be one too many."""
        return self.same >= NEARLY_THE_SAME or bool(self.copied)

    @property
    def hinders(self) -> bool:
        """Whether it counts where only distinct texts are published."""
        return self.is_same or bool(self.contradictions)

    def __bool__(self) -> bool:
        return self.hinders or self.has_same_title or bool(self.questions)


def compared(one: Text, other: Text, near: Near | None) -> Likeness:
    """Compare two texts; without vectors by their words alone."""
    return Likeness(
        same=sameness(one, other, near),
        copied=copied(one, other),
        contradictions=contradictions(one, other),
        has_same_title=same_title(one.title, other.title, near),
        questions=[
            (asked, known)
            for asked in one.phrasings
            for known in other.phrasings
            if _ask_the_same(asked, known, near)
        ],
    )


def _ask_the_same(asked: str, known: str, near: Near | None) -> bool:
    if bare(asked).rstrip("?") == bare(known).rstrip("?"):
        return True
    return near is not None and same_question(asked, known, near(asked, known))

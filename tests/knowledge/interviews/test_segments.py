"""Parts of a talk, and the sections of its guide."""

from collections.abc import Sequence

import numpy as np

from knowledge.interviews.exchanges import Exchange, exchanges_of
from knowledge.interviews.guide import read_guide
from knowledge.interviews.segments import answered_by, segments_of
from knowledge.llm.embedder import Vectors
from tests.knowledge.interviews.talks import said

GUIDE = read_guide(
    "# Bakery\n\n## Oven\n- How is the oven heated?\n- Which oven faults are there?\n\n"
    "## Dough\n- How long does the dough rest?\n- Who orders the flour?\n"
)
TALK = (
    "I: How do you heat the oven in the morning?",
    "E: You light the left burner and wait twenty minutes until the oven is hot.",
    "I: Which faults does the oven have?",
    "E: The burner of the oven goes out when the chimney flap is shut.",
    "I: Let's move on to the dough. How long does the dough rest?",
    "E: The dough rests for two hours under a cloth, longer in winter.",
    "I: And who orders the flour for the dough?",
    "E: I don't know, ask Maria.",
)


def exchanges() -> list[Exchange]:
    return exchanges_of(said(*TALK))[0]


def test_the_guide_gives_each_part_its_section() -> None:
    found = segments_of(exchanges(), 8, GUIDE)

    assert [(each.first, each.section) for each in found if each.first in (1, 5)] == [
        (1, "Oven"),
        (5, "Dough"),
    ]
    assert found[-1].last == 8


def test_without_a_guide_a_turn_to_another_topic_begins_a_part() -> None:
    found = segments_of(exchanges(), 8)

    assert 5 in [each.first for each in found]
    assert {each.section for each in found} == {""}


def test_parts_follow_each_other_without_a_gap() -> None:
    found = segments_of(exchanges(), 8, GUIDE)

    assert [each.last + 1 for each in found[:-1]] == [each.first for each in found[1:]]


def test_questions_of_the_guide_know_what_answers_them() -> None:
    answered = answered_by(GUIDE, exchanges())

    assert [bool(each) for each in answered] == [True, True, True, False]
    assert answered[2][0] == 2


def test_an_embedder_decides_where_words_differ() -> None:
    def embed(texts: Sequence[str]) -> Vectors:
        about = np.array(
            [[1.0, 0.0] if "oven" in t.casefold() else [0.0, 1.0] for t in texts]
        )
        return about.astype(np.float32)

    found = segments_of(exchanges(), 8, GUIDE, embed)

    assert [each.section for each in found if each.first in (1, 5)] == ["Oven", "Dough"]


def test_nothing_asked_gives_no_parts() -> None:
    assert segments_of([], 5, GUIDE) == []
    assert answered_by(GUIDE, []) == [(), (), (), ()]

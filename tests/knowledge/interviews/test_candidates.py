"""Drafts in the project's own file format."""

import pytest

from knowledge.format import parse
from knowledge.interviews import bodies
from knowledge.interviews.candidates import AskedPair, Candidate, identified, placed
from knowledge.interviews.support import Sentence

ANSWER = AskedPair("How hot?", (1,), (Sentence("Sixty degrees.", (2,)),))


def test_a_pair_alone_is_a_file_of_type_faq() -> None:
    (found,) = placed([ANSWER], [])

    assert found.type == "faq"
    assert found.turns == (1, 2)
    assert found.parsed.problems == ()
    assert found.parsed.pairs[0].phrasings == ("How hot?",)


def test_a_pair_goes_to_the_procedure_that_says_its_answer() -> None:
    steps = Candidate("procedure", "Heat it", "## Steps\n1. Wait.\n", (2, 3))

    (found,) = placed([ANSWER], [steps])

    assert found.pairs == (ANSWER,)
    assert found.turns == (1, 2, 3)
    assert found.parsed.type == "procedure"
    assert found.parsed.pairs[0].answer == "Sixty degrees."


def test_the_header_keeps_what_was_said_inside_the_house() -> None:
    draft = Candidate(
        "pitfall",
        "Never: open",
        "## Pitfall\nx\n",
        (1,),
        author="Ada: [x]",
        section="Oven",
    )

    parsed = parse(draft.text)

    assert parsed.errors == ()
    assert (parsed.audience, parsed.author, parsed.tags) == (
        "internal",
        "Ada: [x]",
        ("oven",),
    )
    assert parsed.title == "Never: open"


@pytest.mark.parametrize(
    "spoken",
    [
        "> Q: Who? > A: Me.",
        "# Not a heading",
        "1. No item",
        "--- no rule",
        "<script>alert(1)</script>",
        "[here](javascript:alert(1))",
        "``` no fence",
    ],
)
def test_what_is_spoken_makes_no_markdown(spoken: str) -> None:
    said = Sentence(spoken, (1,))
    draft = Candidate("faq", "x", "", (1,), pairs=(AskedPair(spoken, (1,), (said,)),))

    parsed = draft.parsed

    assert parsed.errors == ()
    assert len(parsed.pairs) == 1
    assert "<script" not in parsed.body


def test_a_bar_in_a_value_begins_no_column() -> None:
    row = bodies.table(("name", "effect"), ("a|b", "c"))

    assert row.splitlines()[-1] == "| a\\|b | c |"


def test_two_drafts_of_one_title_have_ids_of_their_own() -> None:
    one = Candidate("pitfall", "Never open it", "## Pitfall\nx\n", (1,))

    found = identified([one, one, one])

    ids = [each.parsed.id for each in found]
    assert ids == ["never-open-it", "never-open-it-2", "never-open-it-3"]
    assert [each.parsed.errors for each in found] == [(), (), ()]

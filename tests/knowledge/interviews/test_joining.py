"""What a candidate adds to an atom that there is."""

from knowledge.format import parse
from knowledge.interviews.joining import joined

ATOM = """---
id: primer
title: Prime the pump
type: procedure
tags: [pump]
---
Priming fills the housing.

## Steps

1. Close the outlet.
2. Open the vent.

> Q: How do I prime the pump?
> A: Close the outlet and open the vent.
"""


def candidate(body: str, tags: str = "[pump]") -> str:
    return f"---\nid: other\ntitle: Priming\ntype: procedure\ntags: {tags}\n---\n{body}"


def proposal(body: str, tags: str = "[pump]") -> str:
    return joined(parse(ATOM), parse(candidate(body, tags)))


def test_nothing_new_changes_nothing() -> None:
    same = "## Steps\n\n1. Close the outlet.\n2. OPEN the vent\n"

    assert proposal(same) == ATOM


def test_a_new_block_stands_at_the_end_of_the_section_of_its_name() -> None:
    found = proposal("## Steps\n\nNever do it dry.\n")

    assert "2. Open the vent.\n\nNever do it dry.\n\n> Q: How do I prime" in found


def test_a_section_of_the_same_role_under_another_name_is_the_same_section() -> None:
    found = proposal("## What to do\n\nWait for water without bubbles.\n")

    assert "What to do" not in found
    assert "2. Open the vent.\n\nWait for water" in found


def test_a_section_that_the_atom_has_not_comes_before_its_pairs() -> None:
    found = proposal("## Prerequisites\n\nThe mains are off.\n")

    assert "Open the vent.\n\n## Prerequisites\n\nThe mains are off.\n\n> Q:" in found


def test_pairs_keep_their_heading_when_a_section_is_put_before_them() -> None:
    headed = ATOM.replace("> Q:", "## FAQ\n\n> Q:")
    found = joined(parse(headed), parse(candidate("## Pitfall\n\nNever run it dry.\n")))

    assert (
        "Open the vent.\n\n## Pitfall\n\nNever run it dry.\n\n## FAQ\n\n> Q:" in found
    )


def test_text_without_a_heading_joins_what_stands_before_the_first_heading() -> None:
    found = proposal("It takes about four minutes.\n")

    assert (
        "Priming fills the housing.\n\nIt takes about four minutes.\n\n## Steps"
        in found
    )


def test_pairs_that_ask_something_new_are_added_in_all_their_phrasings() -> None:
    found = proposal(
        "> Q: how do I prime the PUMP\n> A: Otherwise.\n\n"
        "> Q: How long does it take?\n> Q: Duration?\n> A: Four minutes.\n> Or five.\n"
    )

    assert found.endswith(
        "> Q: How long does it take?\n> Q: Duration?\n> A: Four minutes.\n> Or five.\n"
    )
    assert "Otherwise" not in found


def test_tags_are_those_of_both() -> None:
    assert parse(proposal("", "[pump, water]")).tags == ("pump", "water")


def test_the_proposal_is_an_atom_again_with_its_own_id_and_title() -> None:
    found = parse(proposal("## Steps\n\nNever do it dry.\n\n## Notes\n\n- a\n- b\n"))

    assert not found.errors
    assert (found.id, found.title) == ("primer", "Prime the pump")


def test_a_text_of_code_is_taken_over_as_it_is() -> None:
    found = proposal("## Steps\n\n```\n# not a heading\npump --prime\n```\n")

    assert (
        "2. Open the vent.\n\n```\n# not a heading\npump --prime\n```\n\n> Q:" in found
    )

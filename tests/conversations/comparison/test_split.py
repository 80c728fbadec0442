"""Who gets which variant: stable, in the right share, and anew for each experiment."""

from uuid import UUID

import pytest

from conversations.comparison.split import arm_of

CONVERSATIONS = [UUID(int=n) for n in range(2000)]


def test_a_conversation_keeps_its_arm_for_good():
    # Fixed values: another hash would give running conversations the other variant.
    arms = [arm_of(1, each, 50) for each in CONVERSATIONS[:8]]

    assert "".join(arm[1] for arm in arms) == "hooohooh"


@pytest.mark.parametrize("share", [1, 10, 50, 90])
def test_the_challenger_gets_its_share(share):
    got = sum(arm_of(7, each, share) == "challenger" for each in CONVERSATIONS)

    assert abs(got / len(CONVERSATIONS) - share / 100) < 0.035


def test_a_larger_share_takes_nobody_from_the_challenger():
    few = {each for each in CONVERSATIONS if arm_of(7, each, 10) == "challenger"}
    many = {each for each in CONVERSATIONS if arm_of(7, each, 50) == "challenger"}

    assert few < many


def test_arms_of_two_experiments_have_nothing_to_do_with_each_other():
    both = sum(
        arm_of(1, each, 50) == arm_of(2, each, 50) == "challenger"
        for each in CONVERSATIONS
    )

    assert abs(both / len(CONVERSATIONS) - 0.25) < 0.04

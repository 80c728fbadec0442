"""What happens to an atom for every state of its three texts."""

import pytest

from knowledge.syncing import Conflict, Deed, Step, decide

AGREED = "one\ntwo\nthree"
DESK = "ONE\ntwo\nthree"
FILE = "one\ntwo\nTHREE"


@pytest.mark.parametrize(
    ("agreed", "desk", "file", "step"),
    [
        (AGREED, AGREED, AGREED, Step(Deed.NOTHING, AGREED)),
        (AGREED, DESK, DESK, Step(Deed.NOTHING, DESK)),
        (AGREED, None, None, Step(Deed.NOTHING)),
        (None, DESK, DESK, Step(Deed.NOTHING, DESK)),
        (None, DESK, None, Step(Deed.WRITE, DESK)),
        (None, None, FILE, Step(Deed.TAKE, FILE)),
        (AGREED, DESK, AGREED, Step(Deed.WRITE, DESK)),
        (AGREED, AGREED, FILE, Step(Deed.TAKE, FILE)),
        (AGREED, AGREED, None, Step(Deed.ARCHIVE)),
        (AGREED, None, AGREED, Step(Deed.REMOVE)),
        (AGREED, DESK, FILE, Step(Deed.MERGE, "ONE\ntwo\nTHREE")),
    ],
)
def test_the_side_that_changed_wins_and_two_changes_are_merged(
    agreed: str | None, desk: str | None, file: str | None, step: Step
) -> None:
    assert decide(agreed=agreed, desk=desk, file=file) == step


@pytest.mark.parametrize(
    ("agreed", "desk", "file", "why", "line"),
    [
        (None, DESK, FILE, "never agreed", 1),
        (AGREED, DESK, None, "its file was removed", 1),
        (AGREED, None, FILE, "removed in the desk", 1),
        (AGREED, "one\nzwei\nthree", "one\ndeux\nthree", "the same lines", 2),
    ],
)
def test_what_only_a_person_can_decide_is_a_conflict_with_its_line(
    agreed: str | None, desk: str | None, file: str | None, why: str, line: int
) -> None:
    conflict = decide(agreed=agreed, desk=desk, file=file)

    assert isinstance(conflict, Conflict)
    assert why in conflict.message
    assert conflict.line == line

"""Markers in every spelling become [n] or disappear; no number is ever changed."""

import pytest

from knowledge.answering.markers import normalised


@pytest.mark.parametrize(
    ("written", "shown", "cited"),
    [
        ("So [1].", "So [1].", [1]),
        ("So [1, 2].", "So [1][2].", [1, 2]),
        ("So [1][9].", "So [1].", [1]),
        ("So [9].", "So.", []),
        ("So [source 1].", "So [1].", [1]),
        ("So [Quelle 2]", "So [2]", [2]),
        ("So 【1†source】.", "So [1].", [1]),
        ("So \uff3b\uff12\uff3d.", "So [2].", [2]),
        ("So [^1].", "So [1].", [1]),
        ("So [1-3].", "So [1][2].", [1, 2]),
        ("So [1 and 2].", "So [1][2].", [1, 2]),
        ("So [0] [999].", "So.", []),
        ("A [1](https://desk.example) link", "A [1](https://desk.example) link", []),
        ("Code `a[7]` stays [2]", "Code `a[7]` stays [2]", [2]),
        ("[important] stays", "[important] stays", []),
    ],
)
def test_markers_are_read_in_every_spelling(written, shown, cited):
    assert normalised(written, {1, 2}) == (shown, cited)

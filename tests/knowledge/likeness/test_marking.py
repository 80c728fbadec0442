"""What differs is marked in the sentence as it is written."""

import pytest

from knowledge.likeness.contradictions import contradictions
from knowledge.likeness.marking import marked
from knowledge.likeness.statements import Text


def shown(text: str, *words: str) -> str:
    return "".join(f"[{p.text}]" if p.marked else p.text for p in marked(text, words))


@pytest.mark.parametrize(
    ("one", "other", "marks"),
    [
        ("Kept for six days.", "Kept for 9 days.", "Kept for [six] days."),
        ("Mails have 5 MB.", "Mails have 5 GB.", "Mails have [5] [MB]."),
        ("Guests can\u2019t write texts.", "Guests can write texts.", "Guests [can\u2019t] write texts."),
        ("Logging is enabled here.", "Logging is disabled here.", "Logging is [enabled] here."),
        ("Logs go into `/a/b`.", "Logs go into `/c`.", "Logs go into [`/a/b`]."),
        ("Orders come on Monday.", "Orders come on Friday.", "Orders come on [Monday]."),
    ],
)  # fmt: skip
def test_the_differing_words_are_marked(one: str, other: str, marks: str) -> None:
    [pair] = contradictions(Text("A thing", one), Text("A thing", other))

    assert shown(one, *pair.difference.one) == marks


def test_the_parts_joined_are_the_sentence() -> None:
    text = "A <b> & 5 `x`, five; nothing."

    assert "".join(part.text for part in marked(text, ("5", "nothing"))) == text
